package flows_test

import (
	"context"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/nlp"
)

// understanding is the product's own local understanding, over the policy's categories.
func understanding(p *policy.Policy) func(complaint.Inquiry) complaint.Triage {
	var leaves []nlp.Category
	for _, c := range p.Categories() {
		if c.Leaf {
			leaves = append(leaves, nlp.Category{ID: c.ID, Like: c.Like, Names: c.Name, Keywords: c.Keywords})
		}
	}
	u := nlp.New(nlp.Config{Taxonomy: leaves, Zone: p.Zone()})
	return func(q complaint.Inquiry) complaint.Triage { return u.Triage(context.Background(), q) }
}
