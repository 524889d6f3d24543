package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"redress/flows/complaint"
)

// Me is the bot's own account.
type Me struct {
	ID       int64
	Username string // without @
	ReadsAll bool   // privacy mode is off
}

// Command is one entry of the menu.
type Command struct{ Name, Description string }

// Scope says whose menu a list of commands is for (TG-42). Menus are cosmetics.
type Scope string

// The scopes in use.
const (
	Everyone  Scope = "default"
	Customers Scope = "all_private_chats"
	Groups    Scope = "all_group_chats"
)

// APIError is a refusal of the Bot API.
type APIError struct {
	Method      string
	Code        int
	Description string
}

func (e *APIError) Error() string {
	return fmt.Sprintf("telegram: %s: %d %s", e.Method, e.Code, e.Description)
}

// err returns nil for an accepted call.
func (a answer) err(method string) error {
	switch {
	case a.Err != nil:
		return fmt.Errorf("telegram: %s: %w", method, a.Err)
	case a.OK:
		return nil
	case a.Code == http.StatusUnauthorized || a.Code == http.StatusNotFound:
		return fmt.Errorf("%w (%w)", ErrToken, &APIError{method, a.Code, a.Description})
	}
	return &APIError{method, a.Code, a.Description}
}

// Me asks who the bot is. A wrong token is ErrToken.
func (c *Client) Me(ctx context.Context) (Me, error) {
	a := c.call(ctx, func(ctx context.Context) error { _, err := c.api.GetMe(ctx); return err })
	if err := a.err("getMe"); err != nil {
		return Me{}, err
	}
	u := decode[struct {
		ID       int64  `json:"id"`
		Username string `json:"username"`
		ReadsAll bool   `json:"can_read_all_group_messages"`
	}](a.Result)
	return Me{u.ID, u.Username, u.ReadsAll}, nil
}

// SetCommands sets the menu of one language ("" is the fallback for all) and scope.
func (c *Client) SetCommands(ctx context.Context, lang string, scope Scope, list []Command) error {
	p := &bot.SetMyCommandsParams{LanguageCode: lang, Scope: scope.model()}
	for _, cmd := range list {
		p.Commands = append(p.Commands, models.BotCommand{Command: cmd.Name, Description: cmd.Description})
	}
	a := c.call(ctx, func(ctx context.Context) error { _, err := c.api.SetMyCommands(ctx, p); return err })
	return a.err("setMyCommands")
}

func (s Scope) model() models.BotCommandScope {
	switch s {
	case Customers:
		return &models.BotCommandScopeAllPrivateChats{}
	case Groups:
		return &models.BotCommandScopeAllGroupChats{}
	}
	return &models.BotCommandScopeDefault{}
}

// Chat asks what a chat is.
func (c *Client) Chat(ctx context.Context, id int64) (complaint.Chat, error) {
	a := c.call(ctx, func(ctx context.Context) error {
		_, err := c.api.GetChat(ctx, &bot.GetChatParams{ChatID: id})
		return err
	})
	if err := a.err("getChat"); err != nil {
		return complaint.Chat{}, err
	}
	return decode[wireChat](a.Result).chat(), nil
}

// SetWebhook asks Telegram to deliver to url, with secret in the header that Webhook checks.
// Updates that wait are kept.
func (c *Client) SetWebhook(ctx context.Context, url, secret string) error {
	p := &bot.SetWebhookParams{URL: url, SecretToken: secret, AllowedUpdates: allowedUpdates()}
	a := c.call(ctx, func(ctx context.Context) error { _, err := c.api.SetWebhook(ctx, p); return err })
	return a.err("setWebhook")
}

// DeleteWebhook makes polling possible. Updates that wait are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	a := c.call(ctx, func(ctx context.Context) error {
		_, err := c.api.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
		return err
	})
	return a.err("deleteWebhook")
}

// decode reads what it can of raw; what does not fit stays zero.
func decode[T any](raw json.RawMessage) T {
	var v, zero T
	if len(raw) == 0 {
		return zero
	}
	err := json.Unmarshal(raw, &v)
	if misfit := (*json.UnmarshalTypeError)(nil); err == nil || errors.As(err, &misfit) {
		return v
	}
	return zero
}
