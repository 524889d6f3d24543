package telegramtest

import (
	"encoding/json"
	"strconv"
)

// Command is one entry of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Scope tells where a menu is shown (TG-42).
type Scope struct {
	Type   string      `json:"type"`
	ChatID json.Number `json:"chat_id,omitempty"`
	UserID int64       `json:"user_id,omitempty"`
}

// profile is what the bot says about itself, by language.
type profile struct {
	commands map[menuKey][]Command
	texts    map[textKey]string
}

type menuKey struct {
	scope    Scope
	language string
}

type textKey struct{ field, language string }

func newProfile() profile {
	return profile{commands: map[menuKey][]Command{}, texts: map[textKey]string{}}
}

func (c *call) menu() (menuKey, *Error) {
	key := menuKey{scope: Scope{Type: "default"}, language: c.str("language_code")}
	if e := c.object("scope", "BotCommandScope", &key.scope); e != nil {
		return key, e
	}
	if n := len(key.language); n != 0 && n != 2 {
		return key, badRequest("invalid language code specified")
	}
	switch key.scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return key, nil
	case "chat", "chat_administrators", "chat_member":
		_, e := c.world.find(key.scope.ChatID.String())
		return key, e
	}
	return key, badRequest("can't parse BotCommandScope: Unsupported type specified")
}

func (c *call) setMyCommands() (any, *Error) {
	key, e := c.menu()
	if e != nil {
		return nil, e
	}
	var list []Command
	if e := c.object("commands", "commands", &list); e != nil {
		return nil, e
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, one := range list {
		if e := one.check(); e != nil {
			return nil, e
		}
	}
	c.profile.commands[key] = list
	if len(list) == 0 {
		delete(c.profile.commands, key)
	}
	c.touch()
	return true, nil
}

// check applies the limits of TG-06.
func (one Command) check() *Error {
	if n := unitLen(one.Description); n < 1 || n > 256 {
		return badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
	}
	if len(one.Command) < 1 || len(one.Command) > 32 || nameLen(one.Command) != len(one.Command) {
		return badRequest("BOT_COMMAND_INVALID")
	}
	for _, b := range []byte(one.Command) {
		if b >= 'A' && b <= 'Z' {
			return badRequest("BOT_COMMAND_INVALID")
		}
	}
	return nil
}

func (c *call) getMyCommands() (any, *Error) {
	key, e := c.menu()
	if e != nil {
		return nil, e
	}
	if list := c.profile.commands[key]; list != nil {
		return list, nil
	}
	return []Command{}, nil
}

func (c *call) deleteMyCommands() (any, *Error) {
	key, e := c.menu()
	if e != nil {
		return nil, e
	}
	delete(c.profile.commands, key)
	c.touch()
	return true, nil
}

func (c *call) setMyName() (any, *Error)             { return c.setText("name", 64) }
func (c *call) getMyName() (any, *Error)             { return c.getText("name") }
func (c *call) setMyDescription() (any, *Error)      { return c.setText("description", 512) }
func (c *call) getMyDescription() (any, *Error)      { return c.getText("description") }
func (c *call) setMyShortDescription() (any, *Error) { return c.setText("short_description", 120) }
func (c *call) getMyShortDescription() (any, *Error) { return c.getText("short_description") }

func (c *call) setText(field string, limit int) (any, *Error) {
	if unitLen(c.str(field)) > limit {
		return nil, badRequest("bot " + field + " must be at most " + strconv.Itoa(limit) + " characters long")
	}
	c.profile.texts[textKey{field, c.str("language_code")}] = c.str(field)
	c.touch()
	return true, nil
}

func (c *call) getText(field string) (any, *Error) {
	v, ok := c.profile.texts[textKey{field, c.str("language_code")}]
	if !ok {
		v = c.profile.texts[textKey{field, ""}]
	}
	if v == "" && field == "name" {
		v = c.bot.FirstName
	}
	return map[string]string{field: v}, nil
}

// Commands is the bot's menu for a scope and a language ("" for all others).
func (s *Server) Commands(scope Scope, language string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.profile.commands[menuKey{scope, language}]
}
