package complaint

import (
	"strings"
	"time"
)

// Op is what an Outbound does.
type Op string

const (
	Say        Op = "say"         // send a message
	Show       Op = "show"        // make the logical message Slot look like this: send, or edit; latest wins
	Change     Op = "change"      // edit the message MessageID in Chat
	Strip      Op = "strip"       // take the buttons off the message MessageID in Chat
	Copy       Op = "copy"        // copy CopyFrom's messages, albums together
	CloseTopic Op = "close_topic" // close the complaint's forum topic
	OpenTopic  Op = "open_topic"  // reopen it
	Attach     Op = "attach"      // send File, with Text as its caption
	// The two below are of the moment: sent at once after the commit, never retried.
	Typing Op = "typing"
	Reply  Op = "reply" // answer the pressed button Press, as a pop-up when Alert
)

// Desk is a logical address, resolved when sending, so that a migrated or newly bound
// group gets what was written before.
type Desk string

const (
	StaffDesk    Desk = "staff"
	ManagersDesk Desk = "managers"
)

// Urgency orders what competes for a group's message budget.
type Urgency int

const (
	Low    Urgency = -1 // may wait: delivery ticks, refreshed cards
	Normal Urgency = 0
	Urgent Urgency = 1 // an emergency
)

// Outbound is something to be said or shown. It is stored in the transaction that decided
// it; the same Key twice is one message.
type Outbound struct {
	Key       string     `json:"key"`
	Op        Op         `json:"op"`
	Chat      int64      `json:"chat,omitempty"` // a chat id, or
	Desk      Desk       `json:"desk,omitempty"` // a desk
	Complaint string     `json:"complaint,omitempty"`
	Topic     string     `json:"topic,omitempty"` // in the complaint's topic (title to give it), or under its card where there are no topics
	Thread    int64      `json:"thread,omitempty"`
	Slot      string     `json:"slot,omitempty"`
	Stub      Rich       `json:"stub,omitempty"` // what becomes of the message of Slot in another chat, when it moves to this one
	MessageID int64      `json:"message_id,omitempty"`
	ReplyTo   int64      `json:"reply_to,omitempty"`
	Text      Rich       `json:"text,omitempty"`
	File      *File      `json:"file,omitempty"` // what Attach sends
	Buttons   [][]Button `json:"buttons,omitempty"`
	CopyFrom  int64      `json:"copy_from,omitempty"`
	CopyIDs   []int64    `json:"copy_ids,omitempty"`
	Press     string     `json:"press,omitempty"`
	Alert     bool       `json:"alert,omitempty"`
	Message   string     `json:"message,omitempty"` // Message record whose delivery this decides
	Urgency   Urgency    `json:"urgency,omitempty"`
	Silent    bool       `json:"silent,omitempty"`
	Force     bool       `json:"force,omitempty"` // ask for a reply (placeholder opens)
	NotBefore time.Time  `json:"not_before,omitzero"`
}

// Ephemeral reports whether o is of the moment and therefore not queued.
func (o Outbound) Ephemeral() bool { return o.Op == Typing || o.Op == Reply }

// Button is an inline button. Data is at most 64 bytes (TG-06).
type Button struct {
	Text string `json:"text"`
	Data string `json:"data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Style of a span of text.
type Style string

const (
	Plain   Style = ""
	Bold    Style = "b"
	Italic  Style = "i"
	Quote   Style = "q"
	Spoiler Style = "s"
	Card    Style = "card"    // a link to the card of the complaint named in Ref
	Mention Style = "mention" // a mention of the user whose id is in Ref
)

// Span is a run of text in one style. Text is literal; nothing in it is markup.
type Span struct {
	Text  string `json:"t"`
	Style Style  `json:"s,omitempty"`
	Ref   string `json:"r,omitempty"`
}

// Rich is formatted text.
type Rich []Span

// String returns the text without its styles.
func (r Rich) String() string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Words wraps literal text.
func Words(s string) Rich { return Rich{{Text: s}} }
