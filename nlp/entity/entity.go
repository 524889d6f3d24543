// Package entity recognises order numbers, products, batches, dates, places, amounts, phone
// numbers, e-mail addresses, employees, quantities and the remedy asked for, in folded text.
package entity

import (
	"slices"
	"time"
	"unicode/utf8"

	"redress/nlp/lexicon"
	"redress/nlp/reading"
)

// Kinds of entities; the same words name the fields of a triage.
const (
	Order    = "order"
	Product  = "product"
	Batch    = "batch"
	When     = "when"
	Site     = "site"
	Amount   = "amount"
	Phone    = "phone"
	Email    = "email"
	Employee = "employee"
	Quantity = "quantity"
	Wish     = "wish"
	Person   = "person"   // how the customer calls himself
	Link     = "link"     // found so that its digits are nothing else
	Duration = "duration" // 三天, "for two weeks": when, if nothing better was said
)

// Entity is one thing found, [Start, End) in runes of the text.
type Entity struct {
	Kind       string
	Value      string // normal form: ISO date, plain phone, number as written
	Start, End int
	Number     float64 // of an amount or a quantity
	Currency   string  // ISO 4217, "" not said
}

// Finder recognises entities. It is immutable and safe for concurrent use.
type Finder struct {
	words *lexicon.Lexicon // products, wishes, labels
}

// New compiles the word lists.
func New(r *reading.Reader) (*Finder, error) {
	l, err := lexicon.Parse(wordList, r.FoldString)
	if err != nil {
		return nil, err
	}
	return &Finder{words: l}, nil
}

// scan is one text being searched: what is taken by one entity cannot be another.
type scan struct {
	reading.Text
	s        string // folded
	pos      []int  // byte offset to rune position
	taken    []bool
	found    []Entity
	segments []segment
	sieve    reading.Sieve
	now      time.Time
	hits     []lexicon.Hit
}

// Find lists the entities in the order of the text. Dates are resolved against now, in
// now's location.
func (f *Finder) Find(t reading.Text, now time.Time) []Entity {
	s := newScan(t, now)
	s.hits = f.words.Find(t.Fold)
	s.emails()
	s.numericDates()
	s.relativeDates()
	s.money()
	s.sites()
	s.labelled()
	s.phones()
	s.codes()
	s.employees()
	s.quantities()
	s.durations()
	s.products()
	s.wishes()
	slices.SortStableFunc(s.found, func(a, b Entity) int { return a.Start - b.Start })
	return s.found
}

func newScan(t reading.Text, now time.Time) *scan {
	s := &scan{Text: t, s: string(t.Fold), taken: make([]bool, len(t.Fold)), now: now}
	s.segments, s.sieve = segments(s.s), reading.Sift(s.s)
	s.pos = make([]int, len(s.s)+1)
	at := 0
	for i, r := range t.Fold {
		for k := range utf8.RuneLen(r) {
			s.pos[at+k] = i
		}
		at += utf8.RuneLen(r)
	}
	s.pos[len(s.s)] = len(t.Fold)
	return s
}

// take records an entity unless a part of it belongs to another.
func (s *scan) take(e Entity) bool {
	if e.Start >= e.End || slices.Contains(s.taken[e.Start:e.End], true) {
		return false
	}
	for i := e.Start; i < e.End; i++ {
		s.taken[i] = true
	}
	if e.Value == "" {
		e.Value = s.Words(e.Start, e.End)
	}
	s.found = append(s.found, e)
	return true
}

// First returns the first entity of a kind.
func First(es []Entity, kind string) (Entity, bool) {
	for _, e := range es {
		if e.Kind == kind {
			return e, true
		}
	}
	return Entity{}, false
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}
