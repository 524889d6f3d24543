package app

import (
	"context"
	"time"

	"redress/cron"
	"redress/flows"
	"redress/flows/complaint"
)

// reportsLate is how long a regular report that was missed is made up for.
const reportsLate = 31 * 24 * time.Hour

const reportsTick = "reports"

// reportsJob follows the regular reports of the policy in force.
func (a *App) reportsJob() cron.Job {
	return cron.Job{
		Name: reportsTick, Late: reportsLate, Each: true,
		Times: func(after time.Time) time.Time { return a.desk().Policy.NextReports(after) },
		Event: func(due time.Time) complaint.Event {
			return complaint.Event{Kind: complaint.Tick, At: due, Chat: complaint.Chat{Kind: complaint.Group},
				Timer: &complaint.Timer{Name: reportsTick, At: due}}
		},
	}
}

// share gives every report that falls due an event of its own.
func (a *App) share(ctx context.Context, ev complaint.Event) error {
	fresh, err := a.db.Accept(ctx, a.desk().RegularReports(ev.Timer.At))
	if err != nil {
		return err
	}
	_, err = a.db.Do(ctx, ev, flows.Want{}, a.now(), func(flows.State) (flows.Result, error) { return flows.Result{}, nil })
	a.fresh(fresh)
	return err
}

// sheet counts what a regular report is written from, before the records are held: by what was
// known when it fell due, so that a moment later the numbers are the same. nil for any other event.
func (a *App) sheet(ctx context.Context, desk *flows.Desk, ev complaint.Event) (*flows.Sheet, error) {
	due, ok := desk.RegularReport(ev)
	if !ok {
		return nil, nil
	}
	s := &flows.Sheet{DueReport: due}
	var err error
	if s.Figures, err = a.db.Figures(ctx, flows.ReportPeriod(due)); err != nil {
		return nil, err
	}
	const look = 400 // days back: reports of a quarter come at least so often
	earlier, err := a.db.Reports(ctx, due.Job(), due.Send.AddDate(0, 0, -look), flows.ReportPeriod(due).CutOff, look)
	if err != nil || len(earlier) == 0 {
		return s, err
	}
	s.Last = &earlier[len(earlier)-1]
	zone := desk.Policy.Zone()
	s.Again, err = a.db.Figures(ctx, flows.Period{From: s.Last.From.In(zone), To: s.Last.To.In(zone), CutOff: s.Last.CutOff,
		Known: due.Send, Desk: s.Last.Desk, Brief: true})
	return s, err
}
