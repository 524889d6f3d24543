package app

import (
	"context"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/nlp/similar"
)

// helper is the understanding as far as it helps staff: which complaints are alike, and a
// draft of what to answer.
type helper interface {
	Keys(c *complaint.Complaint) (keys []uint64, print uint64)
	Alike(c *complaint.Complaint, others []*complaint.Complaint, near map[string]float64) []similar.Match
	Near(ctx context.Context, c *complaint.Complaint, others []*complaint.Complaint) map[string]float64
	Draft(ctx context.Context, w complaint.Writing) string
	Comment(ctx context.Context, language, facts string) string
}

// rank puts the complaints the store found to be similar in order, with the reasons, and
// leaves out those that only looked so.
func rank(h helper, st *flows.State, near map[string]float64) {
	if st.Complaint == nil || len(st.Similar) == 0 {
		return
	}
	others := found(st)
	byID := map[string]*complaint.Complaint{}
	for _, o := range others {
		byID[o.ID] = o
	}
	var out []flows.Similar
	for _, m := range h.Alike(st.Complaint, others, near) {
		out = append(out, flows.Similar{Complaint: *byID[m.ID], Score: m.Score, Object: m.Object, Words: m.Words})
	}
	st.Similar = out
}

func found(st *flows.State) []*complaint.Complaint {
	others := make([]*complaint.Complaint, len(st.Similar))
	for i := range st.Similar {
		others[i] = &st.Similar[i].Complaint
	}
	return others
}

const nearWithin = 3 * time.Second // a group waits for no more than that

// near asks an embedding model, where there is one, which similar complaints are near in
// meaning, before the records are held. Without an answer, words alone decide.
func (a *App) near(ctx context.Context, want flows.Want, now time.Time) map[string]float64 {
	if !want.Similar || a.cfg.OpenAIEmbedding == "" {
		return nil
	}
	st, err := a.db.Load(ctx, want, now)
	if err != nil || st.Complaint == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, nearWithin)
	defer cancel()
	return a.rules.helper().Near(ctx, st.Complaint, found(&st))
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
	rank(a.rules.helper(), &st, nil)
	w, ok := desk.Writing(st, ev, a.now())
	if !ok {
		return ""
	}
	return a.rules.helper().Draft(ctx, w)
}
