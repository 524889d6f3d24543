package flows

import (
	"slices"
	"strings"
	"unicode"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// Route says which desk of the policy is in charge of a complaint: the one whose conditions on
// category, site and severity hold, most kinds of them first, then the one its category names.
// "" is the default desk. Whether the desk has a group is not asked here.
func Route(p *policy.Policy, c *complaint.Complaint) complaint.Desk {
	category, _ := p.Category(c.Category)
	best, kinds := category.Desk, 0
	if best != "" {
		kinds = 1
	}
	for _, d := range p.Desks() {
		if n := fits(d, category, c); n > kinds {
			best, kinds = d.ID, n
		}
	}
	if best == policy.DefaultDesk {
		return ""
	}
	return complaint.Desk(best)
}

// fits counts the kinds of conditions of a desk when all of them hold; 0 otherwise.
func fits(d policy.Desk, category policy.Category, c *complaint.Complaint) (kinds int) {
	if len(d.Categories) > 0 {
		if !slices.ContainsFunc(category.Path, func(id string) bool { return slices.Contains(d.Categories, id) }) {
			return 0
		}
		kinds++
	}
	if len(d.Sites) > 0 {
		if !slices.ContainsFunc(d.Sites, func(word string) bool { return atSite(c, word) }) {
			return 0
		}
		kinds++
	}
	if len(d.Severities) > 0 {
		if !slices.Contains(d.Severities, c.Severity) {
			return 0
		}
		kinds++
	}
	return kinds
}

// atSite reports whether the customer named that place. A number is found whole: building 7 is
// not building 17.
func atSite(c *complaint.Complaint, word string) bool {
	want := plainSite(word)
	for _, field := range []string{"site", "where"} {
		said := c.Object(field)
		for from := 0; want != ""; {
			i := strings.Index(said[from:], want)
			if i < 0 {
				break
			}
			at, end := from+i, from+i+len(want)
			if !cutsNumber(said, at) && !cutsNumber(said, end) {
				return true
			}
			from = end
		}
	}
	return false
}

// cutsNumber reports whether the place at divides a run of digits.
func cutsNumber(s string, at int) bool {
	return at > 0 && at < len(s) && isDigit(s[at-1]) && isDigit(s[at])
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func plainSite(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// route puts a complaint that is being filed in charge of its desk.
func (t *turn) route() { t.c.Desk = Route(t.Policy, t.c) }

// proposeDesk offers to move a filed complaint whose category or severity has just changed to
// the desk that would get it now. Nothing moves by itself.
func (t *turn) proposeDesk() {
	if t.c == nil || t.was == nil || t.was.Number == "" || !t.c.Status.Open() || t.c.Status == complaint.Resolved {
		return
	}
	if t.c.Category == t.was.Category && t.c.Severity == t.was.Severity || t.c.Desk != t.was.Desk {
		return
	}
	to := Route(t.Policy, t.c)
	if to == t.c.Desk || to == Route(t.Policy, t.was) || t.st.Org.Resolve(to).Chat == t.st.Org.Resolve(t.c.Desk).Chat {
		return
	}
	if to == "" {
		to = complaint.StaffDesk
	}
	v := t.desk(complaint.StaffDesk)
	name := t.deskName(to, v.Lang)
	t.remark(v.Say("staff_desk_proposed", "desk", name),
		row(complaint.Button{Text: v.Str("button_to_desk", "desk", name), Data: data("s", "todesk", t.c.Number, string(to))}))
}
