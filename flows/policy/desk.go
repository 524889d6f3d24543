package policy

import (
	"slices"
	"strconv"

	"redress/flows/complaint"
)

// DefaultDesk is the id of the desk that has whatever is routed to no other. A policy names
// it only to give it a name of its own.
const DefaultDesk = "staff"

// Desk is a department or place with a group of its own. Conditions left out hold always; of
// those given each must hold. A desk without conditions gets only what its categories name.
type Desk struct {
	ID         string
	Name       Names
	Categories []string // with their sub-categories
	Sites      []string // words of which the answer to "site" or "where" contains one
	Severities []complaint.Severity
	Members    []int64 // user ids of who may take what is there; empty: everybody on the staff list
}

// Desks lists the desks in the order of the policy.
func (p *Policy) Desks() []Desk { return slices.Clone(p.desks) }

// Desk finds a desk by id.
func (p *Policy) Desk(id string) (Desk, bool) {
	i := slices.IndexFunc(p.desks, func(d Desk) bool { return d.ID == id })
	if i < 0 {
		return Desk{}, false
	}
	return p.desks[i], true
}

// DeskName is the name of a desk in lang, the id when the policy does not know it, and "" for
// a default desk without a name.
func (p *Policy) DeskName(id, lang string) string {
	d, ok := p.Desk(id)
	switch {
	case ok:
		return d.Name.In(lang)
	case id == DefaultDesk:
		return ""
	}
	return id
}

// reservedDesks are words that mean something else where a desk is named.
var reservedDesks = []string{"managers", "manager", "off"}

func (b *builder) buildDesks(docs []deskDoc) (out []Desk) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "desk", seen)
		if slices.Contains(reservedDesks, id) {
			b.add(b.place(d.ID.at), "a desk cannot be called %q: that word means something else in /setup", id)
		}
		desk := Desk{ID: id, Name: b.names(d.Name, d.ID.at, "the desk "+id), Members: b.members(d.Members)}
		for _, t := range d.Categories {
			desk.Categories = append(desk.Categories, b.oneOf(t, "a category", b.vocabulary.categories, ""))
		}
		for _, t := range d.Severities {
			if level := b.oneOf(t, "a severity", levelIDs, ""); level != "" {
				desk.Severities = append(desk.Severities, levelOf(level))
			}
		}
		if len(d.Sites) > 0 {
			desk.Sites = b.wordsOf(map[string][]text{"": d.Sites})
		}
		out = append(out, desk)
	}
	return out
}

func (b *builder) members(list []text) (ids []int64) {
	for _, t := range list {
		id, err := strconv.ParseInt(t.value, 10, 64)
		if err != nil || id <= 0 {
			b.add(t.at, "members of a desk are Telegram user ids, such as 123456789, not %q", t.value)
			continue
		}
		ids = append(ids, id)
	}
	return ids
}

// checkDesks makes sure that every category's desk exists.
func (b *builder) checkDesks(p *Policy, docs []categoryDoc) {
	known := []string{DefaultDesk}
	for _, d := range p.desks {
		known = append(known, d.ID)
	}
	for i := range docs {
		if d := docs[i].Desk; d.value != "" {
			b.oneOf(d, "the desk of category "+docs[i].ID.value, known, "")
		}
		b.checkDesks(p, docs[i].Sub)
	}
}
