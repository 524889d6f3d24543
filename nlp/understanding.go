// Package nlp understands what customers write: kind of message, category, circumstances
// that matter, entities, wish, language and a summary made of the customer's own words. It
// always works by itself; a language model may add to it. It decides nothing.
package nlp

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"
	"time"

	"redress/flows/complaint"
	"redress/nlp/digest"
	"redress/nlp/entity"
	"redress/nlp/facts"
	"redress/nlp/kind"
	"redress/nlp/learn"
	"redress/nlp/lexicon"
	"redress/nlp/llm"
	"redress/nlp/reading"
	"redress/nlp/similar"
	"redress/nlp/topic"
)

//go:embed injection.txt
var injectionList string

//go:embed answers.txt
var answerList string

// Category is a leaf of the organisation's taxonomy, as far as recognising it goes.
type Category = topic.Category

// Config is what an Understanding is made of.
type Config struct {
	Taxonomy []Category     // leaves only; empty: the nine common categories
	Zone     *time.Location // of the dates customers speak of; nil: UTC
	Model    *ModelConfig   // nil: the local understanding alone
	Weights  *learn.Weights // learned from staff's corrections; nil: those that ship
	Log      *slog.Logger   // never sees a customer's words; nil: silent
}

// ModelConfig says which language model to ask, and within which limits.
type ModelConfig = llm.Config

// Understanding answers inquiries. It is safe for concurrent use.
type Understanding struct {
	zone     *time.Location
	log      *slog.Logger
	reader   *reading.Reader
	facts    *facts.Finder
	finder   *entity.Finder
	kinds    *kind.Scorer
	topics   *topic.Scorer
	digest   *digest.Maker
	orders   *lexicon.Lexicon // texts that instruct the machine
	words    *lexicon.Lexicon // words of answers
	model    Model            // nil: none
	writer   Writer           // nil: none
	embedder similar.Embedder // nil: none
	listener Listener         // nil: none
	choices  []llm.Choice
	leaves   bool // the taxonomy is the organisation's own
}

// New compiles the word lists. It panics only if the lists shipped with the program are
// malformed, which its tests exclude.
func New(c Config) *Understanding {
	u := &Understanding{zone: c.Zone, log: c.Log, reader: reading.New(), leaves: len(c.Taxonomy) > 0}
	if u.zone == nil {
		u.zone = time.UTC
	}
	if u.log == nil {
		u.log = slog.New(slog.DiscardHandler)
	}
	u.facts = must(facts.New(u.reader))
	u.finder = must(entity.New(u.reader))
	u.kinds = must(kind.New(u.reader))
	u.topics = must(topic.New(u.reader, c.Taxonomy))
	if c.Weights != nil {
		u.kinds, u.topics = u.kinds.With(c.Weights.Kind), u.topics.With(c.Weights.Topic)
	}
	u.digest = must(digest.New(u.reader))
	u.choices = choices(c.Taxonomy)
	if c.Model != nil {
		client := llm.New(*c.Model)
		u.model, u.writer = client, client
		if c.Model.Transcription != "" || c.Model.Vision != "" {
			u.listener = client
		}
		if c.Model.Embedding != "" {
			u.embedder = client
		}
	}
	u.orders = must(lexicon.Parse(injectionList, u.reader.FoldString))
	u.words = must(lexicon.Parse(answerList, u.reader.FoldString))
	return u
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("nlp: the program's own word list is malformed: %v", err))
	}
	return v
}

// choices is the closed list of categories that a model may pick from.
func choices(leaves []Category) []llm.Choice {
	var out []llm.Choice
	for _, c := range leaves {
		out = append(out, llm.Choice{ID: c.ID, Name: c.Names["en"]})
	}
	if len(out) > 0 {
		return out
	}
	for _, id := range topic.Common() {
		out = append(out, llm.Choice{ID: id})
	}
	return out
}

// Triage answers one inquiry. It never fails: without a model, or when the model is slow,
// broken or not allowed, the local understanding answers alone. It returns within the
// model's time limit, and at once for a quick inquiry or an emergency.
func (u *Understanding) Triage(ctx context.Context, in complaint.Inquiry) complaint.Triage {
	local := u.Local(in)
	if u.model == nil || in.Quick || local.Emergency() || local.Language == "" {
		return local
	}
	return u.withModel(ctx, in, local)
}
