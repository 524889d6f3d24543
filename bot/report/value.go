package report

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A value of a row is a string, int, float64, bool, time.Time, coded or nil: nothing is known.

// coded is something that has an id for machines and a name for people.
type coded struct{ id, name string }

// plain brings a value to what a cell can hold: nil for what is empty, cleaned text otherwise.
func plain(v any) any {
	switch v := v.(type) {
	case string:
		if v = tidy(v); v == "" {
			return nil
		}
		return v
	case coded:
		if v.id == "" {
			return nil
		}
		return coded{v.id, tidy(v.name)}
	case time.Time:
		if v.IsZero() {
			return nil
		}
	}
	return v
}

// tidy takes out what is no text: control characters besides the line break, surrogates and
// marks that turn the direction of writing.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\n':
			return r
		case unicode.IsControl(r) || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF' || r == '\uFFFE' || r == '\uFFFF':
			return -1
		}
		return r
	}, s))
}

// risky reports whether a spreadsheet would take a text for a formula.
func risky(s string) bool {
	s = strings.TrimLeft(s, " \n\u00A0\u3000")
	return s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0])
}

// text writes a value as a person reads it, with moments as ISO 8601 in the zone given.
func (t *Terms) text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case coded:
		return v.name
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return t.Voice.Str("cell_yes")
		}
		return t.Voice.Str("cell_no")
	case time.Time:
		return v.In(t.zone()).Format(time.RFC3339)
	}
	return ""
}

// hours is a length of time in hours, to the hundredth; nil where one end is missing.
func hours(from, to time.Time, less time.Duration) any {
	if from.IsZero() || to.IsZero() || to.Before(from) {
		return nil
	}
	return inHours(max(0, to.Sub(from)-less))
}

func inHours(d time.Duration) float64 { return float64(int64(d.Hours()*100+0.5)) / 100 }

// known is a number that says nothing while it is zero.
func known(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
