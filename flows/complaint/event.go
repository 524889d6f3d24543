package complaint

import "time"

// EventKind says what happened.
type EventKind string

const (
	Said      EventKind = "said"      // somebody wrote or sent something
	Edited    EventKind = "edited"    // somebody changed an earlier message
	Pressed   EventKind = "pressed"   // somebody pressed a button
	Due       EventKind = "due"       // a timer set by an earlier step fell due
	Tick      EventKind = "tick"      // a schedule of the organisation fell due (digest, …)
	Delivered EventKind = "delivered" // the fate of an outbound message is known
	Blocked   EventKind = "blocked"   // the customer stopped the bot
	Unblocked EventKind = "unblocked" // the customer started it again
	Joined    EventKind = "joined"    // a person or the bot entered a group
	Left      EventKind = "left"      // a person or the bot left a group
	Migrated  EventKind = "migrated"  // a group became a supergroup
	Odd       EventKind = "odd"       // an update we do not understand; kept, and staff can see it
)

// ChatKind tells a private chat from a group.
type ChatKind string

const (
	Private ChatKind = "private"
	Group   ChatKind = "group"
)

// Chat is where something happened.
type Chat struct {
	ID    int64    `json:"id"`
	Kind  ChatKind `json:"kind"`
	Title string   `json:"title,omitempty"`
	Forum bool     `json:"forum,omitempty"`
}

// Person is who did it, as Telegram tells it. Only ID is stable.
type Person struct {
	ID        int64  `json:"id"`
	Name      string `json:"name,omitempty"` // first and last name
	Username  string `json:"username,omitempty"`
	Language  string `json:"language,omitempty"` // of their Telegram app
	Bot       bool   `json:"bot,omitempty"`
	Anonymous bool   `json:"anonymous,omitempty"` // anonymous administrator or channel
}

// Event is one thing that happened, already free of Telegram's types. It is stored before
// anybody is told that it arrived, and done exactly once.
type Event struct {
	ID     int64     `json:"-"` // order of arrival, given by the store
	Source string    `json:"-"` // unique origin: "tg:<update id>", "timer:<key>:<due>", …
	Tries  int       `json:"-"` // failed attempts so far
	Kind   EventKind `json:"kind"`
	Chat   Chat      `json:"chat"`
	Thread int64     `json:"thread,omitempty"` // forum topic
	From   Person    `json:"from"`
	At     time.Time `json:"at"`

	Message  *Incoming `json:"message,omitempty"`  // Said, Edited
	Press    *Press    `json:"press,omitempty"`    // Pressed
	Timer    *Timer    `json:"timer,omitempty"`    // Due, Tick
	Delivery *Delivery `json:"delivery,omitempty"` // Delivered
	NewChat  int64     `json:"new_chat,omitempty"` // Migrated: the id to use from now on
	Member   *Person   `json:"member,omitempty"`   // Joined, Left
	Raw      string    `json:"raw,omitempty"`      // Odd: the update as it came
}

// Incoming is a message as it came in.
type Incoming struct {
	ID          int64        `json:"id"`
	ReplyTo     int64        `json:"reply_to,omitempty"`
	ReplyFrom   *Person      `json:"reply_from,omitempty"` // who wrote the message replied to
	Text        string       `json:"text,omitempty"`       // text or caption
	Attachments []Attachment `json:"attachments,omitempty"`
	Album       string       `json:"album,omitempty"`
	Forwarded   bool         `json:"forwarded,omitempty"`
	Unsupported string       `json:"unsupported,omitempty"` // content we can only point to: "poll", …
}

// Attachment is something sent along: a file by its Telegram id, a place or a contact.
// Files over the download limit are referenced all the same (TG-09).
type Attachment struct {
	Kind   string  `json:"kind"` // photo, document, voice, audio, video, video_note, animation, sticker, location, contact
	FileID string  `json:"file_id,omitempty"`
	Name   string  `json:"name,omitempty"`
	MIME   string  `json:"mime,omitempty"`
	Size   int64   `json:"size,omitempty"` // bytes
	Lat    float64 `json:"lat,omitempty"`
	Lon    float64 `json:"lon,omitempty"`
	Text   string  `json:"text,omitempty"` // sticker emoji, place name, contact name and number

	Heard string `json:"heard,omitempty"` // a voice message as a machine wrote it down
	Tried bool   `json:"tried,omitempty"` // a machine has listened to it, or looked at it
}

// Press is a pressed inline button.
type Press struct {
	ID        string `json:"id"` // callback query, to be answered
	Data      string `json:"data"`
	MessageID int64  `json:"message_id"`
}

// Timer is a wish to be told at a certain time. Setting one with a Key that exists moves it.
type Timer struct {
	Key       string    `json:"key"`
	Chat      Chat      `json:"chat"` // whose lane the event goes to
	Name      string    `json:"name"` // what for: quiet, warn, breach, remind, digest, …
	Complaint string    `json:"complaint,omitempty"`
	Detail    string    `json:"detail,omitempty"`
	At        time.Time `json:"at"` // zero in a Result: cancel the timer
}
