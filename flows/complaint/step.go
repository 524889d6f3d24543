package complaint

import "time"

// Step is work that was arranged beside the conversation, with who does it and by when: a
// visit, a site inspection, a measure of the solution.
type Step struct {
	N      int       `json:"n"`             // counts from 1 within the complaint
	Rule   string    `json:"rule"`          // id of the policy's step
	Words  string    `json:"words"`         // what was arranged
	Who    []string  `json:"who,omitempty"` // the people named for it
	By     string    `json:"by"`            // who arranged it, as colleagues see it
	At     time.Time `json:"at"`
	Due    time.Time `json:"due,omitzero"` // zero: no limit
	Result string    `json:"result,omitempty"`
	DoneBy string    `json:"done_by,omitempty"`
	DoneAt time.Time `json:"done_at,omitzero"`
}

// Open reports whether the step is still to be done.
func (s Step) Open() bool { return s.DoneAt.IsZero() }
