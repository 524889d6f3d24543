package sqlstore

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"redress/flows/complaint"
)

const (
	chartDays  = 30
	slice      = 15 * 60 * int64(1_000_000) // microseconds; midnights everywhere are multiples of it apart
	hotPeople  = 3                          // distinct complainants that make a topic (VK-S2)
	hotTopics  = 3
	hotNumbers = 5
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// days draws up the thirty days up to the end of the period.
func (c *count) days() error {
	for i := range chartDays {
		c.Days = append(c.Days, complaint.Day{Start: c.p.To.In(c.p.From.Location()).AddDate(0, 0, i-chartDays)})
	}
	begin := micros(c.Days[0].Start)
	open := make([]int, chartDays) // by how much it changed on each day
	for _, part := range []struct {
		query string
		add   func(day, n int)
	}{
		{`SELECT (s.filed - $3) / $5, COUNT(*) FROM standings s WHERE` + asKnown + `AND s.filed >= $3 AND s.filed < $4 GROUP BY 1`,
			func(day, n int) { c.Days[day].Received += n }},
		{`SELECT (s.closed - $3) / $5, COUNT(DISTINCT s.complaint) FROM standings s
			WHERE s.closed >= $3 AND s.closed > 0 AND s.closed < $4 AND s.since < $1 AND s.merged = 0 AND ($2 = '' OR s.desk = $2) GROUP BY 1`,
			func(day, n int) { c.Days[day].Closed += n }},
		{`SELECT (s.since - $3) / $5, COUNT(*) FROM standings s
			WHERE s.active = 1 AND s.merged = 0 AND s.since >= $3 AND s.since < $4 AND s.since < $1 AND ($2 = '' OR s.desk = $2) GROUP BY 1`,
			func(day, n int) { open[day] += n }},
		{`SELECT (s.until - $3) / $5, COUNT(*) FROM standings s
			WHERE s.active = 1 AND s.merged = 0 AND s.until >= $3 AND s.until < $4 AND s.until < $1 AND ($2 = '' OR s.desk = $2) GROUP BY 1`,
			func(day, n int) { open[day] -= n }},
		{`SELECT (v.at - $3) / $5, v.result FROM surveys v JOIN standings s ON s.complaint = v.complaint
			WHERE` + asKnown + `AND v.result > 0 AND v.at >= $3 AND v.at < $4`,
			func(day, score int) {
				c.Days[day].Ratings, c.Days[day].Score = c.Days[day].Ratings+1, c.Days[day].Score+score
			}},
	} {
		parts, err := collect(c.q, scanSlice, part.query, c.known, c.desk, begin, c.to, slice)
		if err != nil {
			return err
		}
		for _, s := range parts {
			part.add(c.dayOf(moment(begin+s.n*slice)), int(s.count))
		}
	}
	return c.openByDay(open)
}

// openByDay counts back from how many were open when the period ended.
func (c *count) openByDay(changes []int) error {
	open := 0
	if err := c.one(`SELECT COUNT(*) FROM standings s WHERE`+openThen, args(min(c.to, c.known), c.desk), &open); err != nil {
		return err
	}
	for i := chartDays - 1; i >= 0; i-- {
		c.Days[i].Open = open
		open -= changes[i]
	}
	return nil
}

func (c *count) dayOf(at time.Time) int {
	i, found := slices.BinarySearchFunc(c.Days, at, func(d complaint.Day, at time.Time) int { return d.Start.Compare(at) })
	if !found {
		i--
	}
	return i
}

type sliceCount struct{ n, count int64 }

func scanSlice(row scanner) (s sliceCount, err error) {
	err = row.Scan(&s.n, &s.count)
	return s, err
}

// theme is how often a category, or one matter within it, came up.
type theme struct {
	complaint.Topic
	weeks [4]int // on the same days of the four weeks before
	last  int64  // when the newest was filed

	people map[int64]bool
}

// topics finds what stands out (M22): three distinct complainants within thirty days, or more
// on a day than the mean of the same weekday over four weeks and two standard deviations.
// Small numbers, below three, are none. The hottest come first: what is unusual today, then
// what came again today, then by people.
func (c *count) topics() error {
	themes := map[[2]string]*theme{}
	_, err := collect(c.q, func(row scanner) (none struct{}, err error) {
		var name [2]string
		var customer, filed int64
		if err := row.Scan(&name[0], &name[1], &customer, &filed); err != nil {
			return none, err
		}
		c.came(themes, [2]string{name[0]}, customer, filed)
		if name[1] != "" {
			c.came(themes, name, customer, filed)
		}
		return none, nil
	}, `
		SELECT s.category, s.about, s.customer, s.filed FROM standings s
		WHERE`+asKnown+`AND s.valid = 1 AND s.filed >= $3 AND s.filed < $4`, c.known, c.desk, c.to-monthBack, c.to)
	if err != nil {
		return err
	}
	var all []theme
	for _, t := range themes {
		t.People = len(t.people)
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b theme) int {
		return cmp.Or(b.Month-a.Month, cmp.Compare(b.last, a.last), cmp.Compare(a.Category, b.Category))
	})
	for _, t := range all {
		if t.About == "" {
			c.Kinds = append(c.Kinds, complaint.Tally{ID: t.Category, N: t.Month})
		}
	}
	c.Topics = hottest(all, c.to-c.from <= day+2*3600*1_000_000)
	for i := range c.Topics {
		if err := c.examples(&c.Topics[i]); err != nil {
			return err
		}
	}
	return nil
}

