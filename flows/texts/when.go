package texts

import (
	"time"
)

// When names a moment as a person would: "14:30 today", "tomorrow 09:00", "Mon 23 Nov 09:00".
func (v Voice) When(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	clock := t.Format("15:04")
	switch days(now, t) {
	case 0:
		return v.Str("when_today", "clock", clock)
	case 1:
		return v.Str("when_tomorrow", "clock", clock)
	case -1:
		return v.Str("when_yesterday", "clock", clock)
	}
	return v.Str("when_date", "clock", clock, "date", v.Date(t, zone))
}

// Date names a day: "Mon 23 Nov", "11月23日 周一".
func (v Voice) Date(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return v.Str("date", "weekday", v.Str("weekday_"+t.Format("Mon")), "day", t.Day(),
		"month", v.Str("month_"+t.Format("Jan")))
}

// Span names a length of time by its two largest units: "1 h 52 min", "3 d 4 h".
func (v Voice) Span(d time.Duration) string {
	d = d.Abs().Round(time.Minute)
	day, hour, minute := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case day > 0 && hour > 0:
		return v.Str("span_days_hours", "d", day, "h", hour)
	case day > 0:
		return v.Str("span_days", "d", day)
	case hour > 0 && minute > 0:
		return v.Str("span_hours_minutes", "h", hour, "m", minute)
	case hour > 0:
		return v.Str("span_hours", "h", hour)
	}
	return v.Str("span_minutes", "m", minute)
}

// days counts midnights from a to b, both in the same zone.
func days(a, b time.Time) int {
	midnight := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(midnight(b).Sub(midnight(a)).Hours() / 24)
}
