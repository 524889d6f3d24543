package report

import (
	"maps"
	"slices"
	"strings"

	"redress/flows/complaint"
)

// ending is how it ended, with what the policy demands on record before.
func ending() []column {
	words := func(key string, width float64, of func(*complaint.Record) string) column {
		return column{key: key, width: width, of: func(t *Terms, r *complaint.Record) any { return t.words(of(r)) }}
	}
	return []column{
		{key: "validity", width: 12, of: func(t *Terms, r *complaint.Record) any { return t.validity(r) }},
		{key: "outcome", width: 18, of: func(t *Terms, r *complaint.Record) any { return coded{r.Outcome, t.named("outcome_", r.Outcome)} }},
		words("result", 40, func(r *complaint.Record) string { return r.Closing.Outcome }),
		{key: "cause", width: 18, of: func(t *Terms, r *complaint.Record) any { return coded{r.Closing.Cause, t.cause(r.Closing.Cause)} }},
		words("done", 30, func(r *complaint.Record) string { return r.Closing.Done }),
		words("promised", 30, func(r *complaint.Record) string { return r.Closing.Promised }),
		words("declined_why", 30, func(r *complaint.Record) string { return r.Closing.Reason }),
		{key: "closing_record", width: 40, of: func(t *Terms, r *complaint.Record) any { return t.closing(r) }},
		{key: "resolved_by", width: 14, of: func(t *Terms, r *complaint.Record) any { return t.colleague(r.Closing.By, "") }},
		{key: "reopened", width: 10, of: func(_ *Terms, r *complaint.Record) any { return known(r.Reopened) }},
		{key: "came_again", width: 10, of: func(_ *Terms, r *complaint.Record) any {
			return slices.ContainsFunc(r.Facts, func(f complaint.Fact) bool { return f.Name == complaint.FactSecond })
		}},
		{key: "policy", width: 20, of: func(_ *Terms, r *complaint.Record) any { return strings.TrimSpace(r.Policy + " " + r.PolicyVersion) }},
	}
}

// validity is what was decided about whether it is a complaint; nil while nothing was.
func (t *Terms) validity(r *complaint.Record) any {
	switch {
	case slices.Contains([]string{"invalid", "suggestion", "refused"}, r.Outcome):
		return coded{r.Outcome, t.Voice.Str("outcome_" + r.Outcome)}
	case r.Status == complaint.Closed || slices.ContainsFunc(r.Course, func(e complaint.Entry) bool { return e.Action == "valid" }):
		return coded{"valid", t.Voice.Str("cell_valid")}
	}
	return nil
}

// cause names a cause staff put on record: the policy's own or one of the common ones.
func (t *Terms) cause(id string) string {
	for _, c := range t.Policy.Causes() {
		if c.ID == id {
			return c.Name.In(t.Voice.Lang)
		}
	}
	return t.named("cause_", id)
}

// closing is what the policy's closing list asked for, one a line.
func (t *Terms) closing(r *complaint.Record) string {
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(r.Closing.Record)) {
		said := r.Closing.Record[id]
		if said == "" || t.Privacy == Everyone && slices.Contains([]string{"plan_approved", "manager_reply"}, id) {
			continue // these two are names of who leads
		}
		lines = append(lines, t.requirement(id)+": "+t.words(said))
	}
	return strings.Join(lines, "\n")
}

// judgement is what the customer thought of it.
func judgement() []column {
	rated := func(key string, width float64, of func(t *Terms, r *complaint.Rating) any) column {
		return column{key: key, width: width, of: func(t *Terms, r *complaint.Record) any {
			if r.Rating == nil {
				return nil
			}
			return of(t, r.Rating)
		}}
	}
	return []column{
		rated("asked_at", 20, func(_ *Terms, r *complaint.Rating) any { return r.Asked }),
		rated("rated_at", 20, func(_ *Terms, r *complaint.Rating) any { return r.At }),
		rated("score_result", 10, func(_ *Terms, r *complaint.Rating) any { return known(r.Result) }),
		rated("score_service", 10, func(_ *Terms, r *complaint.Rating) any { return known(r.Service) }),
		rated("score_effort", 10, func(_ *Terms, r *complaint.Rating) any { return known(r.Effort) }),
		rated("score_first", 10, func(_ *Terms, r *complaint.Rating) any { return known(r.First) }),
		rated("score_before", 10, func(_ *Terms, r *complaint.Rating) any { return known(r.Before) }),
		rated("score_why", 14, func(t *Terms, r *complaint.Rating) any { return coded{r.Reason, t.named("reason_", r.Reason)} }),
		rated("score_words", 40, func(t *Terms, r *complaint.Rating) any { return t.words(r.Comment) }),
	}
}
