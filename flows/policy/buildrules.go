package policy

import (
	"slices"
	"strconv"
	"strings"
)

func (b *builder) buildSeverity(p *Policy, doc *severityDoc) {
	p.levels = map[string]Names{}
	seen := map[string]bool{}
	for _, l := range doc.Levels {
		id := b.oneOf(text{b.id(l.ID, "level", seen), l.ID.at}, "a level", levelIDs, "")
		p.levels[id] = b.names(l.Name, l.ID.at, "the level "+id)
	}
	for _, id := range levelIDs {
		if _, ok := p.levels[id]; !ok {
			b.add(b.place(doc.At), "the severity level %s has no name: list P1, P2, P3 and P4 under \"levels\"", id)
		}
	}
	rules := map[string]bool{}
	for _, r := range doc.Rules {
		p.rules = append(p.rules, b.gradeRules(p, r, rules)...)
	}
	slices.SortStableFunc(p.rules, func(x, y gradeRule) int { return int(x.grade.Severity) - int(y.grade.Severity) })
	level := b.oneOf(doc.Otherwise.Level, "the level of \"otherwise\"", levelIDs, "")
	p.otherwise = Grade{Severity: levelOf(level), Rule: doc.Otherwise.ID.value, Level: p.levels[level]}
	p.loweredBy = b.role(doc.LoweredBy, "lowered_by")
}

func (b *builder) gradeRules(p *Policy, doc gradeDoc, seen map[string]bool) (out []gradeRule) {
	id := b.id(doc.ID, "severity rule", seen)
	level := b.oneOf(doc.Level, "the level of "+id, levelIDs, "")
	if len(doc.Any) == 0 {
		b.add(b.place(doc.ID.at), "the severity rule %q has no cases: list them under \"any\"", id)
	}
	for _, c := range doc.Any {
		if c.When.value == "" {
			b.add(b.place(doc.ID.at), "a case of %q has no \"when\": use \"otherwise\" for everything else", id)
		}
		grade := Grade{levelOf(level), id, p.levels[level], b.names(c.Why, b.at(c.When, doc.ID), "the \"why\" of a case of "+id), c.When.value}
		out = append(out, gradeRule{grade, b.compile(c.When)})
	}
	return out
}

// at is the place of the first text that has one.
func (b *builder) at(ts ...text) pos {
	for _, t := range ts {
		if t.at.line > 0 {
			return t.at
		}
	}
	return b.root
}

var countings = []string{string(Working), string(Elapsing), string(Elapsed)}

func (b *builder) buildClocks(docs []clockDoc, every Span) (out []ClockRule) {
	seen := map[string]bool{}
	for _, d := range docs {
		c := b.clock(d, seen)
		if c.EscalateEvery.IsZero() {
			c.EscalateEvery = every
		}
		out = append(out, c)
	}
	if !slices.ContainsFunc(out, func(c ClockRule) bool { return c.Promise }) {
		b.add(b.root, "no clock promises the customer a first contact: mark one with \"promise: true\"")
	}
	return out
}

func (b *builder) clock(d clockDoc, seen map[string]bool) ClockRule {
	id := b.id(d.ID, "clock", seen)
	c := ClockRule{
		ID: id, Action: b.names(d.Action, d.ID.at, "the action of clock "+id), By: b.role(d.By, "by"),
		Start:    Happening(b.oneOf(d.From, "the start of clock "+id, happenings, "")),
		Stop:     Happening(b.oneOf(d.Until, "the end of clock "+id, happenings, "")),
		Limit:    d.Within.Span,
		Counting: Counting(b.oneOf(d.Counts, "counts", countings, string(Working))),
		OffHours: b.variant(d.OffHours, seen), RestDay: b.variant(d.RestDay, seen),
		Escalate: b.rolesOf(d.Escalate, "escalate"), EscalateEvery: d.Every.Span, Repeat: d.Repeat, Promise: d.Promise, ContactHours: d.ContactHours,
		levels: b.levels(d.For), when: b.compile(d.When), Warn: b.share(d.Warn),
		since: b.day(d.InForce.From), through: b.day(d.InForce.To),
	}
	if c.Limit.IsZero() && d.Within.at.line == 0 {
		b.add(b.place(d.ID.at), "the clock %q has no limit: write \"within: 4 hour\", or \"agreed\" when it is agreed case by case", id)
	}
	if c.Promise && (c.Start != Filed || c.Stop != Replied) {
		b.add(b.place(d.ID.at), "the clock %q promises a first contact, so it must run \"from: filed\" and \"until: replied\"", id)
	}
	for _, t := range d.Categories {
		c.categories = append(c.categories, b.oneOf(t, "a category", b.vocabulary.categories, ""))
	}
	return c
}

// day reads an optional date.
func (b *builder) day(t text) date {
	if t.value == "" {
		return date{}
	}
	d, err := parseDate(t.value)
	if err != nil {
		b.add(t.at, "%q is no date: write 2026-12-24", t.value)
	}
	return d
}

