package flows

import (
	"time"

	"redress/flows/complaint"
)

// draw adds the picture of the last thirty days, when there is anything to see in it.
func (t *turn) draw(b *bulletin, o complaint.Outbound) {
	chart := b.chart()
	if chart == nil {
		return
	}
	o.Op, o.Silent = complaint.Attach, true
	o.File = &complaint.File{ID: "chart:" + b.id() + ":" + momentCode(b.f.CutOff), Name: "redress-" + b.f.To.In(b.Policy.Zone()).Format(time.DateOnly) + ".png", Picture: true, Chart: chart}
	t.send(o)
}

const chartKinds = 6 // categories with a bar of their own

// chart is what the picture shows: received, closed and open day by day, categories, the age of
// what is open, and satisfaction by week.
func (b *bulletin) chart() *complaint.Chart {
	c := &complaint.Chart{Title: b.v.Str("chart_title", "date", b.v.Date(b.f.CutOff, b.Policy.Zone())),
		Flow:  complaint.Curves{Title: b.v.Str("chart_flow"), Received: b.v.Str("chart_received"), Closed: b.v.Str("chart_closed"), Open: b.v.Str("chart_open")},
		Kinds: complaint.Bars{Title: b.v.Str("chart_kinds")}, Ages: complaint.Bars{Title: b.v.Str("chart_ages", "n", b.f.Open)},
		Ratings: complaint.Scores{Title: b.v.Str("chart_ratings"), None: b.v.Str("chart_ratings_none")}}
	if b.f.Desk != "" {
		c.Title += " · " + b.deskName(b.f.Desk, b.v.Lang)
	}
	total := b.f.Open
	for _, d := range b.f.Days {
		c.Flow.Days = append(c.Flow.Days, complaint.Spot{Label: d.Start.In(b.Policy.Zone()).Format("1/2"), Received: d.Received, Closed: d.Closed, Open: d.Open})
		total += d.Received + d.Closed
	}
	if total == 0 {
		return nil
	}
	rest := 0
	for i, k := range b.f.Kinds {
		if i < chartKinds {
			c.Kinds.Bars = append(c.Kinds.Bars, complaint.Bar{Label: b.Policy.CategoryName(k.ID, b.v.Lang), N: k.N})
		} else {
			rest += k.N
		}
	}
	if rest > 0 {
		c.Kinds.Bars = append(c.Kinds.Bars, complaint.Bar{Label: b.v.Str("chart_other"), N: rest})
	}
	for i, key := range []string{"1", "3", "7", "30", "more"} {
		c.Ages.Bars = append(c.Ages.Bars, complaint.Bar{Label: b.v.Str("chart_age_" + key), N: b.f.Ages[i]})
	}
	c.Ratings.Weeks = b.weeks()
	return c
}

// weeks are the mean scores of the last weeks, the number of answers with each (M15).
func (b *bulletin) weeks() []complaint.Mean {
	var weeks []complaint.Mean
	for i := len(b.f.Days) % 7; i+7 <= len(b.f.Days); i += 7 {
		m := complaint.Mean{Label: b.f.Days[i].Start.In(b.Policy.Zone()).Format("1/2")}
		for _, d := range b.f.Days[i : i+7] {
			m.N += d.Ratings
			m.Sum += d.Score
		}
		m.Count = b.v.Str("chart_answers", "n", m.N)
		weeks = append(weeks, m)
	}
	return weeks
}
