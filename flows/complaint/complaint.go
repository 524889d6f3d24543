package complaint

import (
	"fmt"
	"maps"
	"time"
)

// Kind says what sort of message the customer sent.
type Kind string

const (
	KindComplaint  Kind = "complaint"
	KindQuestion   Kind = "question"
	KindSuggestion Kind = "suggestion"
	KindPraise     Kind = "praise"
	KindOther      Kind = "other" // greetings, thanks, spam
)

// Severity is the common scale of domain 1.22.2: P1 (gravest) to P4. A policy gives each
// its own name. The zero value means "not graded yet".
type Severity int

const (
	P1 Severity = 1
	P2 Severity = 2
	P3 Severity = 3
	P4 Severity = 4
)

// Graver reports whether s is more severe than other; an ungraded severity is the mildest.
func (s Severity) Graver(other Severity) bool {
	return s != 0 && (other == 0 || s < other)
}

// String returns "P1" … "P4", or "" when not graded.
func (s Severity) String() string {
	if s == 0 {
		return ""
	}
	return fmt.Sprintf("P%d", int(s))
}

// Complaint is one matter of one customer, from the first word to its end.
type Complaint struct {
	ID       string `json:",omitzero"` // stable, never shown; names the draft before it has a number
	Number   string `json:",omitzero"` // "2026-0713", given when filed, unique for ever
	Version  int    `json:",omitzero"` // optimistic lock; 0 means not stored yet
	Status   Status `json:",omitzero"`
	Kind     Kind   `json:",omitzero"`
	Customer int64  `json:",omitzero"` // Telegram user id; a customer's private chat has the same id
	Language string `json:",omitzero"` // BCP 47, the language the customer is spoken to in

	Category     string   `json:",omitzero"` // leaf id in the policy's taxonomy
	Severity     Severity `json:",omitzero"`
	SeverityRule string   `json:",omitzero"` // id of the policy rule that set it, or "staff"
	Emergency    bool     `json:",omitzero"` // filed by Alarm, before confirmation
	Escalated    bool     `json:",omitzero"` // raised to the managers, until it is resolved

	Summary     string            `json:",omitzero"` // in the customer's language
	SummaryBy   string            `json:",omitzero"` // who wrote Summary: "local", "model" or "customer"
	Fields      map[string]string `json:",omitzero"` // what is known: what, where, when, order, wish, …
	Attachments int               `json:",omitzero"` // files, photos, voices, places, contacts counted
	Heard       []Heard           `json:",omitzero"` // what a machine made of voice messages and photos
	Facts       []Fact            `json:",omitzero"` // severity facts with the words that show them
	DelayCause  string            `json:",omitzero"` // why it takes long, as staff say: us, customer, third_party, unknown; "" not said
	Kin         Kin               `json:",omitzero"` // what other complaints said about this one when they were last looked at
	Overruled   []string          `json:",omitzero"` // conditions of severity rules that a person set aside by lowering the severity
	Keys        []uint64          `json:",omitzero"` // what the same matter in other words is looked up by; nil until it has a summary
	Nth         int               `json:",omitzero"` // 1 for a first complaint within 90 days, 2 for a second, …

	Channel    string    `json:",omitzero"` // how it reached us: phone, email, letter, visit, forum, book; "" or chat: in this chat
	Contact    string    `json:",omitzero"` // who wrote or called, and how to reach them, as staff took it down
	ReceivedAt time.Time `json:",omitzero"` // when it reached us, if that was before it was filed
	Follows    string    `json:",omitzero"` // number of the complaint whose refusal this one objects to
	FollowedBy string    `json:",omitzero"` // number of the objection to this one

	Merged   string `json:",omitzero"` // number of the same customer's complaint that this one is dealt with under
	Lacking  bool   `json:",omitzero"` // a required answer is missing (M26)
	Callback bool   `json:",omitzero"` // the customer has to be called back before it closes (M24)

	Steps []Step `json:",omitzero"` // work arranged beside the conversation

	Desk    Desk     `json:",omitzero"` // who is in charge of it by the policy's desks; "" the staff desk
	Tasks   []Task   `json:",omitzero"` // what other desks were asked
	Ladders []Ladder `json:",omitzero"` // broken limits and how far they were raised

	Happened map[string]time.Time `json:",omitzero"` // what the policy's clocks and notices go by, and when it last was so
	Told     []string             `json:",omitzero"` // ids of notices that its severity called for and that were given

	Owner     int64     `json:",omitzero"` // user id of the member of staff who has it; 0: nobody
	OwnerName string    `json:",omitzero"` // as colleagues see it; never shown to the customer
	OwnedAt   time.Time `json:",omitzero"`

	Policy        string `json:",omitzero"` // pack or file name
	PolicyVersion string `json:",omitzero"` // version it was filed under

	Promise   time.Time `json:",omitzero"` // the customer was told to hear from us by then; zero: no promise
	Clocks    []Clock   `json:",omitzero"`
	Pauses    []Pause   `json:",omitzero"` // while the customer was waited for; the last one may still last
	Chase     Chase     `json:",omitzero"` // what the customer is being reminded of
	Urged     time.Time `json:",omitzero"` // the customer last asked for the managers
	SeenBy    int64     `json:",omitzero"` // who last said that they have seen an alert
	SeenAt    time.Time `json:",omitzero"`
	Informed  time.Time `json:",omitzero"` // the customer last heard by itself how it stands
	Risen     time.Time `json:",omitzero"` // it was last brought up again because nobody has it
	Doubted   int64     `json:",omitzero"` // whose result the customer rated low: they do not close it again alone
	Outcome   string    `json:",omitzero"` // resolved (the customer says so), unconfirmed (told, and nobody objected), agreed, no_reply, invalid, suggestion, refused, withdrawn
	Closing   Closing   `json:",omitzero"`
	Reopened  int       `json:",omitzero"` // how often
	Confirmed time.Time `json:",omitzero"` // when the customer confirmed the read-back

	// Reached is false once Telegram said that the customer cannot be written to.
	Unreachable bool `json:",omitzero"`
	// Undelivered counts replies of staff that have failed or are being retried.
	Undelivered int `json:",omitzero"`

	CreatedAt  time.Time `json:",omitzero"` // first word
	FiledAt    time.Time `json:",omitzero"`
	RepliedAt  time.Time `json:",omitzero"` // first human, customer-visible message (M02)
	ResolvedAt time.Time `json:",omitzero"` // last handled
	ClosedAt   time.Time `json:",omitzero"`
	SolvedAt   time.Time `json:",omitzero"` // the customer said it is solved; it ends once the record is complete
	ReopenedAt time.Time `json:",omitzero"` // last taken up again
	UpdatedAt  time.Time `json:",omitzero"`
}

