package app

import (
	"context"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

// readWithin is how long a digest waits for the model's reading of it.
const readWithin = 20 * time.Second

// accounts counts what a digest is written from before the records are held, and takes the wish
// for it out of want: the same cut-off gives the same numbers a moment later. A model, where
// there is one, is asked to read a digest that is due; without its answer in time the digest
// goes without.
func (a *App) accounts(ctx context.Context, want *flows.Want, ev complaint.Event) (out flows.Accounts, err error) {
	if want.Figures == nil {
		return out, nil
	}
	if out, err = a.db.Accounts(ctx, *want.Figures); err != nil {
		return out, err
	}
	want.Figures = nil
	if a.cfg.OpenAIModel == "" || ev.Kind == complaint.Said {
		return out, nil
	}
	st, err := a.db.Load(ctx, flows.Want{}, a.now())
	if err != nil {
		return out, err
	}
	a.complete(&st)
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	language, facts := a.desk().DigestFacts(st.Org, out)
	out.Reading = a.rules.helper().Comment(ctx, language, facts)
	return out, nil
}
