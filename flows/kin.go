package flows

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"redress/flows/complaint"
)

const (
	kinDays      = 30 * 24 * time.Hour // how far back other complaints count
	alike        = 0.5                 // share of words in common that makes texts speak of the same
	nearlyEqual  = 0.9                 // and that makes them the same text
	arrangedSpan = 5 * time.Minute     // within which the same text from several accounts is striking (AB-08)
	arrangedFrom = 3                   // accounts
	kinShown     = 5                   // numbers proposed on a card
)

// relate works out what the other complaints of thirty days say about this one, and lets
// those look again whom this one may raise.
func (t *turn) relate() {
	if t.st.Related == nil || t.c.Kind != complaint.KindComplaint {
		return
	}
	others := t.st.Related.Others
	t.c.Kin = t.kin(others)
	for i := range others {
		t.raiseKin(&others[i])
	}
	if t.handledBefore() {
		t.establish(complaint.FactSecond, 0)
	}
}

// kin counts. People are distinct; texts that look arranged count only once staff confirmed.
func (t *turn) kin(others []complaint.Complaint) complaint.Kin {
	c, k := t.c, complaint.Kin{Apart: t.c.Kin.Apart, Cluster: t.c.Kin.Cluster, Site: 1, Category: 1}
	people, confirmed := persons{c.Customer: true}, persons{c.Customer: true}
	batch, copies := persons{c.Customer: true}, persons{c.Customer: true}
	var proposed []*complaint.Complaint
	for i := range others {
		o := &others[i]
		if !t.counts(o) {
			continue
		}
		k.Category++
		if c.Object("site") != "" && c.Object("site") == o.Object("site") {
			k.Site++
		}
		if sameBatch(c, o) {
			batch[o.Customer] = true
		}
		switch {
		case k.Cluster != "" && o.Kin.Cluster == k.Cluster:
			people[o.Customer], confirmed[o.Customer] = true, true
		case sameMatter(c, o) && !slices.Contains(k.Apart, o.Number) && !slices.Contains(o.Kin.Apart, c.Number):
			proposed = append(proposed, o)
			if copied(c, o) {
				copies[o.Customer] = true
			}
		}
	}
	k.Arranged = len(copies) >= arrangedFrom
	for i, o := range proposed {
		k.Numbers = append(k.Numbers, o.Number)
		apart := slices.ContainsFunc(proposed[:i], func(p *complaint.Complaint) bool {
			return slices.Contains(p.Kin.Apart, o.Number) || slices.Contains(o.Kin.Apart, p.Number)
		})
		if !apart && (!k.Arranged || !copied(c, o)) {
			people[o.Customer] = true
		}
	}
	slices.Sort(k.Numbers)
	k.Numbers = k.Numbers[:min(len(k.Numbers), kinShown)]
	k.People, k.Confirmed, k.Batch = len(people), len(confirmed), len(batch)
	return k
}

type persons map[int64]bool

// counts reports whether o is another complaint of this category and the last thirty days
// that somebody stands by.
func (t *turn) counts(o *complaint.Complaint) bool {
	return o.ID != t.c.ID && o.Kind == complaint.KindComplaint && o.Category == t.c.Category && o.Number != "" &&
		o.Status != complaint.Declined && t.now.Sub(o.FiledAt) <= kinDays
}

// raiseKin lets another open complaint look again, if what is known now makes it graver.
func (t *turn) raiseKin(o *complaint.Complaint) {
	if !t.counts(o) {
		return
	}
	seen := o.Clone()
	seen.Kin.Category = max(seen.Kin.Category, t.c.Kin.Category)
	if sameMatter(t.c, o) && !t.c.Kin.Arranged {
		seen.Kin.People = max(seen.Kin.People, t.c.Kin.People)
	}
	if t.c.Object("site") != "" && t.c.Object("site") == o.Object("site") {
		seen.Kin.Site = max(seen.Kin.Site, t.c.Kin.Site)
	}
	if sameBatch(t.c, o) {
		seen.Kin.Batch = max(seen.Kin.Batch, t.c.Kin.Batch)
	}
	if t.house.Outgrown(seen, t.now) {
		t.later("regrade", o, "", t.now)
	}
}

// later sets a timer about another complaint, in the lane of its customer.
func (t *turn) later(name string, o *complaint.Complaint, detail string, at time.Time) {
	t.res.Timers = append(t.res.Timers, complaint.Timer{
		Key: name + ":" + o.ID, Name: name, Complaint: o.ID, Detail: detail, At: at,
		Chat: complaint.Chat{ID: o.Customer, Kind: complaint.Private},
	})
}

// handledBefore reports whether this customer had a complaint of the same category handled
// within ninety days: the second one after handling (VK-S3).
func (t *turn) handledBefore() bool {
	return slices.ContainsFunc(t.st.Mine, func(o complaint.Complaint) bool {
		return o.ID != t.c.ID && o.Category == t.c.Category && t.now.Sub(o.FiledAt) < 90*24*time.Hour &&
			(o.Status == complaint.Resolved || settled(&o)) &&
			(sameObject(t.c, &o) || similar(t.c.Summary, o.Summary) >= alike)
	})
}

