// Package redact takes personal data out of texts before they leave the house and puts it
// back into what returns. Numbers are recognised with their check digits; names and
// addresses by how they are introduced. It errs on the side of taking out too much: the
// placeholders are reversible.
package redact

import (
	"fmt"
	"slices"
	"strings"
)

// Kind of personal data; it names the placeholder.
type Kind string

// What is recognised.
const (
	Phone    Kind = "PHONE"
	Email    Kind = "EMAIL"
	ID       Kind = "ID"
	Card     Kind = "CARD"
	IBAN     Kind = "IBAN"
	Passport Kind = "PASSPORT"
	Account  Kind = "ACCOUNT" // of a messenger
	Plate    Kind = "PLATE"
	Name     Kind = "NAME"
	Address  Kind = "ADDRESS"
	Link     Kind = "LINK"
	IP       Kind = "IP"
)

// Span is one piece of personal data, [Start, End) in bytes.
type Span struct {
	Kind       Kind
	Start, End int
}

// Spans lists what is personal in a text, in order, without overlaps.
func Spans(s string) []Span {
	var all []Span
	for _, r := range rules {
		all = append(all, r.find(s)...)
	}
	return settle(all)
}

// settle keeps the earlier rule of two that overlap; of an address it keeps what sticks out.
func settle(all []Span) []Span {
	var kept []Span
	for _, a := range all {
		for _, k := range kept {
			a = a.beside(k)
		}
		if a.Start < a.End {
			kept = append(kept, a)
		}
	}
	slices.SortFunc(kept, func(a, b Span) int { return a.Start - b.Start })
	return kept
}

// beside is what a span leaves when another has taken its part.
func (a Span) beside(taken Span) Span {
	if a.Start >= taken.End || taken.Start >= a.End {
		return a
	}
	const least = 6 // bytes worth covering
	switch {
	case a.Kind == Address && taken.Start-a.Start >= least:
		a.End = taken.Start
	case a.Kind == Address && a.End-taken.End >= least:
		a.Start = taken.End
	default:
		a.End = a.Start
	}
	return a
}

// Vault remembers what stands behind the placeholders of one exchange. The zero value is
// ready to use; it is not safe for concurrent use.
type Vault struct {
	values []string // pairs of placeholder and value
	counts map[Kind]int
}

// Redact replaces personal data by placeholders such as [PHONE_1]; the same value gets the
// same placeholder throughout.
func (v *Vault) Redact(s string) string {
	var b strings.Builder
	at := 0
	for _, p := range Spans(s) {
		b.WriteString(s[at:p.Start])
		b.WriteString(v.holder(p.Kind, s[p.Start:p.End]))
		at = p.End
	}
	b.WriteString(s[at:])
	return b.String()
}

func (v *Vault) holder(k Kind, value string) string {
	for i := 0; i < len(v.values); i += 2 {
		if v.values[i+1] == value {
			return v.values[i]
		}
	}
	if v.counts == nil {
		v.counts = map[Kind]int{}
	}
	v.counts[k]++
	h := fmt.Sprintf("[%s_%d]", k, v.counts[k])
	v.values = append(v.values, h, value)
	return h
}

// Restore puts the values back for their placeholders.
func (v *Vault) Restore(s string) string {
	return strings.NewReplacer(v.values...).Replace(s)
}

// Left reports whether a text holds a placeholder that this exchange never made.
func (v *Vault) Left(s string) bool {
	return holder.MatchString(v.Restore(s))
}
