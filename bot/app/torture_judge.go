package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"redress/bot/bench"
	sqlstore "redress/store/sql"
)

// evidence is what a run has left.
type evidence struct {
	s        *bench.Server
	siege    *bench.Siege
	fleet    *bench.Fleet
	outages  []bench.Outage
	shaken   int
	patience int64 // messages to a chat that was to be left alone
	asked    int64 // questions to the model
	took     time.Duration
	unsent   int
}

func (t torment) audit(ctx context.Context) (sqlstore.Audit, error) {
	db, err := sqlstore.Open(ctx, t.database, slog.New(slog.DiscardHandler))
	if err != nil {
		return sqlstore.Audit{}, err
	}
	a, err := db.Audit(ctx)
	return a, errors.Join(err, db.Close())
}

// waitUntilSent waits until nothing is left to be done, and returns how much is all the same.
func (t torment) waitUntilSent(ctx context.Context) (left int) {
	const patience, look = time.Minute, 500 * time.Millisecond
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if a, err := t.audit(context.WithoutCancel(ctx)); err == nil {
			left = a.Todo
			for chat, n := range a.Waiting {
				if chat != bench.Patient {
					left += n
				}
			}
		}
		if left == 0 || ctx.Err() != nil {
			return left
		}
		pause(ctx, look)
	}
}

// judge compares what was said and shown with what is on record, and says what it finds.
func (t torment) judge(ctx context.Context, e evidence) error {
	a, err := t.audit(ctx)
	if err != nil {
		return err
	}
	said, lost, twice := 0, []string{}, []string{}
	for _, texts := range e.siege.Said() {
		for _, text := range texts {
			switch said++; a.Heard[text] {
			case 0:
				lost = append(lost, text)
			case 1:
			default:
				twice = append(twice, text)
			}
		}
	}
	kills, fell := e.fleet.Kills(), e.fleet.Fell()
	v, unfinished := e.s.Judge(kills, e.outages), e.siege.Unfinished()
	fmt.Fprintf(t.out, `%d messages of customers in %s, %d kills of a replica, %d of PostgreSQL, %d troubles of Redis; a replica ended by itself %d times
  lost %d, in two complaints %d, customers with two complaints %d, set aside %d, not dealt with or sent %d
  complaints %d, claimed twice %d
  cards %d, replies %d, messages shown to staff %d; came twice with an excuse %d, without %d; out of order %d
  stories that did not come to their end %d; tries at a chat that was to be left alone for an hour %d; questions to the model %d
`, said, e.took.Round(time.Second), len(kills), len(e.outages), e.shaken, fell, len(lost), len(twice), a.Twice, a.Parked, e.unsent, a.Filed, a.Claimed,
		v.Cards, v.Replies, v.Relays, v.Explained, len(v.Doubled), len(v.Disorder), len(unfinished), e.patience, e.asked)
	for _, list := range [][]string{lost, twice, v.Doubled, v.Disorder, unfinished} {
		for _, one := range list[:min(len(list), 10)] {
			fmt.Fprintln(t.out, "  !", one)
		}
	}
	wrong := len(lost) + len(twice) + a.Twice + a.Parked + e.unsent + a.Claimed + len(v.Doubled) + len(v.Disorder) + len(unfinished)
	fallen := fell > 0 && len(e.outages) == 0                                  // without an outage there is no reason to end
	impatient := e.patience > int64(1+len(kills)+2*len(e.outages))             // a kill or an outage may take away what Telegram asked for
	needless := len(kills)+len(e.outages) == 0 && !t.faults && v.Explained > 0 // nothing went wrong: nothing comes twice
	if wrong > 0 || fallen || impatient || needless {
		return errTorture
	}
	return nil
}