// came counts one complaint of a category, or of a matter within it.
func (c *count) came(themes map[[2]string]*theme, name [2]string, customer, filed int64) {
	t := themes[name]
	if t == nil {
		t = &theme{Topic: complaint.Topic{Category: name[0], About: name[1]}, people: map[int64]bool{}}
		themes[name] = t
	}
	t.Month++
	t.people[customer] = true
	t.last = max(t.last, filed)
	if filed >= c.from {
		t.Today++
	}
	for i := range t.weeks {
		if back := int64(i+1) * 7 * day; filed >= c.from-back && filed < c.to-back {
			t.weeks[i]++
		}
	}
}

// hottest picks the topics; daily says that the period is one day, which weeks compare with.
func hottest(all []theme, daily bool) []complaint.Topic {
	var hot []complaint.Topic
	for _, t := range all {
		if daily && t.About == "" {
			t.measure()
		}
		if t.Spike || t.People >= hotPeople {
			hot = append(hot, t.Topic)
		}
	}
	slices.SortFunc(hot, func(a, b complaint.Topic) int {
		return cmp.Or(order(b.Spike)-order(a.Spike), order(b.Today > 0)-order(a.Today > 0), order(b.About != "")-order(a.About != ""),
			b.People-a.People, b.Today-a.Today, cmp.Compare(a.Category+a.About, b.Category+b.About))
	})
	return hot[:min(len(hot), hotTopics)]
}

func order(b bool) int { return int(bit(b)) }

func (t *theme) measure() {
	sum, squares := 0.0, 0.0
	for _, n := range t.weeks {
		sum += float64(n)
		squares += float64(n) * float64(n)
	}
	t.Usual = sum / 4
	deviation := math.Sqrt(max(0, squares/4-t.Usual*t.Usual))
	t.Spike = t.Today >= hotPeople && float64(t.Today) > t.Usual+2*deviation
}

// examples names the newest complaints of a topic.
func (c *count) examples(t *complaint.Topic) (err error) {
	t.Numbers, err = collect(c.q, func(row scanner) (n string, err error) {
		err = row.Scan(&n)
		return n, err
	}, `
		SELECT c.number FROM standings s JOIN complaints c ON c.id = s.complaint
		WHERE`+asKnown+`AND s.valid = 1 AND s.filed >= $3 AND s.filed < $4 AND s.category = $5 AND ($6 = '' OR s.about = $6)
		ORDER BY s.filed DESC, s.complaint LIMIT $7`, c.known, c.desk, c.to-monthBack, c.to, t.Category, t.About, hotNumbers)
	return err
}
