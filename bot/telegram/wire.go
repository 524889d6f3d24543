package telegram

import (
	"encoding/json"
	"strings"
	"time"

	"redress/flows/complaint"
)

// The minimal shapes of what Telegram sends. Each is read on its own and leniently: a field
// that does not fit must not take the words beside it along.

type object map[string]json.RawMessage

// field reads o[name], or the zero value when it is absent or does not fit.
func field[T any](o object, name string) T { return decode[T](o[name]) }

func (o object) has(name string) bool {
	raw, ok := o[name]
	return ok && string(raw) != "null"
}

func (o object) text(name string) string { return storable(field[string](o, name)) }

func (o object) time(name string) time.Time {
	n := field[int64](o, name)
	if n <= 0 || n > 253402300799 { // year 9999
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

type wireChat struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Title string `json:"title"`
	Forum bool   `json:"is_forum"`
}

func (w wireChat) chat() complaint.Chat {
	c := complaint.Chat{ID: w.ID, Kind: complaint.Group, Title: storable(w.Title), Forum: w.Forum}
	if w.Type == "private" {
		c.Kind, c.Title, c.Forum = complaint.Private, "", false
	}
	return c
}

type wireUser struct {
	ID       int64  `json:"id"`
	Bot      bool   `json:"is_bot"`
	First    string `json:"first_name"`
	Last     string `json:"last_name"`
	Username string `json:"username"`
	Language string `json:"language_code"`
}

func (w wireUser) person() complaint.Person {
	return complaint.Person{
		ID: w.ID, Bot: w.Bot, Username: storable(w.Username), Language: storable(w.Language),
		Name: strings.TrimSpace(storable(w.First + " " + w.Last)),
	}
}

type wireMember struct {
	Status   string   `json:"status"`
	IsMember bool     `json:"is_member"` // of a restricted one
	User     wireUser `json:"user"`
}

func (w wireMember) present() bool {
	switch w.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return w.IsMember
	}
	return false
}

func (w wireMember) admin() bool { return w.Status == "creator" || w.Status == "administrator" }

// storable removes what a database may refuse: NUL and invalid UTF-8. Everything else is kept
// as the person wrote it.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
