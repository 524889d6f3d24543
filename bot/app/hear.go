package app

import (
	"context"
	"sync"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/nlp"
)

// hearWithin is how long a customer waits for what a machine makes of files.
const hearWithin = 10 * time.Second

// perceiver writes down speech and describes pictures; "" when it cannot.
type perceiver interface {
	Transcribe(ctx context.Context, r nlp.Recording) string
	Describe(ctx context.Context, r nlp.Recording) string
}

// hear has a machine listen to the voice messages and look at the photos that the step will
// want to know of. What it cannot make out, or not in time, is said to be so.
func (a *App) hear(ctx context.Context, st flows.State, ev complaint.Event) []complaint.Heard {
	files := a.desk().Unheard(st, ev)
	if len(files) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, hearWithin)
	defer cancel()
	heard := make([]complaint.Heard, len(files))
	var all sync.WaitGroup
	for i, f := range files {
		all.Go(func() {
			heard[i] = complaint.Heard{File: f.FileID, Kind: f.Kind, Words: a.perceive(ctx, f, st)}
		})
	}
	all.Wait()
	return heard
}

// perceive fetches one file and asks what is in it.
func (a *App) perceive(ctx context.Context, f complaint.Attachment, st flows.State) string {
	ears := a.rules.perceiver()
	most, ask := int64(nlp.MostVoiceBytes), ears.Transcribe
	if f.Kind == "photo" {
		most, ask = nlp.MostPictureBytes, ears.Describe
	}
	if f.Size > most {
		return ""
	}
	data, err := a.client.Download(ctx, f.FileID, most)
	if err != nil {
		a.log.Warn("a file could not be fetched for a model", "kind", f.Kind, "error", err)
		return ""
	}
	return ask(ctx, nlp.Recording{Data: data, Name: f.Name, MIME: f.MIME, Language: st.Session.Language, Customer: st.Complaint.Customer})
}
