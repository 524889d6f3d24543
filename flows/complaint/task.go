package complaint

import "time"

// Task is a question that the desk in charge asks another desk about a complaint.
type Task struct {
	N      int       `json:"n"`    // counts from 1 within the complaint
	From   Desk      `json:"from"` // who asks
	To     Desk      `json:"to"`   // who is asked
	Words  string    `json:"words"`
	Demand bool      `json:"demand,omitempty"` // improvement is demanded, not only an answer
	By     string    `json:"by"`               // who asked, as colleagues see it
	At     time.Time `json:"at"`
	Due    time.Time `json:"due,omitzero"` // zero: the policy sets no limit
	DoneBy string    `json:"done_by,omitempty"`
	DoneAt time.Time `json:"done_at,omitzero"`
}

// Open reports whether the other desk still owes the answer.
func (t Task) Open() bool { return t.DoneAt.IsZero() }

// Ladder is how far a broken time limit has been raised, one rung after the other.
type Ladder struct {
	Rule    string    `json:"rule"`    // of the clock
	Started time.Time `json:"started"` // of the clock
	Rung    int       `json:"rung"`    // rungs reached, from 1
	At      time.Time `json:"at"`      // when the last one was told
	AckBy   string    `json:"ack_by,omitempty"`
	AckAt   time.Time `json:"ack_at,omitzero"`
}

// Climbing reports whether nobody has said yet that they have seen it.
func (l Ladder) Climbing() bool { return l.AckAt.IsZero() }
