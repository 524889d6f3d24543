package complaint

import "time"

// Record is a complaint with what is kept beside it: everything that is on record, as one row
// of an export.
type Record struct {
	Complaint
	Rating         *Rating   // nil: it was never put to the customer
	AcknowledgedAt time.Time // the bot's first message about it that reached the customer
	FirstReplyAt   time.Time // kept when it is opened again
	FirstResultAt  time.Time
	From, To, Side int     // messages of the customer, to the customer, among staff
	Course         []Entry // claims, hand-overs, raises, gradings, reopenings and decisions, oldest first
}

// Telling lists the actions that Course holds.
func Telling() []Action {
	return []Action{Claim, HandOver, Release, Escalate, Grade, Reopen, Dispute, Link, Part, Decline, Withdraw, "approve", "offer", "valid", "invalid"}
}
