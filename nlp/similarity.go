package nlp

import (
	"redress/flows/complaint"
	"redress/nlp/similar"
)

// Keys are what a complaint is looked up by when another speaks of the same matter, and a
// fingerprint of its words. Simplified and traditional characters count as the same.
func (u *Understanding) Keys(c *complaint.Complaint) (keys []uint64, print uint64) {
	p := similar.Of(u.reader.FoldString(c.Summary))
	return p.Keys(), p.Hash
}

// Alike compares a complaint with others of its category and returns those that may be about
// the same matter, the likeliest first, with the reasons.
func (u *Understanding) Alike(c *complaint.Complaint, others []*complaint.Complaint) []similar.Match {
	candidates := make([]similar.Matter, len(others))
	for i, o := range others {
		candidates[i] = u.matter(o)
	}
	return similar.Rank(u.matter(c), candidates)
}

func (u *Understanding) matter(c *complaint.Complaint) similar.Matter {
	m := similar.Matter{ID: c.ID, Text: u.reader.FoldString(c.Summary), Category: c.Category}
	for _, field := range []string{"batch", "site", "product"} {
		if m.Object == "" {
			m.Object = c.Object(field)
		}
	}
	return m
}
