package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"

	"redress/flows"
	"redress/flows/complaint"
	sqlstore "redress/store/sql"
)

// seed tells the records what the environment says about the organisation, and prints a
// one-time setup code while no staff group is bound.
func (a *App) seed(ctx context.Context, out io.Writer) error {
	s := sqlstore.Seed{}
	for desk, chat := range map[complaint.Desk]int64{complaint.StaffDesk: a.cfg.StaffChat, complaint.ManagersDesk: a.cfg.ManagerChat} {
		if chat != 0 {
			s.Bindings = append(s.Bindings, a.binding(ctx, desk, chat))
		}
	}
	for _, id := range a.cfg.Staff {
		s.Staff = append(s.Staff, complaint.Staff{ID: id, Role: complaint.RoleStaff})
	}
	for _, id := range a.cfg.Owners {
		s.Staff = append(s.Staff, complaint.Staff{ID: id, Role: complaint.RoleOwner})
	}
	st, err := a.db.Load(ctx, flows.Want{}, a.now())
	if err != nil {
		return err
	}
	if st.Org.Staff.Chat == 0 && a.cfg.StaffChat == 0 {
		code := setupCode()
		s.SetupKey = flows.SetupKey(code)
		if _, err := fmt.Fprintf(out, "\nNo staff group yet. Add the bot to it as an administrator and write there:\n\n    /setup %s\n\nThe code works once.\n\n", code); err != nil {
			return err
		}
	}
	return a.db.Bootstrap(ctx, s)
}

// binding asks Telegram what kind of chat an id from the environment is.
func (a *App) binding(ctx context.Context, desk complaint.Desk, id int64) complaint.Binding {
	b := complaint.Binding{Desk: desk, Chat: id, Language: a.cfg.Language}
	chat, err := a.client.Chat(ctx, id)
	if err != nil {
		a.log.Warn("the chat could not be looked up; is the bot a member of it?", "desk", desk, "error", err)
		return b
	}
	b.Forum, b.Title = chat.Forum, chat.Title
	return b
}

// setupCode is eight characters that are hard to confuse, in two groups.
func setupCode() string {
	text := rand.Text()
	return text[:4] + "-" + text[4:8]
}
