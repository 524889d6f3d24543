package flows

import (
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// The survey of a complaint (domain 4.2): put to the customer when they confirm, and to whoever
// did not answer then once more some time after closing, with one reminder. There is one per
// complaint, also when it is opened again.

const (
	surveyTimer  = "survey"
	surveyParcel = "survey:" // begins what stands for the message record of a survey
)

// surveyAt is when the survey is sent after closing: in contact hours; zero when it never is.
func (t *turn) surveyAt() time.Time {
	if r := t.st.Rating; !t.surveyable() || r != nil && (r.Answered() || !r.Sent.IsZero()) {
		return time.Time{}
	}
	return t.contactFrom(t.c.ClosedAt.Add(t.Policy.Survey().Delay))
}

// surveyable reports whether this customer is asked about this complaint at all: it ended with a
// result, a person took part, nobody of staff rates themselves, and no court has it.
func (t *turn) surveyable() bool {
	legal := slices.ContainsFunc(t.c.Facts, func(f complaint.Fact) bool { return f.Name == complaint.FactLawsuitBegun })
	return !t.c.Absent() && len(t.surveyQuestions()) > 0 && settled(t.c) && !legal && t.humanTookPart() && !t.isStaff(t.c.Customer) &&
		!(t.c.Severity == complaint.P1 && t.awaitsDesks())
}

// humanTookPart reports whether somebody of staff wrote to the customer.
func (t *turn) humanTookPart() bool {
	return slices.ContainsFunc(t.st.Messages, func(m complaint.Message) bool { return m.Direction == complaint.Out && m.Author != 0 })
}

func (t *turn) isStaff(user int64) bool {
	return slices.ContainsFunc(t.st.Org.People, func(s complaint.Staff) bool { return !s.Removed && s.ID == user })
}

// surveyedLately reports whether the customer was asked about another complaint so recently
// that they are left in peace.
func (t *turn) surveyedLately() bool {
	limit := t.Policy.Survey().Cap
	return limit > 0 && !t.st.Surveyed.IsZero() && t.now.Sub(t.st.Surveyed) < limit
}

// surveyDue sends the survey, reminds of it, or ends it.
func (t *turn) surveyDue() {
	if t.c == nil {
		return
	}
	switch t.ev.Timer.Detail {
	case "ask":
		t.sendSurvey()
	case "remind":
		t.remindSurvey()
	case "expire":
		t.endSurvey()
	}
}

// sendSurvey asks a customer who has not rated, if the complaint is still closed.
func (t *turn) sendSurvey() {
	s := t.Policy.Survey()
	if t.surveyAt().IsZero() || t.now.Before(t.c.ClosedAt.Add(s.Delay)) || t.c.Unreachable || t.surveyedLately() || t.resting() {
		return
	}
	r := t.put()
	r.Sent = t.now
	t.keepRating(r)
	v := t.voice()
	t.showSurvey(joinLines(v.Say("survey_intro", "number", t.c.Number, "date", v.Date(t.c.ClosedAt, t.Policy.Zone())), t.question(t.surveyQuestions()[0])))
	if s.Reminder > 0 {
		t.later(surveyTimer, t.c, "remind", t.contactFrom(t.now.Add(s.Reminder)))
		return
	}
	t.later(surveyTimer, t.c, "expire", r.Expires)
}

// remindSurvey reminds once, if nothing was answered and there is still time.
func (t *turn) remindSurvey() {
	r := t.st.Rating
	if r == nil || r.Answered() || r.Sent.IsZero() || !r.Reminded.IsZero() || !settled(t.c) || t.ev.Timer.At.Before(r.Sent) {
		return
	}
	if t.now.Before(r.Expires) && !t.c.Unreachable {
		if t.resting() {
			return
		}
		again := *r
		again.Reminded = t.now
		t.keepRating(again)
		t.tell(joinLines(t.voice().Say("survey_reminder", "number", t.c.Number), t.question(t.surveyQuestions()[0])),
			t.scale(t.surveyQuestions()[0]))
	}
	t.later(surveyTimer, t.c, "expire", r.Expires)
}

// endSurvey notes that the time for an answer is over.
func (t *turn) endSurvey() {
	r := t.st.Rating
	if r == nil || r.Answered() || t.now.Before(r.Expires) || !r.Lapsed.IsZero() {
		return
	}
	ended := *r
	ended.Lapsed = t.now
	t.keepRating(ended)
}

// put is the survey of this complaint as it is put to the customer now.
func (t *turn) put() complaint.Rating {
	r := complaint.Rating{Complaint: t.c.ID, Customer: t.c.Customer, Owner: t.c.Owner}
	if t.st.Rating != nil {
		r = *t.st.Rating
	}
	r.Asked, r.Expires, r.Lapsed = t.now, t.now.Add(t.Policy.Survey().Expires), time.Time{}
	return r
}

// showSurvey shows the first question, and lets its delivery be noted.
func (t *turn) showSurvey(text complaint.Rich) {
	t.tellCustomer(surveyParcel+t.c.ID, text, t.scale(t.surveyQuestions()[0]))
}

// surveyArrived notes whether the survey reached the customer (M16); true if that is what the
// delivery is about.
func (t *turn) surveyArrived(d *complaint.Delivery) bool {
	if !strings.HasPrefix(d.Message, surveyParcel) {
		return false
	}
	if t.st.Rating == nil {
		return true
	}
	r := *t.st.Rating
	switch d.State {
	case complaint.Sent:
		r.Unreached = false
		if r.Delivered.IsZero() { // asked again, it still counts on the day it first arrived (M16)
			r.Delivered = t.now
		}
	case complaint.BlockedBy, complaint.Failed:
		r.Unreached = r.Delivered.IsZero()
	}
	t.keepRating(r)
	return true
}

// surveyQuestions are the policy's questions that the record has a place for: the result, the
// service, and last how easy it was.
func (t *turn) surveyQuestions() []policy.SurveyQuestion {
	known := slices.DeleteFunc(t.Policy.Survey().Questions, func(q policy.SurveyQuestion) bool { return letterOf(q.ID) == "" })
	slices.SortStableFunc(known, func(a, b policy.SurveyQuestion) int {
		return strings.Index(letters, letterOf(a.ID)) - strings.Index(letters, letterOf(b.ID))
	})
	return known
}

// letters are how buttons name the questions, in their order.
const letters = "rse"

func letterOf(id string) string {
	return map[string]string{"csat_result": "r", "csat_service": "s", "ces": "e"}[id]
}

// question is a question with what the ends of its scale mean.
func (t *turn) question(q policy.SurveyQuestion) complaint.Rich {
	v := t.voice()
	ends := "rate_satisfied"
	if q.ID == "ces" {
		ends = "rate_agree"
	}
	return joinLines(complaint.Words(q.Text.In(v.Lang)), v.Say(ends, "most", q.Scale))
}
