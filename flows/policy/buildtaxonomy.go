package policy

import (
	"slices"
	"strings"
)

func (b *builder) buildFields(docs []fieldDoc) map[string]Field {
	fields, seen := map[string]Field{}, map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "field", seen)
		f := Field{
			ID:       id,
			Name:     b.names(d.Name, d.ID.at, "the name of field "+id),
			Question: b.names(d.Question, d.ID.at, "the question of field "+id),
		}
		answers := map[string]bool{}
		f.Choices, f.Values = b.choices(d.Choices, answers), b.choices(d.Values, answers)
		for _, t := range d.KnownBy {
			f.KnownBy = append(f.KnownBy, t.value)
		}
		fields[id] = f
		b.vocabulary.fields = append(b.vocabulary.fields, id)
	}
	return fields
}

func (b *builder) choices(docs []choiceDoc, seen map[string]bool) (out []Choice) {
	for _, d := range docs {
		id := b.id(d.ID, "choice", seen)
		out = append(out, Choice{id, b.names(d.Name, d.ID.at, "the choice "+id)})
	}
	return out
}

func (b *builder) buildSignals(docs []signalDoc) (out []signal) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "signal", seen)
		s := signal{id: id, name: b.names(d.Name, d.ID.at, "the signal "+id), words: b.wordsOf(d.Words)}
		if len(s.words) == 0 {
			b.add(b.place(d.ID.at), "the signal %q has no words to recognise it by", id)
		}
		out = append(out, s)
		b.vocabulary.signals = append(b.vocabulary.signals, id)
	}
	return out
}

func (b *builder) buildCategories(p *Policy, doc *document) {
	p.byID = map[string]int{}
	p.ask = b.asked(doc.Ask, nil, p.fields)
	if len(doc.Category) == 0 {
		b.add(b.root, "there are no categories: list at least one")
	}
	t := taxonomy{b: b, p: p, seen: map[string]bool{}}
	for i := range doc.Category {
		t.add(&doc.Category[i], Category{Ask: p.ask})
	}
}

// taxonomy flattens the tree of categories.
type taxonomy struct {
	b    *builder
	p    *Policy
	seen map[string]bool
}

// maxDepth keeps category menus walkable.
const maxDepth = 5

func (t *taxonomy) add(d *categoryDoc, parent Category) {
	b := t.b
	id := b.id(d.ID, "category", t.seen)
	c := Category{
		ID: id, Code: d.Code.value, Path: append(slices.Clone(parent.Path), id),
		Like:     b.oneOf(d.Like, "like", CommonCategories(), like(id, parent.Like)),
		Name:     b.names(d.Name, d.ID.at, "the category "+id),
		Keywords: map[string][]string{},
		Ask:      parent.Ask, Desk: parent.Desk, Leaf: len(d.Sub) == 0,
	}
	if d.Ask != nil || d.Required != nil {
		c.Ask = b.asked(d.Ask, d.Required, t.p.fields)
	}
	if d.Ask == nil && d.Required != nil {
		b.add(d.Required[0].at, "\"required\" needs \"ask\" beside it: list the fields to ask for")
	}
	if d.Desk.value != "" {
		c.Desk = d.Desk.value
	}
	for lang, words := range d.Keywords {
		c.Keywords[lang] = b.wordsOf(map[string][]text{lang: words})
	}
	if len(c.Path) > maxDepth {
		b.add(b.place(d.ID.at), "categories are nested more than %d deep", maxDepth)
		return
	}
	t.p.byID[id] = len(t.p.categories)
	t.p.categories = append(t.p.categories, c)
	b.vocabulary.categories = append(b.vocabulary.categories, id)
	for i := range d.Sub {
		t.add(&d.Sub[i], c)
	}
}

// like gives the common category of one that names none: itself, its parent's, or other.
func like(id, parent string) string {
	switch {
	case slices.Contains(CommonCategories(), id):
		return id
	case parent != "":
		return parent
	}
	return "other"
}

// asked resolves the fields a category asks for.
func (b *builder) asked(ask, required []text, fields map[string]Field) (out []Field) {
	var ids []string
	for _, t := range ask {
		f, ok := fields[t.value]
		if !ok {
			b.add(t.at, "there is no field %q: %s", t.value, suggest(t.value, b.vocabulary.fields))
			continue
		}
		if slices.Contains(ids, f.ID) {
			b.add(t.at, "the field %q is asked for twice", f.ID)
		}
		f.Required = slices.ContainsFunc(required, func(r text) bool { return r.value == f.ID })
		ids, out = append(ids, f.ID), append(out, f)
	}
	for _, t := range required {
		if !slices.Contains(ids, t.value) && len(ask) > 0 {
			b.add(t.at, "%q is required but not asked for: add it to \"ask: [%s]\"", t.value, strings.Join(ids, ", "))
		}
	}
	return out
}
