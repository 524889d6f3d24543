package sqlstore

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/store/storetest"
)

var benchNow = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// closedLoop runs work with as many callers at once, b.N times in all.
func closedLoop(b *testing.B, callers int, work func(n int64) error) {
	var next atomic.Int64
	var wait sync.WaitGroup
	b.ResetTimer()
	for range callers {
		wait.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := work(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "units/s")
}

func said(n int64) complaint.Event {
	customer := 1 + n%5000
	return complaint.Event{
		Source: fmt.Sprintf("tg:%d", n), Kind: complaint.Said, At: benchNow,
		Chat: complaint.Chat{ID: customer, Kind: complaint.Private}, From: complaint.Person{ID: customer},
		Message: &complaint.Incoming{ID: n, Text: "The kettle I bought on Monday leaks from the handle and nobody answers the phone."},
	}
}

// eachStore runs a benchmark on SQLite and on a PostgreSQL server that waits for the disk.
func eachStore(b *testing.B, run func(b *testing.B, db *DB)) {
	b.Run("sqlite", func(b *testing.B) {
		db := openFile(b, b.TempDir())
		defer db.Close()
		run(b, db)
	})
	b.Run("postgres", func(b *testing.B) {
		db := openURL(b, storetest.NewServer(b).Database(b))
		defer db.Close()
		run(b, db)
	})
}

func eachLoad(b *testing.B, run func(b *testing.B, db *DB, callers int)) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			eachStore(b, func(b *testing.B, db *DB) { run(b, db, callers) })
		})
	}
}

func BenchmarkAccept(b *testing.B) {
	eachLoad(b, func(b *testing.B, db *DB, callers int) {
		closedLoop(b, callers, func(n int64) error {
			_, err := db.Accept(b.Context(), []complaint.Event{said(n)})
			return err
		})
	})
}

// BenchmarkDo is one more message of a customer about a complaint with two clocks: session,
// complaint, message, history, card and a timer.
func BenchmarkDo(b *testing.B) {
	eachLoad(b, func(b *testing.B, db *DB, callers int) {
		events := make([]complaint.Event, b.N)
		for i := range events {
			events[i] = said(int64(i + 1))
		}
		fresh, err := db.Accept(b.Context(), events)
		if err != nil {
			b.Fatal(err)
		}
		closedLoop(b, callers, func(n int64) error {
			ev := fresh[n-1]
			_, err := db.Do(b.Context(), ev, flows.Want{Customer: ev.Chat.ID, Words: true}, benchNow, func(st flows.State) (flows.Result, error) {
				return another(ev, st), nil
			})
			return err
		})
	})
}

func another(ev complaint.Event, st flows.State) flows.Result {
	c := st.Complaint
	if c == nil {
		c = &complaint.Complaint{ID: fmt.Sprint("c", ev.ID), Number: fmt.Sprintf("2026-%04d", st.Number), Status: complaint.Filed,
			Customer: ev.Chat.ID, CreatedAt: benchNow, FiledAt: benchNow,
			Clocks: []complaint.Clock{{Rule: "a", Started: benchNow, Due: benchNow}, {Rule: "b", Started: benchNow, Due: benchNow}}}
	}
	c.UpdatedAt, c.Summary = ev.At, ev.Message.Text
	return flows.Result{
		Session:    &complaint.Session{Chat: ev.Chat.ID, Active: c.ID, Language: "en"},
		Complaints: []*complaint.Complaint{c},
		Messages: []complaint.Message{{ID: fmt.Sprintf("%d:%d", ev.Chat.ID, ev.Message.ID), Complaint: c.ID, Direction: complaint.In,
			Chat: ev.Chat.ID, MessageID: ev.Message.ID, Text: ev.Message.Text, At: ev.At}},
		History: []complaint.Entry{{Complaint: c.ID, At: ev.At, Action: complaint.Answer}},
		Outbox: []complaint.Outbound{
			{Key: fmt.Sprint("card", ev.ID), Op: complaint.Show, Desk: complaint.StaffDesk, Complaint: c.ID, Slot: "card:" + c.ID, Text: complaint.Words(fmt.Sprint(ev.ID))},
			{Key: fmt.Sprint("say", ev.ID), Op: complaint.Say, Chat: ev.Chat.ID, Complaint: c.ID, Text: complaint.Words("Thank you")},
		},
		Timers: []complaint.Timer{{Key: fmt.Sprint("quiet:", ev.Chat.ID), At: benchNow.Add(time.Minute)}},
	}
}

// BenchmarkDelivery leases and settles parcels to different chats, fifty at a time.
func BenchmarkDelivery(b *testing.B) {
	eachStore(b, delivery)
}

func delivery(b *testing.B, db *DB) {
	fresh, err := db.Accept(b.Context(), []complaint.Event{said(1)})
	if err != nil {
		b.Fatal(err)
	}
	var out []complaint.Outbound
	for i := range b.N {
		out = append(out, complaint.Outbound{Key: fmt.Sprint(i), Op: complaint.Say, Chat: int64(i + 1), Complaint: "c1", Text: complaint.Words("Thank you")})
	}
	step := func(flows.State) (flows.Result, error) { return flows.Result{Outbox: out}, nil }
	if _, err := db.Do(b.Context(), fresh[0], flows.Want{}, benchNow, step); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for {
		parcels, err := db.Lease(b.Context(), benchNow, benchNow.Add(time.Minute), 50)
		if err != nil {
			b.Fatal(err)
		}
		if len(parcels) == 0 {
			break
		}
		var results []complaint.Settled
		for _, p := range parcels {
			results = append(results, complaint.Settled{Parcel: p, Outcome: complaint.Outcome{State: complaint.Sent, Messages: []int64{p.ID}, Chat: p.Chat}})
		}
		if err := db.Settle(b.Context(), benchNow, results); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "parcels/s")
}
