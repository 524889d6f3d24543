package telegramtest

import "encoding/json"

// User is a Telegram user or bot in its official JSON form.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// Chat is the short form of a chat that messages and updates carry.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Message is a message in its official JSON form, reduced to the fields the fake produces.
// A Message that was handed out is never changed afterwards.
type Message struct {
	MessageID       int             `json:"message_id"`
	MessageThreadID int             `json:"message_thread_id,omitempty"`
	From            *User           `json:"from,omitempty"`
	SenderChat      *Chat           `json:"sender_chat,omitempty"`
	Date            int64           `json:"date"`
	Chat            Chat            `json:"chat"`
	ForwardOrigin   *ForwardOrigin  `json:"forward_origin,omitempty"`
	IsTopicMessage  bool            `json:"is_topic_message,omitempty"`
	ReplyToMessage  *Message        `json:"reply_to_message,omitempty"`
	Quote           *TextQuote      `json:"quote,omitempty"`
	EditDate        int64           `json:"edit_date,omitempty"`
	Protected       bool            `json:"has_protected_content,omitempty"`
	MediaGroupID    string          `json:"media_group_id,omitempty"`
	AuthorSignature string          `json:"author_signature,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	LinkPreview     json.RawMessage `json:"link_preview_options,omitempty"`
	Media
	Caption         string    `json:"caption,omitempty"`
	CaptionEntities []Entity  `json:"caption_entities,omitempty"`
	Service                   // what happened, for service messages
	ReplyMarkup     *Keyboard `json:"reply_markup,omitempty"`
}

// Service holds the fields of service messages.
type Service struct {
	NewChatMembers     []User        `json:"new_chat_members,omitempty"`
	LeftChatMember     *User         `json:"left_chat_member,omitempty"`
	NewChatTitle       string        `json:"new_chat_title,omitempty"`
	GroupChatCreated   bool          `json:"group_chat_created,omitempty"`
	MigrateToChatID    int64         `json:"migrate_to_chat_id,omitempty"`
	MigrateFromChatID  int64         `json:"migrate_from_chat_id,omitempty"`
	PinnedMessage      *Message      `json:"pinned_message,omitempty"`
	ForumTopicCreated  *TopicCreated `json:"forum_topic_created,omitempty"`
	ForumTopicEdited   *TopicEdited  `json:"forum_topic_edited,omitempty"`
	ForumTopicClosed   *struct{}     `json:"forum_topic_closed,omitempty"`
	ForumTopicReopened *struct{}     `json:"forum_topic_reopened,omitempty"`
}

// TopicCreated tells of a new forum topic.
type TopicCreated struct {
	Name              string `json:"name"`
	IconColor         int    `json:"icon_color"`
	IconCustomEmojiID string `json:"icon_custom_emoji_id,omitempty"`
}

// TopicEdited tells of a renamed forum topic.
type TopicEdited struct {
	Name              string  `json:"name,omitempty"`
	IconCustomEmojiID *string `json:"icon_custom_emoji_id,omitempty"`
}

// Entity marks a span of a text; Offset and Length count UTF-16 code units (TG-07).
type Entity struct {
	Type          string `json:"type"`
	Offset        int    `json:"offset"`
	Length        int    `json:"length"`
	URL           string `json:"url,omitempty"`
	User          *User  `json:"user,omitempty"`
	Language      string `json:"language,omitempty"`
	CustomEmojiID string `json:"custom_emoji_id,omitempty"`
}

// TextQuote is the quoted part of a replied message.
type TextQuote struct {
	Text     string   `json:"text"`
	Entities []Entity `json:"entities,omitempty"`
	Position int      `json:"position"`
	IsManual bool     `json:"is_manual,omitempty"`
}

// ForwardOrigin tells where a forwarded message came from.
type ForwardOrigin struct {
	Type           string `json:"type"`
	Date           int64  `json:"date"`
	SenderUser     *User  `json:"sender_user,omitempty"`
	SenderUserName string `json:"sender_user_name,omitempty"`
	SenderChat     *Chat  `json:"sender_chat,omitempty"`
}

// Keyboard is an inline keyboard.
type Keyboard struct {
	InlineKeyboard [][]Button `json:"inline_keyboard"`
}

// Button is one inline button.
type Button struct {
	Text         string          `json:"text"`
	Style        string          `json:"style,omitempty"`
	URL          string          `json:"url,omitempty"`
	CallbackData string          `json:"callback_data,omitempty"`
	WebApp       json.RawMessage `json:"web_app,omitempty"`
	LoginURL     json.RawMessage `json:"login_url,omitempty"`
	CopyText     *CopyText       `json:"copy_text,omitempty"`
	SwitchInline *string         `json:"switch_inline_query,omitempty"`
	SwitchHere   *string         `json:"switch_inline_query_current_chat,omitempty"`
	Pay          bool            `json:"pay,omitempty"`
}

// CopyText is what a copy button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// Reaction is one emoji reaction.
type Reaction struct {
	Type  string `json:"type"`
	Emoji string `json:"emoji,omitempty"`
}
