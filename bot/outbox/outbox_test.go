package outbox

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

func TestDelivers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		o, stop := start(t, q, l)
		synctest.Wait()
		q.put(say(1), say(2))
		o.Wake()
		synctest.Wait()
		if n := len(l.all()); n != 2 {
			t.Errorf("%d sent at once", n)
		}
		stop()
		if s := o.Stats(); s.Sent != 2 || s.UnderWay != 0 || q.left() != 0 {
			t.Errorf("stats %+v, %d left", s, q.left())
		}
	})
}

func TestFindsWorkWithoutBeingWoken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		_, stop := start(t, q, l)
		synctest.Wait()
		q.put(say(1))
		time.Sleep(idleCheck + time.Second)
		if len(l.all()) != 1 {
			t.Error("not found")
		}
		stop()
	})
}

func TestOrderWithinALane(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		failed := map[int64]int{}
		var mu sync.Mutex
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			time.Sleep(time.Duration(p.ID%7) * 30 * time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			if failed[p.ID]++; failed[p.ID] <= int(p.ID%3) { // some fail once or twice first
				return complaint.Outcome{State: complaint.Retrying, Offline: p.ID%2 == 0}
			}
			return sent()
		}}
		for i := range int64(120) {
			p := say(1 + i%6)
			if i%6 >= 4 {
				p.Chat = -1
				p.Lane = fmt.Sprint("g", i%6)
			}
			q.put(p)
		}
		_, stop := start(t, q, l)
		time.Sleep(time.Hour)
		stop()
		if q.left() != 0 {
			t.Fatalf("%d left", q.left())
		}
		last := map[string]int64{}
		for _, s := range q.settled {
			if s.Parcel.ID < last[s.Parcel.Lane] {
				t.Fatalf("parcel %d after %d in lane %s", s.Parcel.ID, last[s.Parcel.Lane], s.Parcel.Lane)
			}
			last[s.Parcel.Lane] = s.Parcel.ID
		}
	})
}

func TestOneLaneDoesNotHoldUpOthers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Chat == 1 {
				return complaint.Outcome{State: complaint.Retrying, Offline: true}
			}
			return sent()
		}}
		q.put(say(1), say(1), say(2), say(3))
		_, stop := start(t, q, l)
		synctest.Wait()
		if q.left() != 2 {
			t.Errorf("%d left", q.left())
		}
		stop()
	})
}

func TestOutcomesAreNotLostWhenTheQueueCannotWrite(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{failures: 5}, &line{}
		q.put(say(1), say(2), say(1))
		_, stop := start(t, q, l)
		time.Sleep(20 * time.Second)
		stop()
		if n := len(l.all()); n != 3 || q.left() != 0 {
			t.Errorf("%d sent, %d left", n, q.left())
		}
	})
}

func TestStopWaitsForWhatIsUnderWay(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{failures: 1}
		l := &line{do: func(ctx context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Chat == 1 {
				time.Sleep(5 * time.Second)
				return sent()
			}
			<-ctx.Done() // hangs
			return complaint.Outcome{State: complaint.Retrying, Uncertain: true, Offline: true}
		}}
		q.put(say(1), say(2))
		o, stop := start(t, q, l)
		synctest.Wait()
		q.put(say(3))
		begun := time.Now()
		stop()
		if d := time.Since(begun); d < 5*time.Second || d > drainTime+5*time.Second {
			t.Errorf("stopped after %v", d)
		}
		if s := o.Stats(); s.Sent != 1 || s.Uncertain != 1 || s.UnderWay != 0 {
			t.Errorf("stats %+v", s)
		}
		if q.rows[0].state != complaint.Sent || q.rows[1].state != complaint.Retrying || len(l.all()) != 2 {
			t.Error("not written down, or something new was taken")
		}
	})
}

func TestSettledIsToldAfterwards(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		q.put(say(1))
		ctx, cancel := context.WithCancel(t.Context())
		told := make(chan []complaint.Settled, 1)
		o := New(Config{Queue: q, Sender: &line{}, Settled: func(s []complaint.Settled) { told <- s }})
		go o.Run(ctx)
		if list := <-told; len(list) != 1 || q.left() != 0 {
			t.Errorf("told %+v", list)
		}
		cancel()
		synctest.Wait()
	})
}
