package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
)

// moments are when what happened, and how long it took.
func moments() []column {
	at := func(key string, of func(*complaint.Record) time.Time) column {
		return column{key: key, width: 20, of: func(_ *Terms, r *complaint.Record) any { return of(r) }}
	}
	took := func(key string, of func(*complaint.Record) any) column {
		return column{key: key, width: 12, of: func(_ *Terms, r *complaint.Record) any { return of(r) }}
	}
	return []column{
		at("received_at", func(r *complaint.Record) time.Time {
			if r.ReceivedAt.IsZero() {
				return r.CreatedAt
			}
			return r.ReceivedAt
		}),
		at("confirmed_at", func(r *complaint.Record) time.Time { return r.Confirmed }),
		at("filed_at", func(r *complaint.Record) time.Time { return r.FiledAt }),
		at("acknowledged_at", func(r *complaint.Record) time.Time { return r.AcknowledgedAt }),
		at("claimed_at", func(r *complaint.Record) time.Time { return first(r, complaint.Claim) }),
		at("replied_at", func(r *complaint.Record) time.Time { return r.FirstReplyAt }),
		at("promised_at", func(r *complaint.Record) time.Time { return r.Promise }),
		at("resolved_at", func(r *complaint.Record) time.Time { return r.ResolvedAt }),
		at("closed_at", func(r *complaint.Record) time.Time { return r.ClosedAt }),
		at("reopened_at", func(r *complaint.Record) time.Time { return r.ReopenedAt }),
		at("updated_at", func(r *complaint.Record) time.Time { return r.UpdatedAt }),
		took("hours_to_claim", func(r *complaint.Record) any { return hours(r.FiledAt, first(r, complaint.Claim), 0) }),
		took("hours_to_reply", func(r *complaint.Record) any { return hours(r.FiledAt, r.FirstReplyAt, 0) }),
		took("hours_to_result", func(r *complaint.Record) any { return hours(r.FiledAt, r.FirstResultAt, 0) }),
		took("hours_to_close", func(r *complaint.Record) any { return hours(r.FiledAt, r.ClosedAt, 0) }),
		took("hours_waited", func(r *complaint.Record) any {
			if d := paused(r); d > 0 {
				return inHours(d)
			}
			return nil
		}),
	}
}

// first is when an action was first taken.
func first(r *complaint.Record, a complaint.Action) time.Time {
	if i := slices.IndexFunc(r.Course, func(e complaint.Entry) bool { return e.Action == a }); i >= 0 {
		return r.Course[i].At
	}
	if a == complaint.Claim {
		return r.OwnedAt
	}
	return time.Time{}
}

// paused is how long the customer was waited for; a wait that lasts is counted to the last change.
func paused(r *complaint.Record) (sum time.Duration) {
	for _, p := range r.Pauses {
		to := p.To
		if to.IsZero() {
			to = r.UpdatedAt
		}
		sum += max(0, to.Sub(p.From))
	}
	return sum
}

// work is what was done: limits, hand-overs, questions to other desks, messages.
func work() []column {
	return []column{
		{key: "limits_met", width: 10, of: func(_ *Terms, r *complaint.Record) any { return count(r, met) }},
		{key: "limits_broken", width: 10, of: func(_ *Terms, r *complaint.Record) any { return count(r, broken) }},
		{key: "limits", width: 40, of: func(t *Terms, r *complaint.Record) any { return t.limits(r) }},
		{key: "handovers", width: 30, of: func(t *Terms, r *complaint.Record) any { return t.course(r, complaint.HandOver, complaint.Release) }},
		{key: "raises", width: 30, of: func(t *Terms, r *complaint.Record) any { return t.course(r, complaint.Escalate, complaint.Grade) }},
		{key: "approvals", width: 30, of: func(t *Terms, r *complaint.Record) any { return t.course(r, "approve", "offer", "valid", "invalid") }},
		{key: "tasks", width: 30, of: func(t *Terms, r *complaint.Record) any { return t.tasks(r) }},
		{key: "steps", width: 30, of: func(t *Terms, r *complaint.Record) any { return t.steps(r) }},
		{key: "delay_cause", width: 14, of: func(t *Terms, r *complaint.Record) any { return coded{r.DelayCause, t.named("cause_", r.DelayCause)} }},
		{key: "words_from", width: 10, of: func(_ *Terms, r *complaint.Record) any { return r.From }},
		{key: "words_to", width: 10, of: func(_ *Terms, r *complaint.Record) any { return r.To }},
		{key: "notes", width: 10, of: func(_ *Terms, r *complaint.Record) any { return r.Side }},
		{key: "undelivered", width: 10, of: func(_ *Terms, r *complaint.Record) any { return known(r.Undelivered) }},
	}
}

