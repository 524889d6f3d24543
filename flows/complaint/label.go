package complaint

import "time"

// Correct is the action of putting right what the machine made of a message. It moves nothing.
const Correct Action = "correct"

// View is what somebody, or the machine, takes a message to be.
type View struct {
	Kind     Kind     `json:"kind"`
	Category string   `json:"category"` // leaf id in the policy's taxonomy, "" none
	Severity Severity `json:"severity"`
}

// Label is a person's correction, kept to learn from. The words it is about are those of the
// complaint.
type Label struct {
	Complaint string // id
	Print     uint64 // fingerprint of the words, 0 unknown
	Machine   View   // as it stood before
	Person    View   // as it should be
	By        int64  // user id
	At        time.Time
}
