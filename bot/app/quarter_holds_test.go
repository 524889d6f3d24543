package app

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// holds checks, at the end, all that must be true of the whole time.
func (q *quarter) holds() {
	q.t.Helper()
	for what, check := range map[string]func() []string{
		"nothing happened twice": q.twice, "nothing was late": q.delayed, "clocks": q.clocks, "timers": q.overdue,
		"digests": q.digests, "reports": q.reports, "quiet hours": q.disturbed, "surveys": q.surveyed, "complaints": q.lost, "histories": q.altered,
	} {
		found := check()
		for i, fault := range found {
			if i == 12 {
				q.t.Errorf("%s: and %d more", what, len(found)-i)
				break
			}
			q.t.Errorf("%s: %s", what, fault)
		}
	}
	if q.t.Failed() {
		q.t.Logf("seed %d", q.seed)
	}
}

// rows reads the records beside the program.
func (q *quarter) rows(query string, scan func(*sql.Rows) error) {
	q.t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(q.cfg.Database, "sqlite:")+"?_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	q.must(err)
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), query)
	q.must(err)
	defer rows.Close()
	for rows.Next() {
		q.must(scan(rows))
	}
	q.must(rows.Err())
}

// column reads one column as text.
func (q *quarter) column(query string) (found []string) {
	q.rows(query, func(r *sql.Rows) error {
		var s string
		err := r.Scan(&s)
		found = append(found, s)
		return err
	})
	return found
}

// down reports whether the program was out of reach at a time, or had just come back.
func (q *quarter) down(at time.Time) bool {
	return !at.Before(q.wentDown) && at.Before(q.outage[1].Add(time.Hour))
}

// twice finds timers that fired twice and messages that came twice.
func (q *quarter) twice() (faults []string) {
	for key, n := range q.fired {
		if n > 1 {
			faults = append(faults, fmt.Sprintf("%s fired %d times", key, n))
		}
	}
	keys, texts := map[string]bool{}, map[string]time.Time{}
	for _, s := range q.sent {
		if s.Op == complaint.Show || s.Op == complaint.Strip {
			continue
		}
		if keys[s.Key] {
			faults = append(faults, fmt.Sprintf("%s was sent twice", s.Key))
		}
		keys[s.Key] = true
		if s.Op != complaint.Say {
			continue
		}
		what := fmt.Sprintf("%d %s %s", s.Chat, s.Complaint, s.Text)
		if last, ok := texts[what]; ok && s.at.Sub(last) < time.Minute {
			faults = append(faults, fmt.Sprintf("at %s twice: %s", q.clock(s.at), what))
		}
		texts[what] = s.at
	}
	return faults
}

// rose reports whether a complaint became graver at that time: the limits of the new severity count
// from its filing, and may have passed before they began.
func (q *quarter) rose(id string, at time.Time) bool {
	if q.rises == nil {
		q.rises = map[string]bool{}
		q.rows(`SELECT complaint, at FROM history WHERE role = 'system' AND action = 'escalate' AND detail LIKE 'G-S%'`, func(r *sql.Rows) error {
			var id string
			var at int64
			err := r.Scan(&id, &at)
			q.rises[fmt.Sprint(id, at)] = true
			return err
		})
	}
	return q.rises[fmt.Sprint(id, at.UnixMicro())]
}

// delayed finds timers that fired long after they were due.
func (q *quarter) delayed() (faults []string) {
	for _, l := range q.late {
		if !q.rose(l.Complaint, l.fired) {
			faults = append(faults, fmt.Sprintf("%s, due %s, fired %s", l.Key, q.clock(l.At), q.clock(l.fired)))
		}
	}
	return faults
}

// limit is one clock as it stands in the records.
type limit struct {
	complaint, rule  string
	started, due     time.Time
	met              int64
	breached, warned bool
}

