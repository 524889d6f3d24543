package understand

import (
	"context"
	"fmt"
	"io"
	"time"

	"redress/flows/complaint"
	"redress/nlp/measure"
)

// Asked is how much a model was asked: calls, tokens sent, and tokens in all.
type Asked struct{ Calls, Sent, Tokens int64 }

// Eval reads labelled lines and writes accuracy, F1 per class and confusion, per source and
// language, calibration, and what it took. spent tells what a model has cost so far; nil when
// there is none.
func Eval(ctx context.Context, u Reader, in io.Reader, out io.Writer, now time.Time, spent func() Asked) error {
	rows, err := measure.ReadRows(in)
	if err != nil {
		return err
	}
	if spent == nil {
		spent = func() Asked { return Asked{} }
	}
	s := measure.NewSheet()
	began, before := time.Now(), spent()
	sources := map[string]int{}
	for i, r := range rows {
		t := u.Triage(ctx, complaint.Inquiry{Texts: []string{r.Text}, Now: now, Customer: int64(i + 1)})
		sources[t.Source]++
		s.Add(r, t)
	}
	s.Print(out)
	took, after := time.Since(began), spent()
	n := float64(max(len(rows), 1))
	fmt.Fprintf(out, "## cost\n%d messages, %.2f ms each\n", len(rows), float64(took.Microseconds())/1000/n)
	fmt.Fprintf(out, "answered by the local understanding alone %d, by the model alone %d, by both %d, by nobody %d\n",
		sources["local"], sources["model"], sources["both"], sources[""])
	_, err = fmt.Fprintf(out, "model: %d calls, %.1f tokens sent and %.1f tokens in all for each message\n",
		after.Calls-before.Calls, float64(after.Sent-before.Sent)/n, float64(after.Tokens-before.Tokens)/n)
	return err
}
