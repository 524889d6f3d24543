package learn

import (
	"fmt"
	"hash/fnv"
	"io"
	"slices"

	"redress/flows/complaint"
	"redress/nlp/classify"
	"redress/nlp/corpus"
	"redress/nlp/kind"
	"redress/nlp/reading"
	"redress/nlp/topic"
)

// Lesson is one corrected message. Category is one of the common ones, or "" when the
// correction says none.
type Lesson struct {
	Text     string
	Kind     complaint.Kind
	Category string
}

// Score is how many of the held-out messages were told right.
type Score struct{ Right, Of int }

// Change is a score before and after learning.
type Change struct{ Before, After Score }

// Report says what learning was worth, on messages that were held out of it.
type Report struct {
	Lessons, HeldOut     int
	Kind, Category       Change // on held-out corrections
	OldKind, OldCategory Change // on held-out sentences of the corpus: what may be forgotten
}

const (
	holdOut  = 5 // every fifth message is held out
	mostOld  = 6000
	lessonAs = 4.0 // sentences of the corpus that one correction counts as
)

// Run learns from lessons, beside a part of the corpus so that nothing is forgotten.
func Run(lessons []Lesson) (*Weights, Report, error) {
	old, err := corpus.All()
	if err != nil {
		return nil, Report{}, err
	}
	s, err := newSchool()
	if err != nil {
		return nil, Report{}, err
	}
	var past []Lesson
	for _, c := range thinned(old) {
		past = append(past, Lesson{c.Text, complaint.Kind(c.Kind), c.Category})
	}
	taught, held := split(lessons)
	kept, oldHeld := split(past)
	w := s.teach(taught, kept)
	r := Report{Lessons: len(lessons), HeldOut: len(held)}
	r.Kind, r.Category = s.compare(w, held)
	r.OldKind, r.OldCategory = s.compare(w, oldHeld)
	return w, r, nil
}

// thinned takes an even part of the corpus.
func thinned(all []corpus.Sentence) []corpus.Sentence {
	step := max(1, len(all)/mostOld)
	var out []corpus.Sentence
	for i := 0; i < len(all); i += step {
		out = append(out, all[i])
	}
	return out
}

// split holds every fifth message out, by its words, so that the same message always falls on
// the same side.
func split(all []Lesson) (taught, held []Lesson) {
	for _, l := range all {
		h := fnv.New32a()
		_, _ = io.WriteString(h, l.Text)
		if h.Sum32()%holdOut == 0 {
			held = append(held, l)
		} else {
			taught = append(taught, l)
		}
	}
	return taught, held
}

// school is where messages become samples.
type school struct {
	reader *reading.Reader
	kinds  *kind.Scorer
	topics *topic.Scorer
}

func newSchool() (*school, error) {
	r := reading.New()
	kinds, err := kind.New(r)
	if err != nil {
		return nil, err
	}
	topics, err := topic.New(r, nil)
	if err != nil {
		return nil, err
	}
	if kinds.Model() == nil || topics.Model() == nil {
		return nil, fmt.Errorf("this build has no weights to go on from; train them first")
	}
	return &school{r, kinds, topics}, nil
}

func (s *school) teach(taught, kept []Lesson) *Weights {
	var kinds, topics []classify.Sample
	add := func(lessons []Lesson, weight float64) {
		for _, l := range lessons {
			t := s.reader.Read(l.Text)
			grams := classify.Grams(t.Fold)
			if c, err := s.kinds.Model().Class(string(l.Kind)); err == nil {
				kinds = append(kinds, classify.Sample{Grams: grams, Dense: s.kinds.Hear(t).Dense(), Class: c, Weight: weight})
			}
			if c, err := s.topics.Model().Class(l.Category); err == nil && l.Kind == complaint.KindComplaint {
				topics = append(topics, classify.Sample{Grams: grams, Dense: s.topics.Dense(t), Class: c, Weight: weight})
			}
		}
	}
	add(kept, 1)
	add(taught, lessonAs)
	o := classify.Options{Epochs: 5, Rate: 0.1, Decay: 1e-5, DenseDecay: 1e-6, Drop: 0.1}
	return &Weights{Kind: classify.Tune(s.kinds.Model(), kinds, o), Topic: classify.Tune(s.topics.Model(), topics, o)}
}

// compare tells the messages with the shipped weights and with the new ones.
func (s *school) compare(w *Weights, held []Lesson) (kinds, categories Change) {
	newKinds, newTopics := s.kinds.With(w.Kind), s.topics.With(w.Topic)
	for _, l := range held {
		t := s.reader.Read(l.Text)
		grams := classify.Grams(t.Fold)
		heard := s.kinds.Hear(t)
		kinds.Before.count(l.Kind == kindOf(s.kinds.Judge(heard, grams)))
		kinds.After.count(l.Kind == kindOf(newKinds.Judge(heard, grams)))
		if l.Kind == complaint.KindComplaint && slices.Contains(topic.Common(), l.Category) {
			before, _ := topic.BestOf(s.topics.Judge(t, grams))
			after, _ := topic.BestOf(newTopics.Judge(t, grams))
			categories.Before.count(before == l.Category)
			categories.After.count(after == l.Category)
		}
	}
	return kinds, categories
}

func (s *Score) count(right bool) {
	s.Of++
	if right {
		s.Right++
	}
}

func kindOf(p []float64) complaint.Kind { return kind.Kinds()[slices.Index(p, slices.Max(p))] }
