package nlp

import (
	"context"

	"redress/flows/complaint"
	"redress/nlp/redact"
	"redress/nlp/similar"
)

// Keys are what a complaint is looked up by when another speaks of the same matter, and a
// fingerprint of its words. Simplified and traditional characters count as the same.
func (u *Understanding) Keys(c *complaint.Complaint) (keys []uint64, print uint64) {
	p := similar.Of(u.reader.FoldString(c.Summary))
	return p.Keys(), p.Hash
}

// Alike compares a complaint with others of its category and returns those that may be about
// the same matter, the likeliest first, with the reasons. near is what Near found, or nil.
func (u *Understanding) Alike(c *complaint.Complaint, others []*complaint.Complaint, near map[string]float64) []similar.Match {
	candidates := make([]similar.Matter, len(others))
	for i, o := range others {
		candidates[i] = u.matter(o)
	}
	return similar.Rank(u.matter(c), candidates, near)
}

// Near asks the embedding model how near other complaints are in meaning, by id; nil when
// there is none or it does not answer. What it sees is free of personal data.
func (u *Understanding) Near(ctx context.Context, c *complaint.Complaint, others []*complaint.Complaint) map[string]float64 {
	if u.embedder == nil || len(others) == 0 {
		return nil
	}
	var vault redact.Vault
	masked := func(c *complaint.Complaint) similar.Matter {
		return similar.Matter{ID: c.ID, Text: vault.Redact(c.Summary)}
	}
	var candidates []similar.Matter
	for _, o := range others[:min(len(others), mostNear)] {
		candidates = append(candidates, masked(o))
	}
	near, err := similar.Nearness(ctx, u.embedder, masked(c), candidates)
	if err != nil {
		u.log.Info("similarity by words alone", "reason", err.Error())
	}
	return near
}

const mostNear = 60 // complaints compared in meaning at once

func (u *Understanding) matter(c *complaint.Complaint) similar.Matter {
	m := similar.Matter{ID: c.ID, Text: u.reader.FoldString(c.Summary), Category: c.Category}
	for _, field := range []string{"batch", "site", "product"} {
		if m.Object == "" {
			m.Object = c.Object(field)
		}
	}
	return m
}
