package nlp

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/nlp/llm"
)

// answered is one way in which a model, or what stands in front of it, may answer, and what
// then becomes of the triage.
type answered struct {
	name    string
	replies []reply
	text    string        // what the customer wrote; "": leak
	within  time.Duration // the client's patience; 0: plenty
	want    outcome
}

// outcome is what must be true of a triage; what is zero is not looked at.
type outcome struct {
	local   bool // exactly what the local understanding says
	kind    complaint.Kind
	wish    string
	has     []string // facts
	lacks   []string // facts
	says    string   // in the summary
	never   string   // nowhere in the triage
	fields  map[string]string
	without []string // fields
	differ  []string // what the two views disagree about
	asked   int      // requests made
}

func (w outcome) check(t *testing.T, got, local complaint.Triage, asked int) {
	t.Helper()
	if w.local && !reflect.DeepEqual(got, local) {
		t.Errorf("got %+v\nwant the local %+v", got, local)
	}
	if !w.local && got.Source != "both" {
		t.Errorf("source %q, want both", got.Source)
	}
	if w.kind != "" && got.Kind != w.kind {
		t.Errorf("kind %s, want %s", got.Kind, w.kind)
	}
	if w.wish != "" && got.Fields["wish"] != w.wish {
		t.Errorf("wish %q, want %q", got.Fields["wish"], w.wish)
	}
	for _, f := range w.has {
		if !got.Has(f) {
			t.Errorf("facts %v lack %s", got.Facts, f)
		}
	}
	for _, f := range w.lacks {
		if got.Has(f) {
			t.Errorf("facts %v hold %s", got.Facts, f)
		}
	}
	if !strings.Contains(got.Summary, w.says) {
		t.Errorf("summary %q, want %q in it", got.Summary, w.says)
	}
	for k, v := range w.fields {
		if got.Fields[k] != v {
			t.Errorf("field %s is %q, want %q", k, got.Fields[k], v)
		}
	}
	for _, k := range w.without {
		if v, ok := got.Fields[k]; ok {
			t.Errorf("field %s is %q, want none", k, v)
		}
	}
	for _, d := range w.differ {
		if !slices.Contains(got.Disagree, d) {
			t.Errorf("disagreement about %v, want %s", got.Disagree, d)
		}
	}
	if w.never != "" && strings.Contains(got.Summary+got.Category+got.Language+strings.Join(values(got), " "), w.never) {
		t.Errorf("%q stands in %+v", w.never, got)
	}
	if w.asked != 0 && asked != w.asked {
		t.Errorf("%d requests, want %d", asked, w.asked)
	}
}

func values(t complaint.Triage) (out []string) {
	for _, f := range t.Facts {
		out = append(out, f.Name, f.Words)
	}
	for k, v := range t.Fields {
		out = append(out, k, v)
	}
	return out
}

// TestModelAnswers: whatever a model answers, the triage is sound and comes in time.
func TestModelAnswers(t *testing.T) {
	t.Parallel()
	rows := slices.Concat(unusable(), failing(), hindered(), odd(), retried(), untrue())
	if len(rows) < 100 {
		t.Errorf("%d kinds of answer, want a hundred", len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row.name] {
			t.Errorf("%q stands here twice", row.name)
		}
		seen[row.name] = true
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if row.text == "" {
				row.text = leak
			}
			if row.within == 0 {
				row.within = patient
			}
			s := serve(t, row.replies...)
			u := asked(t, s, llm.Config{Timeout: row.within})
			in := complaint.Inquiry{Texts: []string{row.text}, Now: monday, Customer: 7}
			began := time.Now()
			got := u.Triage(context.Background(), in)
			if took := time.Since(began); took > row.within+5*time.Second {
				t.Errorf("took %v", took)
			}
			row.want.check(t, got, u.Local(in), s.count())
		})
	}
}
