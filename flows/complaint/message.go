package complaint

import "time"

// Direction says who speaks.
type Direction string

const (
	In   Direction = "in"   // the customer
	Out  Direction = "out"  // staff, to the customer
	Note Direction = "note" // staff, among themselves
)

// Message is one utterance on record. Its first text stays; edits are kept as versions.
type Message struct {
	ID          string // unique: "<chat>:<message id>"
	Complaint   string // id of the complaint or draft
	Direction   Direction
	Chat        int64 // where it was said
	MessageID   int64
	Author      int64
	Text        string
	Edits       []Edit
	Attachments []Attachment
	Album       string
	Forwarded   bool
	Unsupported string
	Delivery    DeliveryState // of an Out message, or of an In message relayed to staff
	At          time.Time
}

// Edit is a later wording of a message.
type Edit struct {
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Latest returns the newest wording.
func (m Message) Latest() string {
	if n := len(m.Edits); n > 0 {
		return m.Edits[n-1].Text
	}
	return m.Text
}

// DeliveryState is what is known about an outbound message. It only ever says what happened.
type DeliveryState string

const (
	Pending   DeliveryState = ""         // not tried yet
	Sent      DeliveryState = "sent"     // Telegram took it
	Retrying  DeliveryState = "retrying" // failed for now, will be tried again
	BlockedBy DeliveryState = "blocked"  // the person stopped the bot
	Failed    DeliveryState = "failed"   // given up
)

// Delivery tells the flow what became of an outbound message.
type Delivery struct {
	Key       string        `json:"key"`               // of the Outbound
	Complaint string        `json:"complaint"`         // id
	Message   string        `json:"message,omitempty"` // id of the Message it carried
	State     DeliveryState `json:"state"`
	Reason    string        `json:"reason,omitempty"` // Telegram's own words, for staff
}

// Entry is one line of a complaint's history: append-only, hash-chained by the store.
type Entry struct {
	Complaint string
	At        time.Time
	Actor     int64  // user id; 0: the system
	Role      string // customer, staff, supervisor, owner, system
	Action    Action
	Detail    string // rule id, new owner, reason code; no words of the customer
}

// Rating is the survey of one complaint and the customer's answer to it; one per complaint,
// also when it is opened again (domain 4.2).
type Rating struct {
	Complaint string
	Customer  int64
	Owner     int64     // credited member of staff
	Result    int       // 1–5, 0 not answered (csat_result)
	Service   int       // 1–5, 0 not answered (csat_service)
	Effort    int       // 1–7, 0 not answered or not asked (ces)
	Reason    string    // of a low score, from the list: slow, unsolved, unfair, manner, repeat, other
	Comment   string    // up to 1,000 characters
	First     int       // first Result ever given, kept when edited
	At        time.Time // first answer; zero: none
	UpdatedAt time.Time // last answer

	Asked     time.Time // last put to the customer, reminders left out
	Sent      time.Time // the message some time after closing; zero: only asked when the customer confirmed
	Delivered time.Time // zero: it is not known to have arrived
	Unreached bool      // it could not be delivered
	Reminded  time.Time
	Expires   time.Time // answers are taken until then
	Lapsed    time.Time // it expired without an answer

	Before   int       // Result when the complaint was last opened again; 0: it was not, or had none
	Rescored time.Time // first answer since then: Before to Result is the recovery
}

// Answered reports whether there is a score.
func (r Rating) Answered() bool { return r.Result > 0 }

// Recovered reports whether the customer scored again after the complaint was opened again.
func (r Rating) Recovered() bool { return r.Before > 0 && !r.Rescored.IsZero() }
