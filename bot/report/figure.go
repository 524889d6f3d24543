package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
)

// figure is one number of a report with what it means. Its sentences are "figure_<key>", the
// name, and "how_<key>", how it is counted.
type figure struct {
	key   string
	of    func(t *Terms, f *complaint.Figures) string
	part  func(f *complaint.Figures) complaint.Ratio // of a share: what it is made of
	shown bool                                       // at the top of the page, too
	// median is the same in a word, where of says more than that.
	median func(t *Terms, f *complaint.Figures) string
}

// reading is a figure as it is read: of the period, and of the one before.
type reading struct {
	Name, Value, Before, How string
	Top                      bool
	Brief, Last              string // the same in a word, of this period and of the one before
}

// readings are all figures of a period beside those of the period before; before may be nil.
func (t *Terms) readings(now, before *complaint.Figures) []reading {
	var out []reading
	for _, f := range figures() {
		r := reading{Name: t.Voice.Str("figure_" + f.key), How: t.Voice.Str("how_" + f.key), Value: t.say(f, now), Top: f.shown, Brief: t.brief(f, now)}
		if before != nil {
			r.Before, r.Last = t.say(f, before), t.brief(f, before)
		}
		out = append(out, r)
	}
	return out
}

func (t *Terms) say(f figure, of *complaint.Figures) string {
	if f.part == nil {
		return f.of(t, of)
	}
	return t.share(f.part(of))
}

// brief says the heart of a figure: the percentage, the median.
func (t *Terms) brief(f figure, of *complaint.Figures) string {
	switch {
	case f.part != nil:
		return t.percent(f.part(of))
	case f.median != nil:
		return f.median(t, of)
	}
	return f.of(t, of)
}

// percent is a share in a word.
func (t *Terms) percent(r complaint.Ratio) string {
	p, ok := r.Percent()
	if !ok {
		return t.Voice.Str("cell_none")
	}
	return t.Voice.Str("cell_percent", "percent", p)
}

// share is a part of a whole, in percent with what it is made of (AT-05: no percentage of nothing).
func (t *Terms) share(r complaint.Ratio) string {
	p, ok := r.Percent()
	if !ok {
		return t.Voice.Str("cell_none")
	}
	return t.Voice.Str("cell_share", "percent", p, "part", r.Part, "whole", r.Whole)
}

// span is a length of time as people say it; what takes less than a minute took a minute.
func (t *Terms) span(d time.Duration) string { return t.Voice.Span(max(d, time.Minute)) }

// figures are M01 to M26 and what they rest on, in the order of a report.
func figures() []figure {
	number := func(key string, shown bool, of func(*complaint.Figures) int) figure {
		return figure{key: key, shown: shown, of: func(_ *Terms, f *complaint.Figures) string { return strconv.Itoa(of(f)) }}
	}
	share := func(key string, shown bool, of func(*complaint.Figures) complaint.Ratio) figure {
		return figure{key: key, shown: shown, part: of}
	}
	times := func(key string, shown bool, of func(*complaint.Figures) complaint.Times, length func(complaint.Took) time.Duration) figure {
		return figure{key: key, shown: shown, of: func(t *Terms, f *complaint.Figures) string { return t.times(of(f), length) },
			median: func(t *Terms, f *complaint.Figures) string { return t.median(of(f), length) }}
	}
	return []figure{
		number("received", true, func(f *complaint.Figures) int { return f.Received }),
		number("closed", true, func(f *complaint.Figures) int { return f.Closed }),
		number("open", true, func(f *complaint.Figures) int { return f.Open }),
		number("paused", false, func(f *complaint.Figures) int { return f.Paused }),
		number("overdue", true, func(f *complaint.Figures) int { return f.Overdue }),
		number("grave", false, func(f *complaint.Figures) int { return f.Grave }),
		number("unclaimed", false, func(f *complaint.Figures) int { return f.Unclaimed }),
		{key: "ages", of: (*Terms).ages},
		times("acknowledged", false, func(f *complaint.Figures) complaint.Times { return f.Acknowledged }, complaint.Took.Elapsed),
		times("first_reply", true, func(f *complaint.Figures) complaint.Times { return f.FirstReply }, complaint.Took.Elapsed),
		number("unanswered", false, func(f *complaint.Figures) int { return f.Unanswered }),
		times("gaps", false, func(f *complaint.Figures) complaint.Times { return f.Gaps }, complaint.Took.Elapsed),
		times("claims", false, func(f *complaint.Figures) complaint.Times { return f.Claims }, complaint.Took.Elapsed),
		times("first_result", false, func(f *complaint.Figures) complaint.Times { return f.FirstResult }, complaint.Took.Elapsed),
		times("resolution", true, func(f *complaint.Figures) complaint.Times { return f.Resolution }, complaint.Took.Elapsed),
		times("net", false, func(f *complaint.Figures) complaint.Times { return f.Resolution }, complaint.Took.Net),
		share("limits_kept", true, kept),
		number("unlimited", false, func(f *complaint.Figures) int { return f.Unlimited }),
		share("promises", false, func(f *complaint.Figures) complaint.Ratio { return ratioOf(f.Promises) }),
		share("progress", false, func(f *complaint.Figures) complaint.Ratio { return f.Progress }),
		share("valid_closed", true, func(f *complaint.Figures) complaint.Ratio { return f.Valid }),
		share("cohort", false, func(f *complaint.Figures) complaint.Ratio { return f.Cohort }),
		share("done", false, func(f *complaint.Figures) complaint.Ratio { return f.Done }),
		share("solved", false, func(f *complaint.Figures) complaint.Ratio { return f.Solved }),
		{key: "satisfied", shown: true, of: (*Terms).satisfied, median: (*Terms).contentment},
		share("surveyed", false, func(f *complaint.Figures) complaint.Ratio { return f.Surveyed }),
		number("reopened", false, func(f *complaint.Figures) int { return f.Reopened }),
		share("back", false, func(f *complaint.Figures) complaint.Ratio { return f.Back }),
		number("back_again", false, func(f *complaint.Figures) int { return f.BackAgain }),
		number("second", false, func(f *complaint.Figures) int { return f.Second }),
		share("repeat", false, func(f *complaint.Figures) complaint.Ratio { return f.Repeat }),
		number("escalated", false, func(f *complaint.Figures) int { return f.Escalated }),
		number("raised", false, func(f *complaint.Figures) int { return f.Raised }),
		number("objections", false, func(f *complaint.Figures) int { return f.Objections }),
		number("offered", false, func(f *complaint.Figures) int { return f.Offers.Proposed }),
		number("approved", false, func(f *complaint.Figures) int { return f.Offers.Approved }),
		share("callbacks", false, func(f *complaint.Figures) complaint.Ratio { return f.Callbacks }),
		number("lacking", false, func(f *complaint.Figures) int { return f.Lacking }),
		number("local", false, func(f *complaint.Figures) int { return f.Fallbacks }),
		number("undelivered", false, func(f *complaint.Figures) int { return f.Undelivered }),
	}
}

