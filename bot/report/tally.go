package report

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"redress/flows/complaint"
)

// listed is how many single cases a report names; the table has all of them.
const listed = 60

// tally is what the rows of a report add up to. Merged complaints count with the one they are
// dealt with under.
type tally struct {
	from, to   time.Time
	categories map[string]*share
	people     map[int64]*share
	grave      []complaint.Record // P1 to P3 received or ended in the period, gravest first; a bounded number
	graveMore  int
	rows       int
}

// share is one category's, group of categories' or person's part of the period.
type share struct {
	Name                           string
	received, closed, open, broken int
	scores, score                  int
	severe                         int
}

func newTally(from, to time.Time) *tally {
	return &tally{from: from, to: to, categories: map[string]*share{}, people: map[int64]*share{}}
}

func (y *tally) within(at time.Time) bool { return !at.Before(y.from) && at.Before(y.to) }

func (y *tally) add(t *Terms, r *complaint.Record) {
	y.rows++
	if r.Merged != "" {
		return
	}
	category := of(y.categories, r.Category)
	category.Name = t.path(r.Category)
	if category.Name == "" {
		category.Name = t.Voice.Str("cell_no_category")
	}
	y.count(category, r)
	for _, group := range t.groups(r.Category) {
		whole := of(y.categories, group)
		whole.Name = t.path(group)
		y.count(whole, r)
	}
	if r.Owner != 0 {
		person := of(y.people, r.Owner)
		if person.Name = t.colleague(r.Owner, r.OwnerName); person.Name == "" {
			person.Name = t.Voice.Str("cell_colleague", "n", len(y.people))
		}
		y.count(person, r)
	}
	if r.Severity != 0 && r.Severity <= complaint.P3 && (y.within(r.FiledAt) || y.within(r.ClosedAt) || r.Status.Open() && r.Severity <= complaint.P2) {
		y.name(r)
	}
}

// name keeps a grave case, the gravest and newest first.
func (y *tally) name(r *complaint.Record) {
	at, _ := slices.BinarySearchFunc(y.grave, r, func(a complaint.Record, b *complaint.Record) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), b.FiledAt.Compare(a.FiledAt), cmp.Compare(a.ID, b.ID))
	})
	y.grave = slices.Insert(y.grave, at, *r)
	if len(y.grave) > listed {
		y.grave = y.grave[:listed]
		y.graveMore++
	}
}

func of[K comparable](all map[K]*share, key K) *share {
	if all[key] == nil {
		all[key] = &share{}
	}
	return all[key]
}

func (y *tally) count(s *share, r *complaint.Record) {
	if y.within(r.FiledAt) {
		s.received++
		if r.Severity != 0 && r.Severity <= complaint.P2 {
			s.severe++
		}
	}
	if y.within(r.ClosedAt) {
		s.closed++
	}
	if r.FiledAt.Before(y.to) && (r.ClosedAt.IsZero() || !r.ClosedAt.Before(y.to)) {
		s.open++
	}
	for _, c := range r.Clocks {
		if broken(c) && y.within(c.Due) {
			s.broken++
		}
	}
	if r.Rating != nil && r.Rating.Result > 0 && y.within(r.Rating.At) {
		s.scores++
		s.score += r.Rating.Result
	}
}

// ordered are the parts, most received first.
func ordered[K cmp.Ordered](all map[K]*share) []*share {
	return slices.SortedFunc(maps.Values(all), func(a, b *share) int {
		return cmp.Or(b.received-a.received, b.closed-a.closed, b.open-a.open, cmp.Compare(a.Name, b.Name))
	})
}
