package complaint

// Writing is the wish for a draft reply to a customer, which a person will read, change or
// drop before anything is sent.
type Writing struct {
	Language string   // BCP 47, the customer's
	Words    []string // the customer's, oldest first
	Summary  string   // of the complaint
	Replies  []string // what staff have answered so far, oldest first
	Plain    string   // the reply without a model: all that is known to be true
	Cases    []string // how similar cases ended, for orientation
	Norms    []string // what the house's replies must or must not contain
	Customer int64    // Telegram user id, for a model's budget
}
