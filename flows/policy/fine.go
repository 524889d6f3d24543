package policy

import "redress/flows/complaint"

// Fines is how a procedure splits a sanction among those responsible. It is arithmetic for
// managers; nothing is imposed by it (PS-Y2 to PS-Y6).
type Fines struct {
	Currency string
	amounts  map[complaint.Severity]int
	shares   []fineShare
}

type fineShare struct {
	role    string
	name    Names
	percent int
	double  int // from the how many-th valid complaint of a year it doubles; 0: never
}

// Share is what one responsible person bears, in whole units of the currency.
type Share struct {
	Role   string
	Name   Names
	Amount int
}

// Fines gives the policy's sanctions; ok is false when it has none.
func (p *Policy) Fines() (f Fines, ok bool) { return p.fines, len(p.fines.shares) > 0 }

// Split gives the shares of a verified complaint of that severity, the nth valid one of its
// place in the calendar year; none where the procedure names no amount.
func (f Fines) Split(s complaint.Severity, nth int) (total int, shares []Share) {
	total = f.amounts[s]
	if total == 0 {
		return 0, nil
	}
	for _, part := range f.shares {
		amount := total * part.percent / 100
		if part.double > 0 && nth >= part.double {
			amount *= 2
		}
		shares = append(shares, Share{part.role, part.name, amount})
	}
	return total, shares
}

func (b *builder) buildFines(doc *finesDoc) Fines {
	f := Fines{Currency: doc.Currency.value, amounts: map[complaint.Severity]int{}}
	for level, amount := range doc.Amounts {
		known := b.oneOf(text{value: level, at: doc.At}, "a severity of fines", levelIDs, "")
		if known != "" {
			f.amounts[levelOf(known)] = amount
		}
	}
	seen, sum := map[string]bool{}, 0
	for _, d := range doc.Shares {
		id := b.id(d.ID, "share of a fine", seen)
		f.shares = append(f.shares, fineShare{role: id, name: b.names(d.Name, d.ID.at, "the share "+id), percent: d.Percent, double: d.DoubleFrom})
		sum += d.Percent
	}
	if len(f.shares) > 0 && sum != 100 {
		b.add(b.place(doc.At), "the shares of fines add up to %d percent; write percentages that make 100", sum)
	}
	return f
}
