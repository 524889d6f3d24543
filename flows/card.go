package flows

import (
	"fmt"
	"time"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// showCard makes the one card of the complaint in the staff group look like it is now.
func (t *turn) showCard() {
	if t.c.Number == "" {
		return
	}
	v := t.desk(complaint.StaffDesk)
	o := complaint.Outbound{
		Op: complaint.Show, Slot: "card:" + t.c.ID, Text: t.card(v), Buttons: t.cardButtons(v), Stub: t.stub(),
		Urgency: complaint.Normal,
	}
	if t.c.Severity == complaint.P1 && t.c.Status == complaint.Filed {
		o.Urgency = complaint.Urgent
	}
	t.dropShown(o.Slot)
	t.toStaff(o)
}

// refresh shows the card again, where the staff group is now.
func (t *turn) refresh() {
	if t.c != nil {
		t.showCard()
	}
}

// dropShown forgets an earlier version of the slot queued in this very turn.
func (t *turn) dropShown(slot string) {
	for i, o := range t.res.Outbox {
		if o.Op == complaint.Show && o.Slot == slot {
			t.res.Outbox = append(t.res.Outbox[:i], t.res.Outbox[i+1:]...)
			return
		}
	}
}

// card is everything staff need at a glance: what, how grave, until when, who has it, and
// whether the customer can be reached.
func (t *turn) card(v texts.Voice) complaint.Rich {
	c := t.c
	matter := joinLines(t.cardSummary(v), t.details(v.Lang), t.cardBadges(v), t.cardFacts(v), t.cardClasses(v))
	if t.namesColleague() {
		matter = v.Say("card_guarded")
	} else if fields, discreet := t.Policy.CardShows(); discreet {
		matter = t.detailsOf(v.Lang, fields)
	}
	return joinLines(
		v.Say("card_head", "mark", severityMark(c.Severity), "number", c.Number, "what", t.headline(v)),
		matter,
		t.cardOrigin(v),
		t.cardKin(),
		t.cardClock(v),
		v.Say("card_owner", "owner", t.ownerName(v)),
		t.cardTasks(v),
		t.cardSteps(v),
		t.cardState(v),
		t.cardWarnings(v),
	)
}

// headline names how grave a complaint is and what it is about, or what else it is.
func (t *turn) headline(v texts.Voice) string {
	what := v.Str("kind_" + string(t.c.Kind))
	if t.c.Kind == complaint.KindComplaint {
		what = t.Policy.Level(t.c.Severity, v.Lang)
	}
	if t.c.Category == "" || t.discreet() {
		return what
	}
	return what + " · " + t.categoryPath(v.Lang)
}

// cardSummary shows the summary, marked as written by a machine unless the customer wrote it.
func (t *turn) cardSummary(v texts.Voice) complaint.Rich {
	mark := "card_summary_machine"
	if t.c.SummaryBy == "customer" {
		mark = "card_summary_customer"
	}
	return joinLines(append(complaint.Rich{{Text: t.c.Summary, Style: complaint.Quote}}, v.Say(mark)...), t.heardLines(v, "card_heard", "card_seen"))
}

// cardBadges tells the customer's language, how often they came, and whether the matter is back.
func (t *turn) cardBadges(v texts.Voice) complaint.Rich {
	line := v.Say("card_language", "language", t.Texts.In(t.c.Language).Str("language_name"))
	if t.c.Nth > 1 {
		line = append(line, v.Say("card_repeat", "n", t.c.Nth)...)
	}
	if t.c.Reopened > 0 {
		line = append(line, v.Say("card_reopened", "n", t.c.Reopened)...)
	}
	line = append(line, t.cardRule(v)...)
	if t.c.Confirmed.IsZero() && t.c.Emergency {
		line = append(line, v.Say("card_unconfirmed")...)
	}
	return line
}

// cardRule tells what made the complaint more than ordinary: a rule of the policy, or a person.
func (t *turn) cardRule(v texts.Voice) complaint.Rich {
	switch {
	case t.c.SeverityRule == "staff":
		return v.Say("card_rule_staff")
	case t.c.Kind == complaint.KindComplaint && t.c.Severity.Graver(complaint.P4) && t.c.SeverityRule != "":
		return v.Say("card_rule", "rule", t.c.SeverityRule)
	}
	return nil
}

// cardFacts names the grave circumstances with the customer's own words, one tap away.
func (t *turn) cardFacts(v texts.Voice) complaint.Rich {
	var out complaint.Rich
	seen := map[string]bool{}
	for _, f := range t.c.Facts {
		if seen[f.Name] || !v.Has("fact_"+f.Name) || f.Name == complaint.FactMoney && t.c.Fields["amount"] != "" {
			continue
		}
		seen[f.Name] = true
		if out != nil {
			out = append(out, complaint.Span{Text: " · "})
		}
		out = append(out, v.Say("fact_"+f.Name)...)
		if f.Words != "" {
			out = append(out, complaint.Span{Text: " "}, complaint.Span{Text: "“" + excerpt(f.Words, 60) + "”", Style: complaint.Spoiler})
		}
	}
	if out == nil {
		return nil
	}
	return append(complaint.Rich{{Text: "❗ "}}, out...)
}

// cardClock shows the next deadline and the time left, or how long it is overdue.
func (t *turn) cardClock(v texts.Voice) complaint.Rich {
	clock, ok := nextDue(t.c)
	if !ok {
		return nil
	}
	zone := t.Policy.Zone()
	action := t.clockAction(clock.Rule, v.Lang)
	when := v.When(clock.Due, t.now, zone)
	if t.now.After(clock.Due) || t.now.Equal(clock.Due) {
		return v.Say("card_overdue", "action", action, "when", when, "late", v.Span(max(time.Minute, t.now.Sub(clock.Due))))
	}
	return v.Say("card_due", "action", action, "when", when, "left", v.Span(clock.Due.Sub(t.now)))
}

func (t *turn) ownerName(v texts.Voice) string {
	if t.c.Owner == 0 {
		return "—"
	}
	return fmt.Sprintf("%s · %s", t.c.OwnerName, v.When(t.c.OwnedAt, t.now, t.Policy.Zone()))
}

// cardState says where the complaint stands once it is more than claimed.
func (t *turn) cardState(v texts.Voice) complaint.Rich {
	c := t.c
	switch c.Status {
	case complaint.Filed, complaint.Claimed:
		if ladder := t.cardLadder(v); ladder != nil {
			return ladder
		}
		if c.Escalated {
			return v.Say("card_escalated")
		}
		return nil
	case complaint.Closed:
		return joinLines(v.Say("card_closed", "outcome", v.Str("outcome_"+c.Outcome)), t.cardRating(v))
	}
	return joinLines(v.Say("card_"+string(c.Status)), t.cardOwed())
}

func (t *turn) cardRating(v texts.Voice) complaint.Rich {
	r := t.st.Rating
	if r == nil || !r.Answered() {
		return nil
	}
	line := v.Say("card_rating", "result", r.Result, "service", score(r.Service))
	if r.Comment != "" {
		line = append(append(line, complaint.Span{Text: " "}), quoted(r.Comment)...)
	}
	return line
}

func score(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// cardWarnings tells delivery problems, so that nobody believes the customer has read it.
func (t *turn) cardWarnings(v texts.Voice) complaint.Rich {
	switch {
	case t.c.Unreachable && t.c.Undelivered > 0:
		return v.Say("card_unreachable_undelivered", "n", t.c.Undelivered)
	case t.c.Unreachable:
		return v.Say("card_unreachable")
	case t.c.Undelivered > 0:
		return v.Say("card_undelivered", "n", t.c.Undelivered)
	}
	return nil
}
