package flows

import (
	"fmt"
	"strings"

	"redress/flows/complaint"
)

// again is what came back: reopened (M09), second complaints (M10), escalated (M20).
func (b *bulletin) again() complaint.Rich {
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"digest_reopened", b.f.Reopened}, {"digest_second", b.f.Second}, {"digest_escalated", b.f.Escalated}, {"digest_objections", b.f.Objections}} {
		if p.n > 0 {
			parts = append(parts, b.v.Str(p.key, "n", p.n))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	text := complaint.Words(strings.Join(parts, " · "))
	if r := b.f.Back; r.Part > 0 && r.Whole >= fewRatings {
		text = joinLines(text, b.v.Say("digest_back", "percent", percent(r.Part, r.Whole), "n", r.Part, "of", r.Whole))
	}
	return text
}

// reports names the regular reports that fall due within a day of the digest.
func (b *bulletin) reports() complaint.Rich {
	var text complaint.Rich
	for _, r := range b.house.Policy.Reports() {
		dates, ok := b.house.Policy.NextReport(r, b.f.CutOff.AddDate(0, 0, -1))
		if ok && b.f.Desk == "" && r.Every != "day" && dates.Send.Before(b.f.CutOff.AddDate(0, 0, 1)) {
			text = joinLines(text, b.v.Say("digest_report", "report", r.Name.In(b.v.Lang), "when", b.v.When(dates.Late, b.f.CutOff, b.Policy.Zone())))
		}
	}
	return text
}

// quality says what the numbers themselves are worth (M26).
func (b *bulletin) quality() complaint.Rich {
	fallbacks := b.f.Fallbacks
	if !b.st.Org.Model {
		fallbacks = 0
	}
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"digest_lacking", b.f.Lacking}, {"digest_undelivered", b.f.Undelivered}, {"digest_fallbacks", fallbacks}, {"digest_parked", b.f.Parked}} {
		if p.n > 0 {
			parts = append(parts, b.v.Str(p.key, "n", p.n))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return b.v.Say("digest_quality", "what", strings.Join(parts, " · "))
}

func (b *bulletin) oldest() complaint.Rich {
	list := b.f.Oldest[:min(len(b.f.Oldest), 5)]
	if lines := b.lines(list, len(list)); len(lines) > 0 {
		return joinLines(b.v.Say("digest_oldest"), lines)
	}
	return nil
}

// reading is what a model made of the numbers, marked as such.
func (b *bulletin) reading() complaint.Rich {
	if b.st.Reading == "" {
		return nil
	}
	return joinLines(b.v.Say("digest_reading"), complaint.Rich{{Text: b.st.Reading, Style: complaint.Quote}})
}

// correction says what the digest before this one would say today of the same day.
func (b *bulletin) correction() complaint.Rich {
	last, again := b.st.Last, b.st.Again
	if last == nil || again == nil {
		return nil
	}
	now := numbersOf(again)
	var parts []string
	for _, name := range corrected() {
		was, ok := last.Numbers[name]
		if ok && was != now[name] {
			parts = append(parts, b.v.Str("digest_corrected", "what", b.v.Str("digest_name_"+name), "now", now[name], "was", was))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return b.v.Say("digest_correction", "date", b.v.Date(last.CutOff, b.Policy.Zone()), "what", strings.Join(parts, "; "))
}

// corrected names the numbers of a sent digest that later events may change: those of its day.
func corrected() []string {
	return []string{"received", "closed", "met", "broken", "ratings", "satisfied", "reopened"}
}

// numbersOf are the numbers of a digest by name, to be kept with it.
func numbersOf(f *complaint.Figures) map[string]int {
	n := map[string]int{
		"received": f.Received, "closed": f.Closed, "reopened": f.Reopened, "second": f.Second, "ratings": len(f.Ratings),
		"open": f.Open, "overdue": f.Overdue, "soon": f.Soon, "unclaimed": f.Unclaimed, "emergency": f.Emergency, "grave": f.Grave,
		"promises_met": f.Promises.Met, "promises_broken": f.Promises.Breached, "undelivered": f.Undelivered, "lacking": f.Lacking,
	}
	for _, l := range f.Limits {
		n["met"] += l.Met
		n["broken"] += l.Breached
	}
	for _, r := range f.Ratings {
		if r >= 4 {
			n["satisfied"]++
		}
	}
	for i, a := range f.Ages {
		n[fmt.Sprintf("age_%d", i)] = a
	}
	return n
}
