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
}

// Place is a message somewhere.
type Place struct{ Chat, Thread, MessageID int64 }

// Outcome is what became of one try.
type Outcome struct {
	State     DeliveryState // Sent, Retrying, BlockedBy, Failed
	Messages  []int64       // ids of what was sent, or of the edited message
	TopicID   int64         // a topic that was created on the way, even when the rest failed
	Chat      int64         // where Messages and TopicID are
	RetryAt   time.Time     // Retrying: not before
	Reason    string        // Telegram's words, without anybody's data
	GoneTopic bool          // the topic was deleted: forget it and try again
	GoneCard  bool          // the message to edit was deleted: forget it and post anew
	Migrated  int64         // the group's new id
	Throttled time.Duration // Telegram asked to slow down: this chat waits
	// Uncertain: the answer was lost after the request had been sent; the message may be there.
	Uncertain bool
}
