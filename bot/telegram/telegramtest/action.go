package telegramtest

import (
	"slices"
	"strings"
	"time"
)

// typingAge is how long a chat action is shown (TG-14).
const typingAge = 5 * time.Second

type typing struct {
	action string
	thread int
	until  time.Time
}

func (c *call) sendChatAction() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	known := []string{
		"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
		"upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
	}
	if !slices.Contains(known, c.str("action")) {
		return nil, badRequest("wrong parameter action in request")
	}
	ch.typing[c.bot.ID] = typing{action: c.str("action"), thread: c.int("message_thread_id"), until: c.now.Add(typingAge)}
	c.touch()
	return true, nil
}

// reactionEmoji are the emoji a reaction may use (TG-48).
const reactionEmoji = " ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "

func (c *call) setMessageReaction() (any, *Error) {
	ch, e := c.target("chat_id")
	if e != nil {
		return nil, e
	}
	var reactions []Reaction
	if e := c.object("reaction", "reaction", &reactions); e != nil {
		return nil, e
	}
	r, ok := ch.live(c.int("message_id"))
	switch {
	case !ok:
		return nil, badRequest("message to react not found")
	case len(reactions) > 1:
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	for _, x := range reactions {
		if x.Type != "emoji" || !knownReaction(x.Emoji) {
			return nil, badRequest("REACTION_INVALID")
		}
	}
	r.react(c.bot.ID, reactions)
	c.touch()
	return true, nil
}

// react replaces one user's reactions and returns the earlier ones.
func (r *record) react(user int64, reactions []Reaction) []Reaction {
	if r.reactions == nil {
		r.reactions = map[int64][]Reaction{}
	}
	was := r.reactions[user]
	r.reactions[user] = reactions
	if len(reactions) == 0 {
		delete(r.reactions, user)
	}
	return was
}

func knownReaction(emoji string) bool {
	return emoji != "" && !strings.ContainsAny(emoji, " ") && strings.Contains(reactionEmoji, " "+emoji+" ")
}
