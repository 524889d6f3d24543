package sqlstore

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"redress/flows"
)

// overheard is a link that keeps what is asked of it.
type overheard struct {
	link
	asked *[]question
}

type question struct {
	query string
	args  []any
}

func (l overheard) query(ctx context.Context, query string, args []any, scan func(scanner) error) error {
	*l.asked = append(*l.asked, question{query, args})
	return l.link.query(ctx, query, args, scan)
}

var (
	lowerBounds = regexp.MustCompile(`([a-z.]+[a-z_]) > 0 AND ([a-z.]+[a-z_]) >=`)
	wholeTable  = regexp.MustCompile(`^SCAN (\w+)( USING|$)`)
)

// TestFiguresFollowThePeriod holds every statement of figures, and of the complaints behind
// them, to an index, and to the period's bound first of two lower ones.
func TestFiguresFollowThePeriod(t *testing.T) {
	t.Parallel()
	db := openFile(t, t.TempDir())
	defer db.Close()
	to := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for _, daily := range []bool{true, false} {
		p := flows.Period{From: to.AddDate(0, 0, -7), To: to, Daily: daily}
		must(t, db.look(t.Context(), func(q *conn) error {
			all, err := askedFor(q, p)
			if err != nil {
				return err
			}
			for _, one := range all {
				if err := checkPlan(t, q, one); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

func askedFor(q *conn, p flows.Period) (all []question, err error) {
	heard := *q
	heard.link = overheard{q.link, &all}
	if _, err := figures(&heard, p); err != nil {
		return nil, err
	}
	for _, of := range []string{flows.BehindReceived, flows.BehindClosed, flows.BehindLow, flows.BehindReopened, flows.BehindSecond,
		flows.BehindPromises, flows.BehindBroken, flows.BehindUndelivered, flows.BehindOpen, flows.BehindGrave} {
		if _, err := behind(&heard, flows.Behind{Period: p, Of: of}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func checkPlan(t *testing.T, q *conn, one question) error {
	for _, pair := range lowerBounds.FindAllStringSubmatch(one.query, -1) {
		if pair[1] == pair[2] {
			t.Errorf("%s is read from 0 on in:\n%s", pair[1], one.query)
		}
	}
	steps, err := collect(q, func(row scanner) (step string, err error) {
		var id, parent, cost int
		err = row.Scan(&id, &parent, &cost, &step)
		return step, err
	}, "EXPLAIN QUERY PLAN "+one.query, one.args...)
	if err != nil {
		return err
	}
	plan := strings.Join(steps, "\n")
	for _, step := range steps {
		if step == "SCAN events USING INDEX events_parked" {
			continue // it holds nothing but what is counted
		}
		table := wholeTable.FindStringSubmatch(step)
		if table != nil && !strings.Contains(plan, fmt.Sprintf("CO-ROUTINE %s", table[1])) && !strings.Contains(plan, fmt.Sprintf("MATERIALIZE %s", table[1])) {
			t.Errorf("%s in:\n%s", step, one.query)
		}
	}
	return nil
}
