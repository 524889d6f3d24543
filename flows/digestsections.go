package flows

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"redress/flows/complaint"
)

// The sections of a digest (domain 5.3), each empty when it has nothing to say.
// desks is one line for each desk, in the managers' digest.
func (b *bulletin) desks() complaint.Rich {
	var text complaint.Rich
	for _, d := range b.f.Desks {
		name := b.deskName(d.Desk, b.v.Lang)
		if name == "" {
			name = b.v.Str("digest_desk_staff")
		}
		text = joinLines(text, b.v.Say("digest_desk", "desk", name, "received", d.Received, "closed", d.Closed, "open", d.Open, "overdue", d.Overdue))
	}
	return text
}

func (b *bulletin) soon() complaint.Rich {
	if b.f.Soon == 0 {
		return nil
	}
	if lines := b.lines(b.f.Next, b.f.Soon); len(lines) > 0 {
		return joinLines(b.v.Say("digest_soon", "n", b.f.Soon), lines)
	}
	return b.v.Say("digest_soon", "n", b.f.Soon)
}

// waiting says how many nobody has, and for how long the oldest of them has waited.
func (b *bulletin) waiting() complaint.Rich {
	if b.f.Unclaimed == 0 || b.f.UnclaimedAt.IsZero() {
		return nil
	}
	return joinLines(b.v.Say("digest_unclaimed", "n", b.f.Unclaimed, "age", b.v.Span(b.f.CutOff.Sub(b.f.UnclaimedAt))), b.lines(b.f.Waiting, b.f.Unclaimed))
}

func (b *bulletin) approvals() complaint.Rich {
	if len(b.f.Approval) == 0 {
		return nil
	}
	return joinLines(b.v.Say("digest_approvals", "n", len(b.f.Approval)), b.lines(b.f.Approval, len(b.f.Approval)))
}

// pace is how fast customers heard from a person and had a result, against the week before.
func (b *bulletin) pace() complaint.Rich {
	var text complaint.Rich
	week := b.st.Week
	if week == nil {
		week = &complaint.Figures{}
	}
	text = joinLines(text, b.times("digest_reply", b.f.FirstReply, week.FirstReply), b.times("digest_closing", b.f.Resolution, week.Resolution))
	if b.f.Unanswered > 0 {
		text = joinLines(text, b.v.Say("digest_unanswered", "n", b.f.Unanswered, "age", b.v.Span(b.f.CutOff.Sub(b.f.UnansweredAt))))
	}
	return text
}

func (b *bulletin) times(key string, now, before complaint.Times) complaint.Rich {
	if len(now) == 0 {
		return nil
	}
	working := func(t complaint.Took) time.Duration { return b.Policy.Calendar().Working(t.From, t.To) }
	text := b.v.Say(key, "n", len(now), "median", b.span(now.Quantile(0.5, complaint.Took.Elapsed)),
		"p90", b.span(now.Quantile(0.9, complaint.Took.Elapsed)), "working", b.span(now.Quantile(0.5, working)))
	if len(before) > 0 {
		text = append(text, b.v.Say("digest_before", "median", b.span(before.Quantile(0.5, complaint.Took.Elapsed)),
			"p90", b.span(before.Quantile(0.9, complaint.Took.Elapsed)))...)
	}
	return text
}

func (b *bulletin) span(d time.Duration) string { return b.v.Span(max(d, time.Minute)) }

// kept is the attainment of limits (M07), those that were broken by name, and of promises (M18).
func (b *bulletin) kept() complaint.Rich {
	var all complaint.Limit
	var broken complaint.Rich
	for _, l := range b.f.Limits {
		all.Met += l.Met
		all.Breached += l.Breached
		all.Provisional += l.Provisional
		if l.Breached > 0 {
			broken = joinLines(broken, b.v.Say("digest_limit", "limit", b.clockAction(l.Rule, b.v.Lang), "id", l.Rule, "met", l.Met, "of", l.Met+l.Breached))
		}
	}
	var text complaint.Rich
	if n := all.Met + all.Breached; n > 0 {
		text = b.v.Say("digest_limits", "percent", percent(all.Met, n), "met", all.Met, "of", n)
		if all.Provisional > 0 {
			text = append(text, b.v.Say("digest_provisional", "n", all.Provisional)...)
		}
	}
	if p := b.f.Promises; p.Met+p.Breached > 0 {
		broken = joinLines(broken, b.v.Say("digest_promises", "met", p.Met, "of", p.Met+p.Breached))
	}
	return joinLines(text, broken)
}

func percent(part, whole int) int {
	n, _ := complaint.Ratio{Part: part, Whole: whole}.Percent()
	return n
}

// fewRatings is how many answers make a percentage (M15).
const fewRatings = 5

// ratings prints the share of satisfied customers from five answers on, below that the scores
// themselves (M15), and what those said who were not satisfied.
func (b *bulletin) ratings() complaint.Rich {
	n := len(b.f.Ratings)
	if n == 0 {
		return nil
	}
	sum, satisfied := 0, 0
	scores := make([]string, n)
	for i, r := range b.f.Ratings {
		sum += r
		scores[i] = strconv.Itoa(r)
		if r >= 4 {
			satisfied++
		}
	}
	text := b.v.Say("digest_ratings_few", "n", n, "scores", strings.Join(scores, ", "))
	if n >= fewRatings {
		text = b.v.Say("digest_ratings", "n", n, "mean", strconv.FormatFloat(float64(sum)/float64(n), 'f', 1, 64), "percent", percent(satisfied, n))
	}
	if r := b.f.Surveyed; r.Whole >= fewRatings {
		text = append(text, b.v.Say("digest_surveyed", "n", r.Part, "of", r.Whole)...)
	}
	for i, s := range b.f.Low {
		if i < fewRatings {
			text = joinLines(text, b.low(s))
		}
	}
	return text
}

func (b *bulletin) low(s complaint.Score) complaint.Rich {
	words := b.v.Str("digest_no_words")
	if s.Comment != "" {
		words = excerpt(withoutNumbers(s.Comment), 80)
	}
	return b.v.Say("digest_low", "score", s.Result, "card", b.cardLink(s.ID, s.Number), "words", words)
}

// withoutNumbers blots out what could be somebody's number or address.
func withoutNumbers(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		digits := 0
		for _, r := range w {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		if digits >= 5 || strings.ContainsRune(w, '@') {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

// topics names what stands out, with the complaints behind it (M22).
func (b *bulletin) topics() complaint.Rich {
	var text complaint.Rich
	for _, topic := range b.f.Topics {
		key := "digest_topic"
		if topic.Spike {
			key = "digest_topic_spike"
		}
		text = joinLines(text, b.v.Say(key, "topic", b.topicName(topic), "today", topic.Today,
			"usual", strconv.FormatFloat(topic.Usual, 'f', 1, 64), "people", topic.People, "month", topic.Month,
			"numbers", strings.Join(topic.Numbers, ", ")))
	}
	if len(text) == 0 {
		return nil
	}
	return joinLines(b.v.Say("digest_topics"), text)
}

func (b *bulletin) topicName(topic complaint.Topic) string {
	name := b.Policy.CategoryName(topic.Category, b.v.Lang)
	if parts := strings.SplitN(topic.About, ":", 3); len(parts) == 3 {
		return name + " · " + parts[2]
	}
	return name
}
