package sqlstore

import (
	"context"

	"redress/flows"
	"redress/flows/complaint"
)

// org is the organisation as of one version. It is shared and never changed.
type org struct {
	flows.Org
	moved   map[int64]int64 // chats that have a new id
	version int64
}

// current returns the id that chat has now.
func (o *org) current(chat int64) int64 {
	for range len(o.moved) {
		to, ok := o.moved[chat]
		if !ok {
			break
		}
		chat = to
	}
	return chat
}

// followed is an event of a group that has moved, as one of the new group. Numbers of
// messages and topics mean nothing there.
func (o *org) followed(ev complaint.Event) complaint.Event {
	now := o.current(ev.Chat.ID)
	if now == ev.Chat.ID {
		return ev
	}
	ev.Chat.ID, ev.Thread = now, 0
	if ev.Message != nil {
		m := *ev.Message
		m.ReplyTo = 0
		ev.Message = &m
	}
	return ev
}

// forum reports whether chat is bound and a forum.
func (o *org) forum(chat int64) bool { return o.At(chat).Forum }

// organisation returns the organisation, read again only when somebody changed it.
func organisation(q *conn) (*org, error) {
	if q.sure && q.org != nil {
		return q.org, nil
	}
	var version int64
	if _, err := q.row(`SELECT value FROM counters WHERE name = 'org'`, nil, &version); err != nil {
		return nil, err
	}
	q.sure = true
	if q.org != nil && q.org.version == version {
		return q.org, nil
	}
	o, err := readOrg(q)
	if err != nil {
		return nil, err
	}
	o.version = version
	q.org = o
	return o, nil
}

func readOrg(q *conn) (*org, error) {
	o := &org{moved: map[int64]int64{}}
	bindings, err := collect(q, scanBinding, `SELECT desk, chat, forum, title, language FROM bindings ORDER BY desk`)
	if err != nil {
		return nil, err
	}
	for _, b := range bindings {
		switch b.Desk {
		case complaint.StaffDesk:
			o.Staff = b
		case complaint.ManagersDesk:
			o.Managers = b
		default:
			o.Desks = append(o.Desks, b)
		}
	}
	if o.People, err = collect(q, scanStaff, `SELECT id, name, role, removed FROM staff ORDER BY id`); err != nil {
		return nil, err
	}
	if _, err = q.row(`SELECT value FROM settings WHERE name = 'setup_key'`, nil, &o.SetupKey); err != nil {
		return nil, err
	}
	moves, err := collect(q, scanMove, `SELECT old_chat, new_chat FROM moves`)
	for _, m := range moves {
		o.moved[m.From] = m.To
	}
	return o, err
}

func scanBinding(row scanner) (b complaint.Binding, err error) {
	err = row.Scan(&b.Desk, &b.Chat, &b.Forum, &b.Title, &b.Language)
	return b, err
}

func scanStaff(row scanner) (s complaint.Staff, err error) {
	err = row.Scan(&s.ID, &s.Name, &s.Role, &s.Removed)
	return s, err
}

func scanMove(row scanner) (m flows.Migration, err error) {
	err = row.Scan(&m.From, &m.To)
	return m, err
}

// orgChanged makes everybody read the organisation again.
func orgChanged(q *conn) error {
	q.sure = false
	err := q.send(`UPDATE counters SET value = value + 1 WHERE name = 'org'`)
	return err
}

// bind ties a desk to a chat, or unties it when Chat is 0, and readdresses what waits.
func bind(q *conn, b complaint.Binding) error {
	if b.Chat == 0 {
		err := q.send(`DELETE FROM bindings WHERE desk = $1`, string(b.Desk))
		if err != nil {
			return err
		}
	} else {
		err := q.send(`
			INSERT INTO bindings (desk, chat, forum, title, language) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (desk) DO UPDATE SET chat = excluded.chat, forum = excluded.forum, title = excluded.title,
				language = excluded.language`,
			string(b.Desk), b.Chat, bit(b.Forum), clean(b.Title), clean(b.Language))
		if err != nil {
			return err
		}
	}
	if err := orgChanged(q); err != nil {
		return err
	}
	return readdressDesks(q)
}

func appoint(q *conn, s complaint.Staff) error {
	err := q.send(`
		INSERT INTO staff (id, name, role, removed) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO UPDATE SET role = excluded.role, removed = excluded.removed,
			name = CASE WHEN excluded.name = '' THEN staff.name ELSE excluded.name END`,
		s.ID, clean(s.Name), string(s.Role), bit(s.Removed))
	if err != nil {
		return err
	}
	return orgChanged(q)
}

func setSetup(q *conn, hash string) error {
	if err := setSetting(q, "setup_key", hash); err != nil {
		return err
	}
	return orgChanged(q)
}

// Seed is what the environment says about the organisation.
type Seed struct {
	Bindings []complaint.Binding
	Staff    []complaint.Staff
	SetupKey string // SHA-256, in hex; "": leave the one there is
}

// Bootstrap takes over what the environment names; whatever it does not name stays as it was
// set in the chats. A group that has moved since is bound under its new id.
func (db *DB) Bootstrap(ctx context.Context, seed Seed) error {
	return db.write(ctx, func(q *conn) error {
		o, err := organisation(q)
		if err != nil {
			return err
		}
		for _, b := range seed.Bindings {
			b.Chat = o.current(b.Chat)
			if was := o.Binding(b.Desk); was.Chat == b.Chat { // what the chat told us is better
				b.Forum, b.Title, b.Language = was.Forum, was.Title, was.Language
			}
			if err := bind(q, b); err != nil {
				return err
			}
		}
		for _, s := range seed.Staff {
			if err := appoint(q, s); err != nil {
				return err
			}
		}
		if seed.SetupKey == "" {
			return nil
		}
		return setSetup(q, seed.SetupKey)
	})
}
