// Package understand is the logic of `redress understand`: JSON Lines in, what was
// understood out, one object a line; or, with labels in the lines, how well.
package understand

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"redress/flows/complaint"
	"redress/nlp/entity"
	"redress/nlp/measure"
)

// Reader is the understanding that is asked.
type Reader interface {
	Triage(ctx context.Context, in complaint.Inquiry) complaint.Triage
	Entities(text string, now time.Time) []entity.Entity
}

// Line is what is printed about one message.
type Line struct {
	ID           string           `json:"id"`
	Kind         complaint.Kind   `json:"kind"`
	KindSure     float64          `json:"kind_sure"`
	Category     string           `json:"category"`
	CategorySure float64          `json:"category_sure"`
	Facts        []complaint.Fact `json:"facts"`
	Emergency    bool             `json:"emergency"`
	Sentiment    float64          `json:"sentiment"`
	Language     string           `json:"language"`
	Entities     Entities         `json:"entities"`
	Summary      string           `json:"summary"`
	Injection    bool             `json:"injection"`
	Source       string           `json:"source"`
	Disagree     []string         `json:"disagree,omitempty"`
}

// Entities of one message; amounts as numbers, the rest in normal form.
type Entities struct {
	Order    string    `json:"order,omitempty"`
	Product  string    `json:"product,omitempty"`
	Batch    string    `json:"batch,omitempty"`
	Date     string    `json:"date,omitempty"`
	Site     string    `json:"site,omitempty"`
	Amount   string    `json:"amount,omitempty"`
	Amounts  []float64 `json:"amounts,omitempty"`
	Phone    string    `json:"phone,omitempty"`
	Email    string    `json:"email,omitempty"`
	Employee string    `json:"employee,omitempty"`
	Quantity string    `json:"quantity,omitempty"`
	Wish     string    `json:"wish,omitempty"`
}

// Print reads {"id","text"} lines and writes one Line each, in order, flushed line by line.
func Print(ctx context.Context, u Reader, in io.Reader, out io.Writer, now time.Time) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(nil, 1<<22)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for n := 1; sc.Scan(); n++ {
		if len(sc.Bytes()) == 0 {
			continue
		}
		var row measure.Row
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			return fmt.Errorf(`line %d: write one object {"id","text"} a line: %w`, n, err)
		}
		if err := enc.Encode(Understand(ctx, u, row.ID, row.Text, now)); err != nil {
			return err
		}
	}
	return sc.Err()
}

// Understand makes the line of one message.
func Understand(ctx context.Context, u Reader, id, text string, now time.Time) Line {
	t := u.Triage(ctx, complaint.Inquiry{Texts: []string{text}, Now: now})
	l := Line{
		ID: id, Kind: t.Kind, KindSure: round(t.KindSure), Category: t.Category, CategorySure: round(t.CategorySure),
		Facts: t.Facts, Emergency: t.Emergency(), Sentiment: round(t.Sentiment), Language: t.Language,
		Entities: entities(t, u.Entities(text, now)), Summary: t.Summary, Injection: t.Injection,
		Source: t.Source, Disagree: t.Disagree,
	}
	if l.Facts == nil {
		l.Facts = []complaint.Fact{}
	}
	return l
}

func round(f float64) float64 { return float64(int(f*1000+0.5*sign(f))) / 1000 }

func sign(f float64) float64 {
	if f < 0 {
		return -1
	}
	return 1
}

func entities(t complaint.Triage, found []entity.Entity) Entities {
	f := t.Fields
	e := Entities{
		Order: f[entity.Order], Product: f[entity.Product], Batch: f[entity.Batch], Date: f[entity.When],
		Site: f[entity.Site], Amount: f[entity.Amount], Phone: f[entity.Phone], Email: f[entity.Email],
		Employee: f[entity.Employee], Quantity: f[entity.Quantity], Wish: f[entity.Wish],
	}
	for _, x := range found {
		if x.Kind == entity.Amount {
			e.Amounts = append(e.Amounts, x.Number)
		}
	}
	return e
}

// Eval reads labelled lines and writes accuracy, F1 per class and confusion, per source and
// language, with what it took.
func Eval(ctx context.Context, u Reader, in io.Reader, out io.Writer, now time.Time) error {
	rows, err := measure.ReadRows(in)
	if err != nil {
		return err
	}
	s := measure.NewSheet()
	began := time.Now()
	for _, r := range rows {
		s.Add(r, u.Triage(ctx, complaint.Inquiry{Texts: []string{r.Text}, Now: now}))
	}
	took := time.Since(began)
	s.Print(out)
	fmt.Fprintf(out, "## time\n%d messages, %.2f ms each\n", len(rows), float64(took.Microseconds())/1000/float64(max(len(rows), 1)))
	return nil
}