func met(c complaint.Clock) bool    { return !c.Met.IsZero() && !broken(c) }
func broken(c complaint.Clock) bool { return c.Breached || !c.Met.IsZero() && c.Met.After(c.Due) }

func count(r *complaint.Record, of func(complaint.Clock) bool) any {
	n := 0
	for _, c := range r.Clocks {
		if of(c) {
			n++
		}
	}
	return n
}

// limits are the time limits with what became of each.
func (t *Terms) limits(r *complaint.Record) string {
	lines := make([]string, 0, len(r.Clocks))
	for _, c := range r.Clocks {
		key := "limit_is_running"
		switch {
		case broken(c):
			key = "limit_is_broken"
		case met(c):
			key = "limit_is_met"
		}
		lines = append(lines, c.Rule+" "+t.clock(c.Rule)+": "+t.Voice.Str(key, "due", t.stamp(c.Due)))
	}
	return strings.Join(lines, "\n")
}

// course are the entries of some actions, one a line.
func (t *Terms) course(r *complaint.Record, actions ...complaint.Action) string {
	var lines []string
	for _, e := range r.Course {
		if slices.Contains(actions, e.Action) {
			lines = append(lines, t.entry(e))
		}
	}
	return strings.Join(lines, "\n")
}

// entry is one line of history: when, what, who, detail.
func (t *Terms) entry(e complaint.Entry) string {
	line := t.stamp(e.At) + " " + t.named("did_", string(e.Action))
	if who := t.actor(e); who != "" {
		line += " (" + who + ")"
	}
	if d := t.detail(e); d != "" {
		line += ": " + d
	}
	return line
}

// actor is who did it: by name where that is shown, otherwise by role.
func (t *Terms) actor(e complaint.Entry) string {
	if e.Role == "customer" || e.Role == "system" {
		return t.Voice.Str("role_" + e.Role)
	}
	if name := t.colleague(e.Actor, ""); name != "" {
		return name
	}
	return t.named("role_", e.Role)
}

// detail is what an entry says besides, as far as people can make something of it: ids become
// names, and numbers of messages nothing.
func (t *Terms) detail(e complaint.Entry) string {
	first, _, _ := strings.Cut(e.Detail, " ")
	if at, err := time.Parse(time.RFC3339, e.Detail); err == nil {
		return t.stamp(at)
	}
	if id, err := strconv.ParseInt(e.Detail, 10, 64); err == nil && e.Action == complaint.HandOver {
		return t.colleague(id, "")
	}
	if _, known := t.Policy.Clock(first); known {
		return first + " " + t.clock(first)
	}
	switch e.Action {
	case "accept", "dislike", "approve", "refuse":
		if strings.Trim(e.Detail, "-:0123456789") == "" { // of a message
			return ""
		}
	case complaint.Resolve:
		return t.cause(e.Detail)
	case complaint.Establish:
		return t.named("fact_", e.Detail)
	}
	return t.words(e.Detail)
}

func (t *Terms) tasks(r *complaint.Record) string {
	var lines []string
	for _, k := range r.Tasks {
		line := t.stamp(k.At) + " → " + t.desk(k.To) + ": " + t.words(k.Words)
		if k.Open() {
			line += " · " + t.Voice.Str("work_open")
		} else {
			line += " · " + t.Voice.Str("work_done", "when", t.stamp(k.DoneAt))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (t *Terms) steps(r *complaint.Record) string {
	var lines []string
	for _, s := range r.Steps {
		line := s.Rule + ": " + t.words(s.Words)
		if s.Open() {
			line += " · " + t.Voice.Str("work_open")
		} else {
			line += " · " + t.Voice.Str("work_done", "when", t.stamp(s.DoneAt))
			if s.Result != "" {
				line += ": " + t.words(s.Result)
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func (t *Terms) facts(r *complaint.Record) string {
	var names []string
	for _, f := range r.Facts {
		name := t.named("fact_", f.Name)
		if f.Count > 0 {
			name += " (" + strconv.Itoa(f.Count) + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// otherAnswers are the answers to what the policy does not ask.
func (t *Terms) otherAnswers(asked map[string]bool, r *complaint.Record) string {
	var lines []string
	for id, told := range r.Fields {
		if !asked[id] && told != "" && (t.Privacy == Full || !personal(id)) {
			lines = append(lines, id+": "+t.words(told))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
