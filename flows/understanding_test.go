package flows_test

import (
	"context"
	"sync"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/nlp"
)

// understandings are made once for each version of a policy; they are immutable.
var understandings sync.Map

// understanding is the product's own local understanding, over the policy's categories.
func understanding(p *policy.Policy) func(complaint.Inquiry) complaint.Triage {
	kept, ok := understandings.Load(p.Version)
	if !ok {
		kept, _ = understandings.LoadOrStore(p.Version, nlp.New(nlp.Config{Taxonomy: leaves(p), Zone: p.Zone()}))
	}
	u := kept.(*nlp.Understanding)
	return func(q complaint.Inquiry) complaint.Triage { return u.Triage(context.Background(), q) }
}

func leaves(p *policy.Policy) (out []nlp.Category) {
	for _, c := range p.Categories() {
		if c.Leaf {
			out = append(out, nlp.Category{ID: c.ID, Like: c.Like, Names: c.Name, Keywords: c.Keywords})
		}
	}
	return out
}
