// Package understand is the logic of `redress understand`: JSON Lines in, what was
// understood out, one object a line; or, with labels in the lines, how well.
package understand

import (
	"context"
	"encoding/json"
	"time"

	"redress/flows/complaint"
	"redress/nlp/entity"
)

// Reader is the understanding that is asked.
type Reader interface {
	Triage(ctx context.Context, in complaint.Inquiry) complaint.Triage
	Entities(text string, now time.Time) []entity.Entity
}

// Line is what is printed about one message.
type Line struct {
	ID           json.RawMessage  `json:"id"` // as it was given
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

// Understand makes the line of one message.
func Understand(ctx context.Context, u Reader, id json.RawMessage, text string, now time.Time) Line {
	t := u.Triage(ctx, complaint.Inquiry{Texts: []string{text}, Now: now})
	l := Line{
		ID: id, Kind: t.Kind, KindSure: round(t.KindSure), Category: t.Category, CategorySure: round(t.CategorySure),
		Facts: t.Facts, Emergency: t.Emergency(), Sentiment: round(t.Sentiment), Language: t.Language,
		Entities: entities(t, u.Entities(text, now)), Summary: t.Summary, Injection: t.Injection,
		Source: t.Source, Disagree: t.Disagree,
	}
	if l.ID == nil {
		l.ID = json.RawMessage(`""`)
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