// clocks finds limits that passed without a breach on record at their time, or with several.
func (q *quarter) clocks() (faults []string) {
	breaches := map[string][]time.Time{}
	q.rows(`SELECT complaint, detail, at FROM history WHERE role = 'system' AND action IN ('escalate', 'no_progress')
		AND detail NOT LIKE '% %' AND detail NOT LIKE 'G-S%'`,
		func(r *sql.Rows) error {
			var id, rule string
			var at int64
			err := r.Scan(&id, &rule, &at)
			breaches[id+" "+rule] = append(breaches[id+" "+rule], time.UnixMicro(at))
			return err
		})
	q.rows(`SELECT complaint, rule, started, due, met, breached, warned FROM clocks WHERE due > 0 ORDER BY complaint, n`, func(r *sql.Rows) error {
		var c limit
		var started, due int64
		err := r.Scan(&c.complaint, &c.rule, &started, &due, &c.met, &c.breached, &c.warned)
		c.started, c.due = time.UnixMicro(started), time.UnixMicro(due)
		q.limits++
		passed := c.met == 0 && c.due.Before(q.till) || c.met > due || c.met == due && c.breached
		name := fmt.Sprintf("%s %s due %s met %s", c.complaint, c.rule, q.clock(c.due), q.clock(time.UnixMicro(c.met)))
		if passed && !c.breached {
			faults = append(faults, name+" passed and is not marked")
		}
		if !passed || err != nil {
			return err
		}
		key := c.complaint + " " + c.rule
		i := slices.IndexFunc(breaches[key], func(at time.Time) bool {
			return !at.Before(c.due) && (at.Sub(c.due) <= tact || q.down(c.due) && q.down(at) || q.rose(c.complaint, at))
		})
		if i < 0 {
			faults = append(faults, fmt.Sprintf("%s has no breach on record at that time; there are %v", name, breaches[key]))
			return nil
		}
		q.breaches++
		breaches[key] = slices.Delete(breaches[key], i, i+1)
		return nil
	})
	for key, left := range breaches {
		for _, at := range left {
			faults = append(faults, fmt.Sprintf("%s: a breach at %s belongs to no limit", key, q.clock(at)))
		}
	}
	return faults
}

// overdue finds timers that should have fired, and what was left undone.
func (q *quarter) overdue() []string {
	undone := q.column(fmt.Sprintf(`SELECT key FROM timers WHERE at <= %d`, q.now.UnixMicro()))
	undone = append(undone, q.column(`SELECT 'event ' || source || ' is ' || state || ' ' || why FROM events WHERE state <> 'done'`)...)
	return append(undone, q.column(fmt.Sprintf(`SELECT 'message ' || id || ' waits' FROM outbox WHERE state <> 'sent' AND opens_at <= %d`, q.now.UnixMicro()))...)
}

// digests finds days with none, days with two, and digests whose numbers or words are others
// when they are counted again.
func (q *quarter) digests() (faults []string) {
	ctx := context.Background()
	all, err := q.app.db.Reports(ctx, "digest", time.Time{}, q.till.AddDate(0, 0, 1), 10_000)
	q.must(err)
	var got, want []string
	for _, r := range all {
		if r.Desk == "" {
			got = append(got, q.clock(r.CutOff))
		}
		q.counted++
		faults = append(faults, q.recounted(r, complaint.Event{Kind: complaint.Tick, Timer: &complaint.Timer{Name: "digest", At: r.CutOff}})...)
	}
	for day := q.from; day.Before(q.till); day = day.AddDate(0, 0, 1) {
		at := time.Date(day.Year(), day.Month(), day.Day(), 2, 30, 0, 0, q.zone)
		missed := at.After(q.wentDown) && at.Before(q.outage[1])
		if at.After(q.from) && (!missed || q.outage[1].Sub(at) < 24*time.Hour) {
			want = append(want, q.clock(at))
		}
	}
	if !slices.Equal(got, want) {
		faults = append(faults, fmt.Sprintf("digests at %v,\nwant %v", got, want))
	}
	return faults
}

// recounted counts a report again, by what was known when it was due.
func (q *quarter) recounted(r complaint.Report, ev complaint.Event) []string {
	ctx := context.Background()
	desk := q.app.desk()
	want := desk.Wants(ev, r.CutOff)
	if want.Figures != nil {
		want.Figures.Desk = r.Desk
	}
	st, err := q.app.db.Load(ctx, flows.Want{}, q.now)
	q.must(err)
	st.Accounts, err = q.app.accounts(ctx, &want, ev)
	q.must(err)
	st.Sheet, err = q.app.sheet(ctx, desk, ev)
	q.must(err)
	again := desk.Step(st, ev, complaint.Triage{}, r.CutOff).Reports
	switch {
	case len(again) != 1:
		return []string{fmt.Sprintf("%s cannot be written again", r.ID)}
	case len(again[0].Numbers) != len(r.Numbers):
		return []string{fmt.Sprintf("%s has %d numbers, counted again %d", r.ID, len(r.Numbers), len(again[0].Numbers))}
	}
	var faults []string
	for _, name := range slices.Sorted(maps.Keys(r.Numbers)) {
		if was, now := r.Numbers[name], again[0].Numbers[name]; was != now {
			faults = append(faults, fmt.Sprintf("%s said %s %d, counted again %d", r.ID, name, was, now))
		}
	}
	return faults
}

