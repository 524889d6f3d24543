package app

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"redress/cron"
	"redress/flows"
	"redress/flows/complaint"
)

// regradeLate is how long a sweep that was missed is made up for.
const regradeLate = 20 * time.Hour

// regradePage is how many complaints are looked at together.
const regradePage = 2000

// regradeJob is the sweep shortly after midnight that lets time raise severities (VK-A7).
func (a *App) regradeJob() cron.Job {
	return cron.Job{
		Name: "regrade", Spec: "5 0 * * *", Zone: a.desk().Policy.Zone(), Late: regradeLate,
		Event: func(due time.Time) complaint.Event {
			return complaint.Event{Kind: complaint.Tick, At: due, Chat: complaint.Chat{Kind: complaint.Group},
				Timer: &complaint.Timer{Name: "regrade", At: due}}
		},
	}
}

// register is where the sweep finds complaints and leaves what is to be done about them.
type register interface {
	OpenComplaints(ctx context.Context, after string, limit int) (page []complaint.Complaint, last string, err error)
	Accept(ctx context.Context, events []complaint.Event) ([]complaint.Event, error)
}

// openPage is a page of what is open, and where the next one begins.
type openPage struct {
	complaints []complaint.Complaint
	next       string
	err        error
}

// regrade goes through what is open and has every complaint looked at again that the rules
// now call graver than it is, each as an event in its customer's lane. Interrupted, it runs
// again: an event of one day is the same event. tell hears of the events, page by page. While
// one page is judged, on all processors, the next one is read.
func regrade(ctx context.Context, db register, desk *flows.Desk, now time.Time, tell func([]complaint.Event)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for page := range openPages(ctx, db) {
		if page.err != nil {
			return page.err
		}
		fresh, err := db.Accept(ctx, outgrown(desk, page.complaints, now))
		if err != nil {
			return err
		}
		tell(fresh)
	}
	return ctx.Err()
}

// openPages reads what is open, one page ahead of who takes them, until ctx ends.
func openPages(ctx context.Context, db register) <-chan openPage {
	pages := make(chan openPage)
	go func() {
		defer close(pages)
		for mark, more := "", true; more; {
			var p openPage
			p.complaints, p.next, p.err = db.OpenComplaints(ctx, mark, regradePage)
			mark, more = p.next, p.err == nil && len(p.complaints) == regradePage
			select {
			case pages <- p:
			case <-ctx.Done():
				return
			}
		}
	}()
	return pages
}

// outgrown are the events for those of a page that are graver now, in its order.
func outgrown(desk *flows.Desk, page []complaint.Complaint, now time.Time) []complaint.Event {
	graver := make([]bool, len(page))
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(page); i += workers {
				graver[i] = desk.Outgrown(&page[i], now)
			}
		})
	}
	wait.Wait()
	var due []complaint.Event
	for i := range page {
		if graver[i] {
			due = append(due, lookAgain(&page[i], "regrade:"+now.UTC().Format(time.DateOnly), now))
		}
	}
	return due
}

// lookAgain is the event that makes a complaint look at its severity and deadlines again.
func lookAgain(c *complaint.Complaint, why string, now time.Time) complaint.Event {
	return complaint.Event{
		Source: fmt.Sprintf("%s:%s", why, c.ID), Kind: complaint.Due, At: now,
		Chat:  complaint.Chat{ID: c.Customer, Kind: complaint.Private},
		Timer: &complaint.Timer{Name: "regrade", Complaint: c.ID, At: now, Chat: complaint.Chat{ID: c.Customer, Kind: complaint.Private}},
	}
}

// recount has every deadline computed again that lay beyond the holidays known when it was
// set: at start, once a day, and when the rules in force change.
func (a *App) recount(ctx context.Context) {
	now := a.now()
	why := "recount:" + a.desk().Policy.Version + ":" + now.Format(time.DateOnly)
	for after := ""; ctx.Err() == nil; {
		page, err := a.db.Provisional(ctx, after, regradePage)
		if err != nil {
			a.log.Error("provisional deadlines could not be read; they are looked at again tonight", "error", err)
			return
		}
		var due []complaint.Event
		for i := range page {
			due = append(due, lookAgain(&page[i], why, now))
			after = page[i].ID
		}
		fresh, err := a.db.Accept(ctx, due)
		if err != nil {
			a.log.Error("provisional deadlines could not be computed again", "error", err)
			return
		}
		a.fresh(fresh)
		if len(page) < regradePage {
			return
		}
	}
}

// sweep deals with the nightly tick.
func (a *App) sweep(ctx context.Context, ev complaint.Event) error {
	now := a.now()
	if err := regrade(ctx, a.db, a.desk(), now, a.fresh); err != nil {
		return err
	}
	_, err := a.db.Do(ctx, ev, flows.Want{}, now, func(flows.State) (flows.Result, error) { return flows.Result{}, nil })
	return err
}