func (b *builder) variant(d variantDoc, seen map[string]bool) *Variant {
	if d.ID.value == "" && d.Within.IsZero() {
		return nil
	}
	v := &Variant{
		ID:       b.id(d.ID, "clock variant", seen),
		Limit:    d.Within.Span,
		Counting: Counting(b.oneOf(d.Counts, "counts", countings, string(Working))),
	}
	if len(d.Action.Names) > 0 {
		v.Action = b.names(d.Action, d.ID.at, "the clock variant "+v.ID)
	}
	return v
}

// share reads a part of one, such as 0.75; absent means three quarters.
func (b *builder) share(t text) float64 {
	if t.value == "" {
		return 0.75
	}
	f, err := strconv.ParseFloat(t.value, 64)
	if err != nil || f < 0 || f >= 1 {
		b.add(t.at, "warn is the share of the time after which the owner is reminded: write 0 (never) to 0.95, not %q", t.value)
		return 0
	}
	return f
}

func (b *builder) buildNotices(docs []noticeDoc) (out []Notice) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "notice", seen)
		if len(d.To) == 0 {
			b.add(b.place(d.ID.at), "the notice %q has nobody to tell: list roles under \"to\"", id)
		}
		out = append(out, Notice{
			ID: id, What: b.names(d.What, d.ID.at, "the notice "+id),
			On: Happening(b.oneOf(d.On, "on", happenings, string(Classified))),
			To: b.rolesOf(d.To, "to"), Within: d.Within.Span, Every: d.Every.Span, Ask: d.Ask,
			levels: b.levels(d.For), when: b.compile(d.When),
		})
	}
	return out
}

func (b *builder) buildValidity(doc *validityDoc, fields map[string]Field) Validity {
	v := Validity{DecidedBy: b.role(doc.DecidedBy, "decided_by"), Needs: b.asked(doc.Needs, doc.Needs, fields)}
	kinds := []string{string(Valid), string(NotValid), string(Suggestion), string(Refused)}
	seen := map[string]bool{}
	for _, d := range doc.Values {
		id := b.id(d.ID, "validity value", seen)
		v.Values = append(v.Values, ValidityValue{
			ID: id, Code: d.Code.value, Name: b.names(d.Name, d.ID.at, "the validity "+id),
			Kind: ValueKind(b.oneOf(d.Kind, "kind", kinds, "")),
		})
	}
	reasons := map[string]bool{}
	for _, d := range doc.Reasons {
		id := b.id(d.ID, "reason", reasons)
		v.Reasons = append(v.Reasons, Reason{id, ValueKind(b.oneOf(d.For, "for", kinds, string(NotValid))), b.names(d.Name, d.ID.at, "the reason "+id)})
	}
	if len(v.Values) == 0 {
		b.add(b.place(doc.At), "validity has no values: list at least a valid and an invalid one")
	}
	return v
}

func (b *builder) buildClasses(docs []classDoc) (out []Class) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "class", seen)
		if d.Kind.value == "" || d.When.value == "" {
			b.add(b.place(d.ID.at), "the class %q needs a \"kind\" (what is classified) and a \"when\"", id)
		}
		out = append(out, Class{
			ID: id, Kind: d.Kind.value, Class: d.Class.value, Name: b.names(d.Name, d.ID.at, "the class "+id),
			To: b.rolesOf(d.To, "to"), when: b.compile(d.When),
		})
	}
	return out
}

func (b *builder) buildOffers(docs []offerDoc) (out []Offer) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "offer", seen)
		out = append(out, Offer{id, b.names(d.Name, d.ID.at, "the offer "+id), b.role(d.Approval, "approval"), b.compile(d.When)})
	}
	return out
}

func (b *builder) buildClosing(docs []closingDoc) (out []Requirement) {
	seen := map[string]bool{}
	for _, d := range docs {
		r := Requirement{
			ID: b.id(d.ID, "closing requirement", seen), Rule: d.Rule.value,
			Name: b.names(d.Name, d.ID.at, "the closing requirement "+d.ID.value), levels: b.levels(d.For), when: b.compile(d.When),
		}
		for _, t := range d.Unless {
			r.unless = append(r.unless, t.value)
		}
		out = append(out, r)
	}
	return out
}

func (b *builder) buildReports(docs []reportDoc) (out []Report) {
	seen := map[string]bool{}
	periods := strings.Fields("day week half_month month quarter case")
	for _, d := range docs {
		id := b.id(d.ID, "report", seen)
		if d.MonthDay < 0 || d.MonthDay > 31 {
			b.add(b.place(d.ID.at), "month_day of report %q must be a day of a month", id)
		}
		out = append(out, Report{ID: id, Name: b.names(d.Name, d.ID.at, "the report "+id), Every: b.oneOf(d.Every, "every", periods, ""),
			MonthDay: d.MonthDay, By: b.role(d.By, "by"), Kept: d.Kept, levels: b.levels(d.For)})
	}
	return out
}
