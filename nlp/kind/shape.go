package kind

import (
	"math"
	"unicode"
)

// shape tells where in the text praise and grievances stand, and how it is said.
func (h Heard) shape() []float64 {
	c := h.course()
	asks, marks, bangs := h.signs()
	more := min(2, math.Abs(h.Score.Praise-h.Score.Complaint)/8)
	return []float64{
		c.praised / c.root, c.grieved / c.root,
		flag(c.first > 0), flag(c.first < 0), flag(c.last > 0), flag(c.last < 0),
		flag(c.first > 0 && c.last < 0), flag(c.first < 0 && c.last > 0), flag(c.praised > 0 && c.grieved > 0),
		flag(c.end > 0), flag(c.end < 0),
		flag(asks > 0 && c.grieved > 0), flag(asks > 0 && c.praised > 0), flag(asks > 0 && c.grieved == 0 && c.praised == 0),
		flag(marks > 1), flag(bangs > 0), flag(bangs > 0 && asks > 0), flag(h.loud()),
		more * flag(h.Score.Praise > h.Score.Complaint), more * flag(h.Score.Praise < h.Score.Complaint),
	}
}

// course is how the tone goes from clause to clause.
type course struct {
	praised, grieved float64 // clauses
	first, last, end float64 // tone of the first and last clause that has one, and of the very last
	root             float64 // of the number of clauses
}

func (h Heard) course() course {
	n := len(h.Text.Clauses)
	c := course{root: math.Sqrt(float64(max(n, 1)))}
	tones := make([]float64, n)
	for _, m := range h.tones {
		if i := h.Text.ClauseAt(m.Start); i >= 0 {
			tones[i] += m.Weight
		}
	}
	for _, tone := range tones {
		if tone == 0 {
			continue
		}
		if tone > 0 {
			c.praised++
		} else {
			c.grieved++
		}
		if c.first == 0 {
			c.first = tone
		}
		c.last = tone
	}
	if n > 0 {
		c.end = tones[n-1]
	}
	return c
}

// signs counts clauses that ask, question marks and exclamation marks.
func (h Heard) signs() (asks, marks, bangs int) {
	for _, c := range h.Text.Clauses {
		if c.Asks {
			asks++
		}
	}
	for _, r := range h.Text.Fold {
		switch r {
		case '?':
			marks++
		case '!':
			bangs++
		}
	}
	return asks, marks, bangs
}

// loud tells a text in capitals.
func (h Heard) loud() bool {
	capitals, letters := 0, 0
	for _, r := range h.Text.Raw {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return letters > 8 && capitals*5 > letters*2
}