// reports finds regular reports that were not sent once at their time.
func (q *quarter) reports() (faults []string) {
	p := q.app.desk().Policy
	for at := p.NextReports(q.from); !at.IsZero() && at.Before(q.till); at = p.NextReports(at) {
		for _, due := range p.ReportsDue(at) {
			q.regular++
			var times []time.Time
			for _, s := range q.sent {
				if s.Key == due.ID() {
					times = append(times, s.at)
				}
			}
			if len(times) != 1 || times[0].Sub(at) > tact && !(q.down(at) && q.down(times[0])) {
				faults = append(faults, fmt.Sprintf("%s, due %s, was sent at %v", due.ID(), q.clock(at), times))
				continue
			}
			kept, err := q.app.db.Reports(context.Background(), due.Job(), time.Time{}, q.till.AddDate(1, 0, 0), 1000)
			q.must(err)
			i := slices.IndexFunc(kept, func(r complaint.Report) bool { return r.ID == due.ID() })
			if i < 0 {
				faults = append(faults, due.ID()+" is not kept")
				continue
			}
			faults = append(faults, q.recounted(kept[i], complaint.Event{Kind: complaint.Tick, Chat: complaint.Chat{Kind: complaint.Group},
				Timer: &complaint.Timer{Name: "report", Detail: due.ID(), At: at}})...)
		}
	}
	return faults
}

// disturbed finds what customers were told at night without having written, unless it is grave.
func (q *quarter) disturbed() (faults []string) {
	grave := map[string]bool{}
	for _, id := range q.column(`SELECT DISTINCT complaint FROM history WHERE severity = 1`) {
		grave[id] = true
	}
	cal := q.app.desk().Policy.Calendar()
	for _, s := range q.sent {
		if s.Chat <= 0 || s.Op == complaint.Strip || s.again || cal.CanContact(s.at) || grave[s.Complaint] || s.at.Sub(s.spoke) <= 10*time.Minute {
			continue
		}
		faults = append(faults, fmt.Sprintf("%s to %d: %s", q.clock(s.at), s.Chat, s.Text))
	}
	return faults
}

// surveyed finds customers who were asked too often.
func (q *quarter) surveyed() (faults []string) {
	asked := map[string]int{}
	last := map[int64]sending{}
	for _, s := range q.sent {
		text := s.Text.String()
		if strings.Contains(text, "May I ask how it went?") && strings.Contains(text, "was closed on") {
			asked[s.Complaint+" asked later"]++
		}
		if strings.Contains(text, "One reminder about") {
			asked[s.Complaint+" reminded"]++
		}
		if !strings.HasPrefix(s.Message, "survey:") {
			continue
		}
		q.surveys++
		before, ok := last[s.Chat]
		if ok && before.Complaint != s.Complaint && s.at.Sub(before.at) < 7*24*time.Hour {
			faults = append(faults, fmt.Sprintf("%d asked about %s at %s and about %s at %s", s.Chat, before.Complaint, q.clock(before.at), s.Complaint, q.clock(s.at)))
		}
		last[s.Chat] = s
	}
	for what, n := range asked {
		if n > 1 {
			faults = append(faults, fmt.Sprintf("%s %d times", what, n))
		}
	}
	return faults
}

// lost finds complaints that were confirmed and have no number, or numbers that are missing.
func (q *quarter) lost() (faults []string) {
	numbers := q.column(`SELECT number FROM complaints WHERE number IS NOT NULL ORDER BY number`)
	q.numbered = len(numbers)
	for i, n := range numbers {
		if want := fmt.Sprintf("%d-%04d", q.from.Year(), i+1); n != want && len(n) == len(want) {
			return []string{fmt.Sprintf("number %s stands where %s should", n, want)}
		}
	}
	words := q.column(`SELECT COUNT(*) FROM messages WHERE direction = 'in'`)
	if want := fmt.Sprint(q.said); words[0] != want {
		faults = append(faults, fmt.Sprintf("%s messages of customers are kept, %s were written", words[0], want))
	}
	return faults
}

// altered finds histories that do not verify.
func (q *quarter) altered() []string {
	var all []string
	for after := ""; ; {
		bad, last, err := q.app.db.VerifyHistory(context.Background(), after, 500)
		q.must(err)
		all = append(all, bad...)
		if last == "" {
			return all
		}
		after = last
	}
}
