package app

import (
	"context"

	"redress/flows"
	"redress/flows/complaint"
	"redress/nlp/similar"
)

// helper is the understanding as far as it helps staff: which complaints are alike, and a
// draft of what to answer.
type helper interface {
	Keys(c *complaint.Complaint) (keys []uint64, print uint64)
	Alike(c *complaint.Complaint, others []*complaint.Complaint) []similar.Match
	Draft(ctx context.Context, w complaint.Writing) string
}

// rank puts the complaints the store found to be similar in order, with the reasons, and
// leaves out those that only looked so.
func rank(h helper, st *flows.State) {
	if st.Complaint == nil || len(st.Similar) == 0 {
		return
	}
	others := make([]*complaint.Complaint, len(st.Similar))
	byID := map[string]*complaint.Complaint{}
	for i := range st.Similar {
		others[i] = &st.Similar[i].Complaint
		byID[others[i].ID] = others[i]
	}
	var out []flows.Similar
	for _, m := range h.Alike(st.Complaint, others) {
		out = append(out, flows.Similar{Complaint: *byID[m.ID], Score: m.Score, Object: m.Object, Words: m.Words})
	}
	st.Similar = out
}

// fingerprint files what changed under what the same matter will be looked up by.
func fingerprint(h helper, res flows.Result) flows.Result {
	prints := map[string]uint64{}
	for _, c := range res.Complaints {
		if c.Summary != "" {
			c.Keys, prints[c.ID] = h.Keys(c)
		}
	}
	for i, l := range res.Labels {
		res.Labels[i].Print = prints[l.Complaint]
	}
	return res
}

// draft asks for a reply draft when the step will show one. It takes as long as the model
// does, in a lane that nobody else waits in.
func (a *App) draft(ctx context.Context, desk *flows.Desk, st flows.State, ev complaint.Event) string {
	a.complete(&st)
	rank(a.rules.helper(), &st)
	w, ok := desk.Writing(st, ev, a.now())
	if !ok {
		return ""
	}
	return a.rules.helper().Draft(ctx, w)
}