// times is the median and the ninetieth percentile, with how many there were.
func (t *Terms) times(all complaint.Times, length func(complaint.Took) time.Duration) string {
	if len(all) == 0 {
		return t.Voice.Str("cell_none")
	}
	return t.Voice.Str("cell_times", "median", t.span(all.Quantile(0.5, length)), "slow", t.span(all.Quantile(0.9, length)), "n", len(all))
}

func (t *Terms) median(all complaint.Times, length func(complaint.Took) time.Duration) string {
	if len(all) == 0 {
		return t.Voice.Str("cell_none")
	}
	return t.span(all.Quantile(0.5, length))
}

// ages are the bands of what is open, with median and ninetieth percentile (M11).
func (t *Terms) ages(f *complaint.Figures) string {
	if f.Open == 0 {
		return t.Voice.Str("cell_none")
	}
	bands := make([]string, len(f.Ages))
	for i, n := range f.Ages {
		bands[i] = t.Voice.Str("age_"+[]string{"day", "days", "week", "month", "more"}[i], "n", n)
	}
	return strings.Join(bands, " · ") + " · " + t.Voice.Str("cell_ages", "median", t.span(f.AgeMedian), "slow", t.span(f.AgeP90))
}

// satisfied is CSAT: the share of 4 and 5, and of fewer than five answers the scores themselves (ME-AT05).
func (t *Terms) satisfied(f *complaint.Figures) string {
	n, sum, good := len(f.Ratings), 0, 0
	scores := make([]string, n)
	for i, r := range f.Ratings {
		scores[i] = strconv.Itoa(r)
		sum += r
		if r >= 4 {
			good++
		}
	}
	switch {
	case n == 0:
		return t.Voice.Str("cell_none")
	case n < 5:
		return strings.Join(scores, ", ")
	}
	return t.Voice.Str("cell_satisfied", "percent", (200*good+n)/(2*n), "mean", fmt.Sprintf("%.1f", float64(sum)/float64(n)), "n", n)
}

// contentment is satisfied in a word.
func (t *Terms) contentment(f *complaint.Figures) string {
	good := 0
	for _, r := range f.Ratings {
		if r >= 4 {
			good++
		}
	}
	if len(f.Ratings) < 5 {
		return t.satisfied(f)
	}
	return t.percent(complaint.Ratio{Part: good, Whole: len(f.Ratings)})
}

// kept is M07 over all limits.
func kept(f *complaint.Figures) (all complaint.Ratio) {
	for _, l := range f.Limits {
		r := ratioOf(l)
		all.Part, all.Whole = all.Part+r.Part, all.Whole+r.Whole
	}
	return all
}

func ratioOf(l complaint.Limit) complaint.Ratio {
	return complaint.Ratio{Part: l.Met, Whole: l.Met + l.Breached}
}
