package sqlstore

import (
	"context"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// conflictTries is how often a unit of work that lost against another is stepped again.
const conflictTries = 5

// Step decides what an event changes. It must be free of effects: it may be called again.
type Step = func(flows.State) (flows.Result, error)

// Do is the unit of work: it loads what is wanted, calls step, and commits the result
// together with "event done", or nothing at all. An event that is done or parked already is
// not stepped again; the result is then the zero Result. While an earlier event of the same chat
// is still to be done, here or by another replica, it fails with complaint.Early. Ephemeral outbound messages are the
// caller's to send after Do has returned. Errors of step come back as they are.
//
// Numbers count within the year of now, in now's own location. step runs while the records
// are held: it must be quick, and must not write to them itself.
func (db *DB) Do(ctx context.Context, ev complaint.Event, want flows.Want, now time.Time, step Step) (flows.Result, error) {
	return db.finish(ctx, ev, want, now, step, "done")
}

// Park is Do for an event that could not be dealt with: step says what to tell the people
// concerned, and the event is kept as parked.
func (db *DB) Park(ctx context.Context, ev complaint.Event, want flows.Want, now time.Time, step Step) (flows.Result, error) {
	return db.finish(ctx, ev, want, now, step, "parked")
}

func (db *DB) finish(ctx context.Context, ev complaint.Event, want flows.Want, now time.Time, step Step, state string) (res flows.Result, err error) {
	for range conflictTries {
		var session *complaint.Session
		res = flows.Result{}
		err = db.write(ctx, func(q *conn) error {
			todo, err := isNew(q, ev.ID)
			if err != nil || !todo {
				return err
			}
			if res, err = decide(q, want, now, step); err != nil {
				return err
			}
			if session, err = apply(q, ev, want, res, now); err != nil {
				return err
			}
			return q.send(`UPDATE events SET state = $2, done_at = $3 WHERE id = $1`, ev.ID, state, micros(now))
		})
		err = db.conflict(err)
		if err == nil {
			db.remember(ctx, session)
			return res, nil
		}
		if complaint.CodeOf(err) != complaint.Conflict {
			break
		}
	}
	return flows.Result{}, err
}

func isNew(q *conn, id int64) (bool, error) {
	var state string
	var earlier int64
	ok, err := q.row(`
		SELECT state, COALESCE((SELECT MIN(p.id) FROM events p WHERE p.chat = e.chat AND p.id < e.id AND p.state = 'new'), 0)
		FROM events e WHERE id = $1`, args(id), &state, &earlier)
	switch {
	case err != nil:
		return false, err
	case !ok:
		return false, complaint.Errorf(complaint.NotFound, "event %d was never accepted", id)
	case state == "new" && earlier != 0:
		return false, complaint.Errorf(complaint.Early, "event %d comes after event %d, which is not done", id, earlier)
	}
	return state == "new", nil
}

// Ready reports whether every event before this one in its chat is done or parked.
func (db *DB) Ready(ctx context.Context, id int64) (ready bool, err error) {
	err = db.look(ctx, func(q *conn) error {
		_, err := isNew(q, id)
		ready = err == nil
		if complaint.CodeOf(err) == complaint.Early {
			return nil
		}
		return err
	})
	return ready, err
}

func decide(q *conn, want flows.Want, now time.Time, step Step) (flows.Result, error) {
	state, err := load(q, want, now, nil)
	if err != nil {
		return flows.Result{}, err
	}
	return step(state)
}

// conflict tells an error that means "somebody was faster" from all others.
func (db *DB) conflict(err error) error {
	if db.dialect.conflict(err) {
		return complaint.Errorf(complaint.Conflict, "a key exists already")
	}
	return err
}

// apply writes everything that a result changes.
func apply(q *conn, ev complaint.Event, want flows.Want, res flows.Result, now time.Time) (*complaint.Session, error) {
	if err := applyOrg(q, res); err != nil {
		return nil, err
	}
	if err := applyComplaints(q, res); err != nil {
		return nil, err
	}
	for _, t := range res.Timers {
		if err := setTimer(q, t); err != nil {
			return nil, err
		}
	}
	for _, o := range res.Outbox {
		if err := enqueue(q, o, now); err != nil {
			return nil, err
		}
	}
	if res.Session == nil {
		return nil, nil
	}
	s := *res.Session
	if s.Chat == 0 {
		s.Chat = sessionOf(want)
	}
	s.LastEvent = ev.ID
	return &s, saveSession(q, s)
}

func applyOrg(q *conn, res flows.Result) error {
	if res.Migrated != nil {
		if err := moveChat(q, *res.Migrated); err != nil {
			return err
		}
	}
	for _, b := range res.Bindings {
		if err := bind(q, b); err != nil {
			return err
		}
	}
	for _, s := range res.Staff {
		if err := appoint(q, s); err != nil {
			return err
		}
	}
	if res.UsedSetup {
		return setSetup(q, "")
	}
	return nil
}

func applyComplaints(q *conn, res flows.Result) error {
	for _, c := range res.Complaints {
		if err := saveComplaint(q, c); err != nil {
			return err
		}
	}
	for _, m := range res.Messages {
		if err := saveMessage(q, m); err != nil {
			return err
		}
	}
	for _, e := range res.History {
		if err := appendEntry(q, e); err != nil {
			return err
		}
	}
	for _, l := range res.Labels {
		if err := saveLabel(q, l); err != nil {
			return err
		}
	}
	for _, r := range res.Reports {
		if err := saveReport(q, r); err != nil {
			return err
		}
	}
	if res.Rating != nil {
		if err := saveRating(q, *res.Rating); err != nil {
			return err
		}
		return saveScore(q, *res.Rating)
	}
	return nil
}
