package complaint

import "time"

// What a Chase may wait for.
const (
	ForAnswer = "answer" // to the owner's question
	ForWord   = "word"   // whether the result settles the matter
	ForDraft  = "draft"  // the rest of what is being taken down
)

// Chase is how far the customer has been reminded of what is waited for. The zero value waits
// for nothing.
type Chase struct {
	For   string    `json:"for"`
	From  time.Time `json:"from,omitzero"`
	Step  int       `json:"step,omitempty"`  // steps taken so far: reminders, the notice, the end
	Spoke bool      `json:"spoke,omitempty"` // the customer wrote since the result, without saying that it is settled
}
