package bench

import (
	"fmt"
	"strconv"
	"time"
)

// Kill is the end of a replica, at whatever instruction it was.
type Kill struct {
	By string
	At time.Time
}

// Verdict is what the stand-in's log says about a siege.
type Verdict struct {
	Cards, Replies, Relays int // that arrived, each counted once
	Explained              int // came twice: the answer to the first was lost, or the replica was killed before it could note it
	Doubled                []string
	Disorder               []string
}

// Outage is when the records were out of reach.
type Outage struct{ From, To time.Time }

// noteWithin is how long before a kill an answer may have come that was not noted any more, not
// counting the time in which nothing could be noted.
const noteWithin = 2 * time.Second

// Judge reads the log.
func (s *Server) Judge(kills []Kill, outages []Outage) Verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := Verdict{}
	seen, last := map[string]Entry{}, map[string]int{}
	for _, e := range s.log {
		what, series, n := thing(e)
		if what == "" {
			continue
		}
		before, again := seen[what]
		seen[what] = e
		if again {
			if excused(before, kills, outages) {
				v.Explained++
			} else {
				v.Doubled = append(v.Doubled, what)
			}
			continue
		}
		v.count(series)
		if most, ok := last[series]; ok && n < most && series != "card" {
			v.Disorder = append(v.Disorder, fmt.Sprintf("%s after %d", what, most))
		}
		last[series] = max(last[series], n)
	}
	return v
}

func (v *Verdict) count(series string) {
	switch series[:4] {
	case "card":
		v.Cards++
	case "repl":
		v.Replies++
	default:
		v.Relays++
	}
}

// thing says what an entry is, and which place it has in which series.
func thing(e Entry) (what, series string, n int) {
	if e.Method != "sendMessage" {
		return "", "", 0
	}
	if r := replyWord.FindStringSubmatch(e.Text); r != nil && e.Chat > 0 {
		n, _ := strconv.Atoi(r[2]) // digits
		return "reply " + r[1] + " " + r[2], "reply " + r[1], n
	}
	if e.Chat != Staff {
		return "", "", 0
	}
	if _, card := button(e.Sent, "s:claim"); card {
		return "card " + filedNumber.FindString(e.Text), "card", 0
	}
	if w := saidWord.FindStringSubmatch(e.Text); w != nil {
		n, _ := strconv.Atoi(w[2]) // digits
		if n == 0 {                // what a complaint began with is quoted by more than one notice
			return "notice " + e.Text, "notice", 0
		}
		return "relay " + w[1] + " " + w[2], "relay " + w[1], n
	}
	return "", "", 0
}

// excused reports whether the bot could not know that an entry had arrived.
func excused(e Entry, kills []Kill, outages []Outage) bool {
	if !e.Answered {
		return true
	}
	for _, k := range kills {
		if k.By == e.By && !k.At.Before(e.At) && k.At.Sub(e.At)-away(e.At, k.At, outages) < noteWithin {
			return true
		}
	}
	return false
}

// away is for how much of a time the records were out of reach.
func away(from, to time.Time, outages []Outage) (d time.Duration) {
	for _, o := range outages {
		first, last := o.From, o.To
		if first.Before(from) {
			first = from
		}
		if last.After(to) {
			last = to
		}
		d += max(0, last.Sub(first))
	}
	return d
}
