package flows

import (
	"slices"
	"strconv"
	"strings"

	"redress/flows/complaint"
)

// fineCommand is "/fine 2026-0007 2 direct+manager" in the managers' chat: how the procedure
// splits the sanction of a verified complaint, as the second valid one of its place this year,
// where one person is both (PS-Y2 to PS-Y6). It is arithmetic; nobody else reads it.
func (t *turn) fineCommand(args string) {
	v := t.desk(t.where())
	number, words := aboutNumber(args)
	fines, has := t.Policy.Fines()
	switch {
	case t.where() != complaint.ManagersDesk || !t.st.Actor.Leads():
		t.here(v.Say("fine_where"))
		return
	case number == "" || t.c == nil || t.c.Number == "":
		t.here(v.Say("fine_how"))
		return
	case !has:
		t.here(v.Say("fine_none"))
		return
	case t.c.Status == complaint.Declined:
		t.here(v.Say("fine_declined", "number", t.c.Number))
		return
	}
	nth, one := 1, []string(nil)
	for _, w := range strings.Fields(words) {
		if n, err := strconv.Atoi(w); err == nil && n > 0 {
			nth = n
		} else {
			one = strings.Split(strings.ToLower(w), "+")
		}
	}
	total, shares := fines.Split(t.c.Severity, nth)
	if len(shares) == 0 {
		t.here(v.Say("fine_level", "number", t.c.Number, "level", t.level(v.Lang)))
		return
	}
	text, sum := v.Say("fine_head", "number", t.c.Number, "level", t.level(v.Lang), "amount", total, "currency", fines.Currency, "nth", nth), 0
	for _, s := range shares {
		text = joinLines(text, v.Say("fine_line", "who", s.Name.In(v.Lang), "amount", s.Amount))
		if slices.Contains(one, s.Role) {
			sum += s.Amount
		}
	}
	if sum > 0 {
		text = joinLines(text, v.Say("fine_one", "who", strings.Join(one, "+"), "amount", sum))
	}
	t.here(joinLines(text, v.Say("fine_only")))
}
