package flows

import "redress/flows/complaint"

// What a number of the figures counts, by name: the list behind it is asked for by these.
const (
	BehindReceived    = "received"
	BehindClosed      = "closed"
	BehindOpen        = "open"
	BehindUrgent      = "urgent" // open P1 and P2, and what is overdue
	BehindGrave       = "grave"  // open P1 and P2
	BehindOverdue     = "overdue"
	BehindSoon        = "soon"
	BehindUnclaimed   = "unclaimed"
	BehindUnanswered  = "unanswered"
	BehindPaused      = "paused"
	BehindApproval    = "approval"
	BehindLacking     = "lacking"
	BehindLow         = "low"
	BehindReopened    = "reopened"
	BehindSecond      = "second"
	BehindPromises    = "promises"
	BehindBroken      = "broken"
	BehindUndelivered = "undelivered"
	BehindTopic       = "topic"
)

// Behind asks for the complaints that a number of a report counts, as they stood then.
type Behind struct {
	Of     string // which number
	N      int    // which topic, from 0, for BehindTopic
	Period Period // of the report
	Limit  int    // lines
}

// Accounts is what a digest is written from.
type Accounts struct {
	Figures *complaint.Figures
	Week    *complaint.Figures // of the seven days before, first replies and closings alone; nil without
	Last    *complaint.Report  // the digest before this one, as it was sent; nil if there was none
	Again   *complaint.Figures // Last's period by what is known now
	Reading string             // three sentences of a model about Figures; "" none
}
