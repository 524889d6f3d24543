package learn_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"redress/flows/complaint"
	"redress/nlp/learn"
)

// lessons are corrections of a kind of message that the house gets and the corpus does not
// know: what "lane seven" is, and that "token please" is a question.
func lessons() []learn.Lesson {
	var all []learn.Lesson
	for i := range 60 {
		all = append(all,
			learn.Lesson{Text: fmt.Sprintf("lane seven number %d zorbled my quarx", i), Kind: complaint.KindComplaint, Category: "facility_environment"},
			learn.Lesson{Text: fmt.Sprintf("token please for flumox %d", i), Kind: complaint.KindQuestion})
	}
	return all
}

func TestLearningHelpsAndForgetsLittle(t *testing.T) {
	t.Parallel()
	w, r, err := learn.Run(lessons())
	if err != nil {
		t.Fatal(err)
	}
	if r.Lessons != 120 || r.HeldOut < 10 || r.HeldOut > 50 {
		t.Fatalf("%+v", r)
	}
	if r.Kind.After.Right <= r.Kind.Before.Right || r.Kind.After.Right < r.Kind.After.Of*9/10 {
		t.Errorf("kind of held-out corrections: %v", r.Kind)
	}
	if r.Category.After.Right < r.Category.After.Of*9/10 {
		t.Errorf("category of held-out corrections: %v", r.Category)
	}
	if lost := r.OldKind.Before.Right - r.OldKind.After.Right; lost > r.OldKind.Before.Of/50 {
		t.Errorf("forgot %d of %d", lost, r.OldKind.Before.Of)
	}
	var out strings.Builder
	if err := r.Print(&out); err != nil || !strings.Contains(out.String(), "120 corrections") {
		t.Errorf("%q, %v", out.String(), err)
	}
	again(t, w)
}

// again stores the weights and reads them back.
func again(t *testing.T, w *learn.Weights) {
	t.Helper()
	var first, second bytes.Buffer
	if err := w.Write(&first); err != nil {
		t.Fatal(err)
	}
	stored := bytes.Clone(first.Bytes())
	back, err := learn.Read(stored)
	if err != nil {
		t.Fatal(err)
	}
	if err := back.Write(&second); err != nil || !bytes.Equal(stored, second.Bytes()) {
		t.Errorf("weights change by being stored, %v", err)
	}
	for _, n := range []int{0, 5, len("redress weights 2\n") + 2, len(stored) / 2, len(stored) - 1} {
		if _, err := learn.Read(stored[:n]); !errors.Is(err, learn.ErrNotWeights) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

func TestNothingToLearn(t *testing.T) {
	t.Parallel()
	_, r, err := learn.Run(nil)
	var out strings.Builder
	if err != nil || r.Print(&out) != nil || !strings.Contains(out.String(), "say little") {
		t.Errorf("%q, %v", out.String(), err)
	}
}
