package complaint

import "time"

// Parcel is an Outbound on its way: leased from the queue by one worker, its desk, slot,
// topic and links already resolved to Telegram's numbers.
type Parcel struct {
	ID       int64  // of the queue; grows with the order of decisions
	Lane     string // what is kept in order: a private chat, or one complaint in a group
	Attempts int    // tries so far, this one not counted
	Outbound        // Chat is resolved; 0 only while its desk is bound to no chat, and then it is not leased

	Forum     bool             // Chat is a forum
	TopicID   int64            // the complaint's topic, when Topic is set and Forum; 0: create it first
	CardID    int64            // the message that carries the complaint's card; replies go under it where there are no topics
	Private   bool             // Chat is a private chat
	CardLinks map[string]Place // where the cards of the complaints named in Text and Buttons are
	Done      []int64          // messages of it that earlier tries have sent: Outcome.Messages of the last try
}

// Place is a message somewhere.
type Place struct{ Chat, Thread, MessageID int64 }

// Outcome is what became of one try.
type Outcome struct {
	State     DeliveryState // Sent, Retrying, BlockedBy, Failed; Pending: not tried, put back until RetryAt and no attempt counted
	Messages  []int64       // ids of what was sent so far, earlier tries included, or of the edited message
	TopicID   int64         // a topic that was created on the way, even when the rest failed
	Chat      int64         // where Messages and TopicID are
	RetryAt   time.Time     // Retrying, Pending: not before
	Reason    string        // Telegram's words, without anybody's data
	GoneTopic bool          // the topic was deleted: forget it and try again
	GoneCard  bool          // the message to edit was deleted: forget it and post anew
	Migrated  int64         // the group's new id
	Throttled time.Duration // Telegram asked to slow down: this chat waits
	// Uncertain: the answer was lost after the request had been sent; the message may be there.
	Uncertain bool
	// Offline: Telegram could not be reached or is in trouble itself; no reason ever to give up.
	Offline bool
}

// Settled is a parcel with what became of it.
type Settled struct {
	Parcel  Parcel
	Outcome Outcome
}
