package complaint

import "time"

// Stage is the place in the dialogue with one customer.
type Stage string

const (
	Idle         Stage = ""            // nothing under way
	Listening    Stage = "listening"   // a burst is coming in; answered after a short quiet
	ChoosingKind Stage = "kind"        // is it a complaint, a question, …
	Asking       Stage = "asking"      // Session.Question is open
	Confirming   Stage = "confirming"  // the read-back stands, Submit is one press away
	Adding       Stage = "adding"      // Add more was pressed
	Correcting   Stage = "correcting"  // Correct was pressed
	Resuming     Stage = "resuming"    // came back after a long pause: go on or start over
	Withdrawing  Stage = "withdrawing" // asked: really withdraw?
	Disputing    Stage = "disputing"   // Not solved was pressed; the next words say why
	Commenting   Stage = "commenting"  // rated; the next words are the optional comment
	Resolving    Stage = "resolving"   // staff: the next words are the closing field Question
)

// Session is where one person's dialogue stands. It can be rebuilt from records at any
// moment; LastEvent tells whether a cached copy is the newest.
type Session struct {
	Chat      int64             `json:"chat"`
	Language  string            `json:"language,omitempty"` // chosen or recognised, BCP 47
	Chosen    bool              `json:"chosen,omitempty"`   // by /language
	Informed  bool              `json:"informed,omitempty"` // the privacy notice was shown
	Stage     Stage             `json:"stage,omitempty"`
	Draft     string            `json:"draft,omitempty"`    // complaint id being taken down
	Active    string            `json:"active,omitempty"`   // complaint id spoken about last
	Question  string            `json:"question,omitempty"` // field asked for
	Asked     []string          `json:"asked,omitempty"`    // fields asked for so far, answered or skipped
	Prompt    int               `json:"prompt,omitempty"`   // counts prompts, so that stale buttons are known
	Unheard   int               `json:"unheard,omitempty"`  // messages since the bot last answered
	Form      map[string]string `json:"form,omitempty"`     // staff: a form being filled
	Blocked   bool              `json:"blocked,omitempty"`  // the customer stopped the bot
	TouchedAt time.Time         `json:"touched_at"`
	LastEvent int64             `json:"last_event"`
}
