package outbox

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

func TestBacksOffAndNeverGivesUpWhileOffline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		begun := time.Now()
		l := &line{do: func(context.Context, complaint.Parcel) complaint.Outcome {
			if time.Since(begun) < 30*time.Hour {
				return complaint.Outcome{State: complaint.Retrying, Offline: true}
			}
			return sent()
		}}
		q.put(say(1))
		o, stop := start(t, q, l)
		time.Sleep(31 * time.Hour)
		stop()
		if s := o.Stats(); s.Sent != 1 || s.Failed != 0 {
			t.Errorf("stats %+v", s)
		}
		tries := l.all()
		for i := 1; i < len(tries); i++ {
			gap := tries[i].at.Sub(tries[i-1].at)
			want := min(time.Second<<min(i-1, 20), longestOffline)
			if gap < want/2 || gap > want+idleCheck {
				t.Fatalf("pause %d was %v", i, gap)
			}
		}
	})
}

func TestGivesUpOnWhatIsTurnedDown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.ID == 1 {
				return complaint.Outcome{State: complaint.Retrying, GoneCard: true, Reason: "message to edit not found"}
			}
			return sent()
		}}
		q.put(say(1), say(1))
		o, stop := start(t, q, l)
		time.Sleep(2 * time.Hour)
		stop()
		if s := o.Stats(); s.Failed != 1 || s.Sent != 1 || q.left() != 0 {
			t.Errorf("stats %+v, %d left", s, q.left())
		}
		if n := len(l.all()); n != maxRefused+1 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestReaddressedIsRepeatedAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Attempts == 0 {
				return complaint.Outcome{State: complaint.Retrying, GoneTopic: true}
			}
			return sent()
		}}
		q.put(say(1))
		_, stop := start(t, q, l)
		time.Sleep(time.Second)
		if q.left() != 0 {
			t.Error("not repeated")
		}
		stop()
	})
}

func TestThrottledHoldsTheChat(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		begun := time.Now()
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.ID == 1 && p.Attempts == 0 {
				return complaint.Outcome{State: complaint.Retrying, Throttled: 40 * time.Second}
			}
			return sent()
		}}
		first, second := say(-1), say(-1)
		first.Lane, second.Lane = "a", "b"
		q.put(first)
		o, stop := start(t, q, l)
		synctest.Wait()
		q.put(second, say(5))
		o.Wake()
		time.Sleep(2 * time.Minute)
		stop()
		for _, s := range l.all()[1:] {
			held := s.at.Sub(begun)
			if s.p.Chat == -1 && held < 40*time.Second {
				t.Errorf("parcel %d after %v", s.p.ID, held)
			}
			if s.p.Chat == 5 && held > time.Second {
				t.Errorf("another chat waited %v", held)
			}
		}
		if q.left() != 0 {
			t.Errorf("%d left", q.left())
		}
	})
}

func TestPanicIsARetry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q := &queue{}
		l := &line{do: func(_ context.Context, p complaint.Parcel) complaint.Outcome {
			if p.Attempts < 2 {
				panic("boom")
			}
			return sent()
		}}
		q.put(say(1))
		o, stop := start(t, q, l)
		time.Sleep(time.Minute)
		stop()
		if s := o.Stats(); s.Panics != 2 || s.Sent != 1 || s.Uncertain != 2 {
			t.Errorf("stats %+v", s)
		}
	})
}