// sameMatter proposes; staff decide (VK-A4): the same object, or words that speak of the same.
func sameMatter(c, o *complaint.Complaint) bool {
	return c.Customer != o.Customer && (sameObject(c, o) || !otherObject(c, o) && similar(c.Summary, o.Summary) >= alike)
}

func sameObject(c, o *complaint.Complaint) bool { return c.About() != "" && c.About() == o.About() }

// otherObject reports whether both name a thing or place, and not the same one.
func otherObject(c, o *complaint.Complaint) bool {
	for _, field := range []string{"batch", "product", "site"} {
		a, b := c.Object(field), o.Object(field)
		if a != "" && b != "" && a != b && (field != "site" || similar(c.Fields[field], o.Fields[field]) < alike) {
			return true
		}
	}
	return false
}

// sameBatch reports whether both are about one batch, with the same symptom as far as told.
func sameBatch(c, o *complaint.Complaint) bool {
	a, b := c.Object("unwell"), o.Object("unwell")
	return c.Object("batch") != "" && c.Object("batch") == o.Object("batch") && (a == b || a == "" || b == "")
}

// copied reports whether two accounts sent nearly the same words within minutes.
func copied(c, o *complaint.Complaint) bool {
	return c.Customer != o.Customer && c.FiledAt.Sub(o.FiledAt).Abs() <= arrangedSpan && similar(c.Summary, o.Summary) >= nearlyEqual
}

// similar is the share of words two texts have in common, 0 to 1. Of scripts without spaces
// it compares pairs of characters.
func similar(a, b string) float64 {
	x, y := shingles(a), shingles(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	common := 0
	for s := range x {
		if y[s] {
			common++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// shingles are the words of a text that carry meaning: longer words and numbers, and pairs
// of Han characters.
func shingles(text string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		runes := []rune(word)
		if !slices.ContainsFunc(runes, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			if len(runes) > 3 || unicode.IsDigit(runes[0]) {
				out[word] = true
			}
			continue
		}
		for i := range len(runes) - 1 {
			out[string(runes[i:i+2])] = true
		}
	}
	return out
}

// sameMatterConfirmed takes the proposed complaints as the same matter.
func (t *turn) sameMatterConfirmed() {
	if len(t.c.Kin.Numbers) == 0 || t.st.Related == nil {
		t.alert(t.desk(complaint.StaffDesk).Str("button_stale"))
		return
	}
	numbers := t.c.Kin.Numbers
	if t.c.Kin.Cluster == "" {
		t.c.Kin.Cluster = slices.Min(append([]string{t.c.Number}, numbers...))
	}
	for i := range t.st.Related.Others {
		o := &t.st.Related.Others[i]
		if slices.Contains(numbers, o.Number) {
			t.later("same", o, t.c.Kin.Cluster, t.now)
			o.Kin.Cluster = t.c.Kin.Cluster
		}
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Link, t.c.Kin.Cluster)
	t.relate()
	t.grade()
	t.showCard()
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_same", "by", t.st.Actor.Name, "numbers", strings.Join(numbers, ", ")))
}

// joinMatter is the other side of it: a colleague of this complaint's staff confirmed.
func (t *turn) joinMatter() {
	if t.c == nil || t.c.Number == "" {
		return
	}
	t.c.Kin.Cluster = t.ev.Timer.Detail
	t.note(0, "system", complaint.Link, t.c.Kin.Cluster)
	t.regradeDue()
}

// notSameMatter sets the proposed complaints apart.
func (t *turn) notSameMatter() {
	numbers := t.c.Kin.Numbers
	t.c.Kin.Apart = append(t.c.Kin.Apart, numbers...)
	t.c.Kin.Numbers = nil
	t.relate()
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Part, strings.Join(numbers, ","))
	t.showCard()
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_apart", "by", t.st.Actor.Name, "numbers", strings.Join(numbers, ", ")))
}

// cardKin shows which other complaints may be, or are, about the same matter.
func (t *turn) cardKin() complaint.Rich {
	v, k := t.desk(complaint.StaffDesk), t.c.Kin
	var out complaint.Rich
	if k.Cluster != "" {
		out = v.Say("card_same", "number", k.Cluster, "n", k.Confirmed)
	}
	if len(k.Numbers) > 0 {
		out = joinLines(out, v.Say("card_same_maybe", "numbers", strings.Join(k.Numbers, ", "), "n", len(k.Numbers)))
	}
	if k.Arranged {
		out = joinLines(out, v.Say("card_arranged"))
	}
	return out
}

// withKin adds the buttons by which staff decide what is proposed.
func (t *turn) withKin(rows ...[]complaint.Button) [][]complaint.Button {
	if len(t.c.Kin.Numbers) == 0 {
		return rows
	}
	v := t.desk(complaint.StaffDesk)
	return append(rows, row(complaint.Button{Text: v.Str("button_same"), Data: data("s", "same", t.c.Number)},
		complaint.Button{Text: v.Str("button_apart"), Data: data("s", "apart", t.c.Number)}))
}
