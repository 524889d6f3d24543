package flows

import (
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// The case library: how similar complaints ended, so that nobody starts from nothing.

const (
	caseLimit = 5 // cases in one message
	hintLimit = 2 // of those, shown unasked to who has just claimed the like
	hintTimer = "hint"
)

// caseCommand lists ended cases: those like one complaint, or those with certain words.
func (t *turn) caseCommand(cmd command) {
	v := t.desk(t.where())
	switch {
	case cmd.name == "cases" && cmd.args == "":
		t.here(v.Say("cases_what"))
	case cmd.name == "cases":
		t.here(t.casesWith(cmd.args))
	case t.c == nil || t.c.Number == "":
		t.here(v.Say("staff_not_found"))
	case t.concerned():
		t.here(v.Say("staff_colleague"))
	default:
		t.here(t.casesLike(v))
	}
}

func (t *turn) casesWith(words string) complaint.Rich {
	v := t.desk(t.where())
	text := v.Say("cases_found", "words", excerpt(words, 60))
	n := 0
	for i := range t.st.Cases {
		if c := &t.st.Cases[i]; !t.guarded(c) && n < caseLimit {
			text = joinLines(text, t.caseLine(v, c))
			n++
		}
	}
	if n == 0 {
		return v.Say("cases_found_none", "words", excerpt(words, 60))
	}
	return text
}

// casesLike lists ended cases that resemble the complaint in focus, with the reasons.
func (t *turn) casesLike(v texts.Voice) complaint.Rich {
	ended := t.endedCases()
	if len(ended) == 0 {
		return v.Say("cases_similar_none", "number", t.c.Number)
	}
	text := v.Say("cases_similar", "number", t.c.Number)
	for i := range ended {
		text = joinLines(text, t.caseLine(v, &ended[i].Complaint), t.caseReasons(v, ended[i]))
	}
	return text
}

// hintCases shows who has just claimed a complaint how the like of it ended, once, if there is
// any. It is looked for after the claim, which waits for nothing.
func (t *turn) hintCases() {
	if t.c == nil || t.c.Owner == 0 || !t.c.Status.Open() || t.veiled() {
		return
	}
	ended := t.endedCases()
	if len(ended) == 0 {
		return
	}
	v := t.desk(complaint.StaffDesk)
	text := v.Say("cases_hint", "number", t.c.Number)
	for i := range ended[:min(len(ended), hintLimit)] {
		text = joinLines(text, t.caseLine(v, &ended[i].Complaint), t.caseReasons(v, ended[i]))
	}
	t.toStaff(complaint.Outbound{Op: complaint.Say, Key: "hint:" + t.c.ID, Text: text, Silent: true, Urgency: complaint.Low})
}

// endedCases are the similar cases with a result, the likeliest first.
func (t *turn) endedCases() []Similar {
	var ended []Similar
	for _, s := range t.st.Similar {
		if c := &s.Complaint; len(ended) < caseLimit && c.ID != t.c.ID && (c.Status == complaint.Closed || c.Status == complaint.Declined) && !t.guarded(c) {
			ended = append(ended, s)
		}
	}
	return ended
}

// guarded reports whether another complaint names a colleague, so that its words stay out of
// the group.
func (t *turn) guarded(c *complaint.Complaint) bool {
	other := *t
	other.c = c
	return other.namesColleague()
}

// caseLine is one case: number, age, how it ended, what it was, the result and its cause.
func (t *turn) caseLine(v texts.Voice, c *complaint.Complaint) complaint.Rich {
	line := v.Say("case_line", "card", t.cardLink(c.ID, c.Number), "outcome", outcomeName(v, c),
		"age", v.Span(max(time.Minute, t.now.Sub(c.ClosedAt))), "summary", excerpt(c.Summary, 120))
	if r := caseResult(c); r != "" {
		line = joinLines(line, v.Say("case_result", "result", excerpt(r, 200)))
		if v.Has("cause_" + c.Closing.Cause) {
			line = append(line, v.Say("case_cause", "cause", v.Str("cause_"+c.Closing.Cause))...)
		}
	}
	return line
}

func caseResult(c *complaint.Complaint) string {
	if c.Status == complaint.Declined {
		return c.Closing.Reason
	}
	return c.Closing.Outcome
}

func outcomeName(v texts.Voice, c *complaint.Complaint) string {
	if v.Has("outcome_" + c.Outcome) {
		return v.Str("outcome_" + c.Outcome)
	}
	return v.Str("state_" + string(c.Status))
}

// caseReasons says why a case is thought to be like this one.
func (t *turn) caseReasons(v texts.Voice, s Similar) complaint.Rich {
	switch {
	case s.Object != "":
		return v.Say("case_same_object", "object", s.Object)
	case len(s.Words) > 0:
		return v.Say("case_same_words", "words", strings.Join(s.Words, ", "))
	}
	return nil
}
