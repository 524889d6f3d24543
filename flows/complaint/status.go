package complaint

import "slices"

// Status is where a complaint stands in its life cycle (domain 1.22.7).
type Status string

const (
	Draft     Status = "draft"     // being taken down, not yet confirmed by the customer
	Filed     Status = "filed"     // confirmed and numbered, nobody has it yet
	Claimed   Status = "claimed"   // one member of staff owns it
	Waiting   Status = "waiting"   // the owner asked the customer something
	Resolved  Status = "resolved"  // handled; the customer is asked whether it is solved
	Closed    Status = "closed"    // ended, with an outcome
	Declined  Status = "declined"  // not valid, or a suggestion; the customer was told why
	Withdrawn Status = "withdrawn" // taken back by the customer
	Cancelled Status = "cancelled" // a draft that was never filed
)

// Statuses lists every status, in the order of the life cycle.
func Statuses() []Status {
	return []Status{Draft, Filed, Claimed, Waiting, Resolved, Closed, Declined, Withdrawn, Cancelled}
}

// Action is what moves a complaint from one status to another.
type Action string

const (
	Submit   Action = "submit"   // the customer confirms the read-back
	Alarm    Action = "alarm"    // danger to life or health: filed before confirmation
	Cancel   Action = "cancel"   // the customer drops the draft
	Claim    Action = "claim"    // a member of staff takes it
	Release  Action = "release"  // the owner gives it back
	HandOver Action = "handover" // the owner gives it to a colleague
	Ask      Action = "ask"      // the owner asks the customer and waits
	Answer   Action = "answer"   // the customer answers
	Escalate Action = "escalate" // raised to the managers
	Resolve  Action = "resolve"  // handled, outcome on record
	Confirm  Action = "confirm"  // the customer says: solved
	Dispute  Action = "dispute"  // the customer says: not solved
	Decline  Action = "decline"  // not valid or a suggestion, with a reason
	Withdraw Action = "withdraw" // the customer takes it back
	Lapse    Action = "lapse"    // no answer from the customer within the policy's time
	Reopen   Action = "reopen"   // staff or customer open it again
)

// What is done to a complaint without moving it, as the history names it.
const (
	Grade     Action = "grade"     // a person set the severity, with a reason
	Establish Action = "establish" // staff put a fact or the cause of a delay on record
	Link      Action = "link"      // confirmed as the same matter as others
	Part      Action = "part"      // said not to be the same matter as others
)

// Transition is one legal move.
type Transition struct {
	Action Action
	From   []Status
	To     Status
}

// Transitions is the whole life cycle as one table; docs/states.md draws it.
// Whatever is not listed here cannot happen.
func Transitions() []Transition {
	return []Transition{
		{Submit, []Status{Draft}, Filed},
		{Alarm, []Status{Draft}, Filed},
		{Cancel, []Status{Draft}, Cancelled},
		{Claim, []Status{Filed}, Claimed},
		{Release, []Status{Claimed, Waiting}, Filed},
		{HandOver, []Status{Claimed, Waiting}, Claimed},
		{Ask, []Status{Claimed, Waiting}, Waiting},
		{Answer, []Status{Waiting}, Claimed},
		{Escalate, []Status{Filed}, Filed},
		{Escalate, []Status{Claimed}, Claimed},
		{Escalate, []Status{Waiting}, Waiting},
		{Resolve, []Status{Claimed, Waiting}, Resolved},
		{Confirm, []Status{Resolved}, Closed},
		{Lapse, []Status{Waiting, Resolved}, Closed},
		{Decline, []Status{Filed, Claimed, Waiting}, Declined},
		{Withdraw, []Status{Filed, Claimed, Waiting, Resolved}, Withdrawn},
		{Dispute, []Status{Resolved, Closed, Declined}, Claimed},
		{Reopen, []Status{Resolved, Closed, Declined, Withdrawn}, Claimed},
	}
}

// Next returns where action leads from status; ok is false for an illegal move.
// A reopened or disputed complaint whose owner is gone is filed instead; see Complaint.Apply.
func Next(from Status, action Action) (to Status, ok bool) {
	for _, t := range Transitions() {
		if t.Action == action && slices.Contains(t.From, from) {
			return t.To, true
		}
	}
	return from, false
}

// Open reports whether somebody still owes the customer something.
func (s Status) Open() bool {
	return s == Filed || s == Claimed || s == Waiting || s == Resolved
}

// Ended reports whether the complaint is finished, well or not.
func (s Status) Ended() bool {
	return s == Closed || s == Declined || s == Withdrawn || s == Cancelled
}
