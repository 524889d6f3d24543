package sqlstore

import (
	"context"
	"slices"
	"strings"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// mineLimit is how many of their complaints a customer is shown.
const mineLimit = 50

// Load is the looking part of Do, without the lock: what is known now, for understanding an
// event before it is dealt with.
func (db *DB) Load(ctx context.Context, want flows.Want, now time.Time) (state flows.State, err error) {
	err = db.look(ctx, func(q *conn) error {
		state, err = load(q, want, now, db.cache)
		return err
	})
	return state, err
}

func load(q *conn, want flows.Want, now time.Time, cache SessionCache) (st flows.State, err error) {
	o, err := organisation(q)
	if err != nil {
		return st, err
	}
	st.Org = o.Org
	st.Org.People = slices.Clone(o.People)
	st.Org.Desks = slices.Clone(o.Desks)
	if key := sessionOf(want); key != 0 {
		if st.Session, err = loadSession(q, key, cache); err != nil {
			return st, err
		}
	}
	if err := loadMatter(q, want, &st); err != nil {
		return st, err
	}
	if want.Related && st.Complaint != nil {
		if st.Related, err = related(q, st.Complaint, now); err != nil {
			return st, err
		}
	}
	if want.Similar && st.Complaint != nil {
		if st.Similar, err = resembling(q, st.Complaint, now); err != nil {
			return st, err
		}
	}
	if want.Surveyed && st.Complaint != nil {
		if st.Surveyed, err = surveyed(q, st.Complaint); err != nil {
			return st, err
		}
	}
	if want.Customer != 0 {
		if st.Mine, err = complaintsOf(q, want.Customer); err != nil {
			return st, err
		}
	}
	if want.List != nil {
		if st.List, err = list(q, *want.List, desksAt(st.Org, want.List.At)); err != nil {
			return st, err
		}
		if want.List.Ended {
			if st.Cases, err = cases(q, st.List); err != nil {
				return st, err
			}
		}
	}
	if want.Behind != nil {
		if st.List, err = behind(q, *want.Behind); err != nil {
			return st, err
		}
	}
	if want.Figures != nil {
		if st.Figures, err = figures(q, *want.Figures); err != nil {
			return st, err
		}
	}
	st.Number, err = nextNumber(q, now.Year())
	return st, err
}

// loadMatter loads the one complaint that is spoken of and what belongs to it.
func loadMatter(q *conn, want flows.Want, st *flows.State) error {
	id, err := resolve(q, want, st.Session)
	if err != nil || id == "" {
		return err
	}
	if st.Slot, err = slotAt(q, want.Chat, want.Reply); err != nil {
		return err
	}
	c, err := readComplaint(q, id)
	if err != nil || c == nil || want.Customer != 0 && c.Customer != want.Customer {
		return err // another customer's complaint does not exist for this one
	}
	st.Complaint = c
	if st.Rating, err = readRating(q, id); err != nil || !want.Words {
		return err
	}
	st.Messages, err = readMessages(q, id)
	return err
}

// slotAt is the slot that a message shows, "" for most.
func slotAt(q *conn, chat, message int64) (slot string, err error) {
	if chat != 0 && message != 0 {
		_, err = q.row(`SELECT slot FROM slots WHERE chat = $1 AND message_id = $2`, args(chat, message), &slot)
	}
	return slot, err
}

// resolve finds the id of the complaint that is wanted. One that was named is that one or
// none; otherwise the message replied to, the topic and the session say which.
func resolve(q *conn, want flows.Want, s complaint.Session) (id string, err error) {
	switch {
	case want.Number != "":
		_, err = q.row(`SELECT id FROM complaints WHERE number = $1`, args(clean(strings.TrimSpace(want.Number))), &id)
		return id, err
	case want.ID != "":
		return clean(want.ID), nil
	}
	if want.Chat != 0 && want.Reply != 0 {
		ok, err := q.row(`SELECT complaint FROM refs WHERE chat = $1 AND message_id = $2`, args(want.Chat, want.Reply), &id)
		if ok || err != nil {
			return id, err
		}
	}
	if want.Chat != 0 && want.Thread != 0 {
		ok, err := q.row(`SELECT complaint FROM topics WHERE chat = $1 AND thread = $2`, args(want.Chat, want.Thread), &id)
		if ok || err != nil {
			return id, err
		}
	}
	if want.Customer == 0 {
		return s.Draft, nil // what a member of staff takes down
	}
	if s.Draft != "" {
		return s.Draft, nil
	}
	return s.Active, nil
}
