package policy

import (
	"slices"
	"time"

	"redress/flows/complaint"
)

// Survey is how satisfaction is asked after a complaint is closed (domain 4.2).
type Survey struct {
	Delay    time.Duration // after closing; moved into contact hours
	Reminder time.Duration // after sending, once, if unanswered; 0: none
	Expires  time.Duration // after sending
	Edit     time.Duration // how long a score may be changed
	Cap      time.Duration // at most one survey per customer in that time; 0: no cap
	LowScore int           // scores up to this one alert a supervisor
	FollowUp time.Duration // by when somebody follows a low score up

	Questions []SurveyQuestion
}

// SurveyQuestion is answered on a scale from 1 to Scale.
type SurveyQuestion struct {
	ID    string
	Text  Names
	Scale int
}

// FollowUps is the cadence of messages to a customer who is waited for.
type FollowUps struct {
	Remind  []time.Duration // after the question to the customer
	Notice  time.Duration   // the last reminder, saying when the complaint is closed
	Close   time.Duration   // closed as no_reply
	Solved  time.Duration   // a resolution not objected to is closed as unconfirmed; 0: never
	Reopen  time.Duration   // how long after closing a customer may reopen
	Resume  time.Duration   // how long an unfinished draft is kept
	Recheck time.Duration   // "still fine?" after grave complaints; 0: never
	Silent  Span            // who claimed and writes nothing for so long gives it back; zero: never
	Anew    bool            // an objection to a refusal is filed as a complaint of its own (PS-E2)
}

// Report is a regular report the procedure demands.
type Report struct {
	ID       string
	Name     Names
	Every    string // day, week, half_month, month, quarter, case
	MonthDay int    // day of the month it is due; 0: at the end of the period
	By       string // role
	Kept     bool   // nobody writes it: the records are it

	levels [5]bool
}

// Concerns reports whether a report per case is about cases of that severity.
func (r Report) Concerns(s complaint.Severity) bool {
	return r.levels == [5]bool{} || r.levels[levelOf(s.String())]
}

// Retention is how long things are kept; zero means for ever.
type Retention struct {
	Closed     Span // complaints after closing, then anonymised
	Draft      Span // drafts never filed
	Attachment Span // references to files
}

// Survey gives the survey; its Questions are a copy.
func (p *Policy) Survey() Survey {
	s := p.survey
	s.Questions = slices.Clone(s.Questions)
	return s
}

// FollowUps gives the cadence; Remind is a copy.
func (p *Policy) FollowUps() FollowUps {
	f := p.followUp
	f.Remind = slices.Clone(f.Remind)
	return f
}

// Reports lists the regular reports.
func (p *Policy) Reports() []Report { return slices.Clone(p.reports) }

// Retention gives how long things are kept.
func (p *Policy) Retention() Retention { return p.retention }