// Closing is what staff put on record when they resolve or decline.
type Closing struct {
	By       int64  `json:"by,omitempty"`       // user id of who resolved it
	Outcome  string `json:"outcome,omitempty"`  // what the result is, in words for the customer
	Cause    string `json:"cause,omitempty"`    // why it happened
	Done     string `json:"done,omitempty"`     // what was done
	Promised string `json:"promised,omitempty"` // what was promised beyond today
	Reason   string `json:"reason,omitempty"`   // why declined
	// Record is what the policy demands besides, by requirement id; kept when it is opened again.
	Record   map[string]string `json:"record,omitempty"`
	Approved string            `json:"approved,omitempty"` // digest of words for the customer that somebody who leads agreed to
	Proposed Decision          `json:"proposed,omitzero"`  // not to take it further, waiting for somebody who may decide
}

// Decision says that a complaint is not taken further: the zero value says nothing.
type Decision struct {
	By      int64  `json:"by,omitempty"`      // user id
	Verdict string `json:"verdict,omitempty"` // invalid, suggestion, refused
	Value   string `json:"value,omitempty"`   // id of the policy's validity value
	Reason  string `json:"reason,omitempty"`  // as the customer reads it
}

// Fact is a circumstance that may raise severity, with the customer's words that show it.
type Fact struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	Count int    `json:"count,omitempty"` // how many people, boxes, …; 0: not a number
	By    int64  `json:"by,omitempty"`    // user id of the member of staff who established it; 0: the customer's words
}

// Pause is a time in which the customer was waited for. A zero To means that it still lasts.
type Pause struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
}

// Clock is one running or finished time limit of a complaint (domain 1.22.1).
type Clock struct {
	Rule        string // id in the policy
	Started     time.Time
	Due         time.Time // zero: it stands still while the customer is waited for
	Met         time.Time // zero: not yet
	Breached    bool      // a breach stays a breach
	Warned      bool
	Provisional bool // beyond the known holidays
}

// Running reports whether the clock still waits for its event.
func (c Clock) Running() bool { return c.Met.IsZero() }

// Apply makes the move and returns an *Error with code Illegal when the table forbids it.
// Owner fields follow: Release clears them, and a reopened complaint without owner is filed.
func (c *Complaint) Apply(a Action, now time.Time) error {
	to, ok := Next(c.Status, a)
	if !ok {
		return Errorf(Illegal, "cannot %s a complaint that is %s", a, c.Status)
	}
	if to == Claimed && c.Owner == 0 && (a == Reopen || a == Dispute) {
		to = Filed
	}
	c.Status, c.UpdatedAt = to, now
	switch a {
	case Submit, Alarm:
		c.FiledAt = now
	case Release:
		c.Owner, c.OwnerName, c.OwnedAt = 0, "", time.Time{}
	case Resolve:
		c.ResolvedAt, c.Escalated = now, false
	case Confirm, Lapse, Decline, Withdraw, Cancel:
		c.ClosedAt, c.Escalated = now, false
	case Reopen, Dispute:
		c.Reopened++
		c.ReopenedAt = now
		c.ClosedAt, c.Outcome = time.Time{}, ""
	}
	return nil
}

// Clone returns a copy that shares nothing with c.
func (c *Complaint) Clone() *Complaint {
	d := *c
	d.Fields = make(map[string]string, len(c.Fields))
	for k, v := range c.Fields {
		d.Fields[k] = v
	}
	d.Clocks = append([]Clock(nil), c.Clocks...)
	d.Facts = append([]Fact(nil), c.Facts...)
	d.Heard = append([]Heard(nil), c.Heard...)
	d.Closing.Record = maps.Clone(c.Closing.Record)
	d.Pauses = append([]Pause(nil), c.Pauses...)
	d.Overruled = append([]string(nil), c.Overruled...)
	d.Keys = append([]uint64(nil), c.Keys...)
	d.Tasks = append([]Task(nil), c.Tasks...)
	d.Steps = append([]Step(nil), c.Steps...)
	d.Ladders = append([]Ladder(nil), c.Ladders...)
	d.Happened = maps.Clone(c.Happened)
	d.Told = append([]string(nil), c.Told...)
	d.Kin.Numbers = append([]string(nil), c.Kin.Numbers...)
	d.Kin.Apart = append([]string(nil), c.Kin.Apart...)
	return &d
}
