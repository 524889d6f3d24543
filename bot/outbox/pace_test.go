package outbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"redress/flows/complaint"
)

// most is the greatest number of sendings within any span.
func most(list []sending, span time.Duration, match func(complaint.Parcel) bool) int {
	var times []time.Time
	for _, s := range list {
		if match(s.p) {
			for range cost(s.p) {
				times = append(times, s.at)
			}
		}
	}
	best := 0
	for i := range times {
		n := 0
		for _, at := range times[i:] {
			if at.Sub(times[i]) < span {
				n++
			}
		}
		best = max(best, n)
	}
	return best
}

func anyChat(complaint.Parcel) bool { return true }

func TestTG03GroupsGetTwentyAMinute(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		for i := range 100 {
			p := say(-1)
			p.Lane = fmt.Sprint("a", i)
			if i%10 == 0 {
				p.Topic, p.Forum = "new", true
			}
			q.put(p)
		}
		_, stop := start(t, q, l)
		time.Sleep(9 * time.Minute)
		stop()
		if n := most(l.all(), time.Minute, anyChat); n > 16 {
			t.Errorf("%d in a minute", n)
		}
		if q.left() != 0 {
			t.Errorf("%d left after 9 minutes", q.left())
		}
	})
}

func TestAB07UrgentHasItsOwnShare(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		for i := range 200 {
			p := say(-1)
			p.Lane = fmt.Sprint("a", i)
			q.put(p)
		}
		o, stop := start(t, q, l)
		time.Sleep(30 * time.Second)
		urgent := say(-1)
		urgent.Lane, urgent.Urgency = "urgent", complaint.Urgent
		begun := time.Now()
		q.put(urgent)
		o.Wake()
		time.Sleep(5 * time.Second)
		found := false
		for _, s := range l.all() {
			if s.p.Lane == "urgent" {
				found = true
				if d := s.at.Sub(begun); d > 5*time.Second {
					t.Errorf("urgent after %v", d)
				}
			}
		}
		if !found {
			t.Error("urgent is still waiting")
		}
		if n := most(l.all(), time.Minute, anyChat); n > 20 {
			t.Errorf("%d in a minute", n)
		}
		stop()
	})
}

func TestLowLeavesRoom(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		for i := range 30 {
			p := say(-1)
			p.Lane, p.Urgency = fmt.Sprint("low", i), complaint.Low
			q.put(p)
		}
		o, stop := start(t, q, l)
		time.Sleep(20 * time.Second)
		if n := len(l.all()); n != 10 {
			t.Errorf("%d low ones went", n)
		}
		normal := say(-1)
		normal.Lane = "normal"
		q.put(normal)
		o.Wake()
		time.Sleep(time.Second)
		list := l.all()
		if list[len(list)-1].p.Lane != "normal" {
			t.Error("a normal one had to wait for low ones")
		}
		stop()
	})
}

func TestTG01PrivateChatsGetOneASecond(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		for range 10 {
			q.put(say(1), say(2))
		}
		begun := time.Now()
		_, stop := start(t, q, l)
		time.Sleep(9 * time.Second)
		stop()
		one := func(p complaint.Parcel) bool { return p.Chat == 1 }
		if n := most(l.all(), time.Second, one); n > 4 {
			t.Errorf("%d in a second", n)
		}
		if q.left() != 0 {
			t.Errorf("%d left", q.left())
		}
		if d := l.all()[19].at.Sub(begun); d < 6*time.Second {
			t.Errorf("all gone after %v", d)
		}
	})
}

func TestTG02ThirtyASecondOverall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		q, l := &queue{}, &line{}
		for i := range int64(400) {
			q.put(say(i + 1))
		}
		_, stop := start(t, q, l)
		time.Sleep(20 * time.Second)
		stop()
		if n := most(l.all(), time.Second, anyChat); n > 30 {
			t.Errorf("%d in a second", n)
		}
		if q.left() != 0 {
			t.Errorf("%d left: the pace is too slow", q.left())
		}
	})
}

func TestCost(t *testing.T) {
	t.Parallel()
	long := complaint.Words(strings.Repeat("字", 9000))
	for name, c := range map[string]struct {
		p    complaint.Parcel
		want int
	}{
		"message": {say(1), 1},
		"long":    {complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Text: long}}, 3},
		"rest":    {complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Text: long}, Done: []int64{1, 2}}, 1},
		"album":   {complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Copy, CopyIDs: []int64{1, 2, 3}}}, 3},
		"topic":   {complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Topic: "x"}, Forum: true}, 2},
		"in it":   {complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Say, Topic: "x"}, Forum: true, TopicID: 4}, 1},
		"edit":    {complaint.Parcel{Outbound: complaint.Outbound{Op: complaint.Show, MessageID: 4, Text: long}}, 1},
	} {
		if got := cost(c.p); got != c.want {
			t.Errorf("%s costs %d", name, got)
		}
	}
}

func TestPacerForgetsQuietChats(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := newPacer(TelegramPace())
		for i := range int64(manyChats) {
			p.reserve(time.Now(), say(i+1))
		}
		p.hold(1, time.Now().Add(24*time.Hour))
		time.Sleep(forgetting + time.Minute)
		p.reserve(time.Now(), say(-1))
		if len(p.chats) != 2 {
			t.Errorf("%d chats remembered", len(p.chats))
		}
		synctest.Wait()
	})
}
