package report

import (
	"strconv"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// column is one field of the record (domain 1.22.4).
type column struct {
	key    string // in JSON; its sentence "column_<key>" is the header
	header string // instead of the sentence
	width  float64
	of     func(t *Terms, r *complaint.Record) any
}

// columns are all fields of a complaint's record, in the order they are read in: what it is,
// who has it, what the customer said, when what happened, how it ended, how it was judged.
func (t *Terms) columns() []column {
	all := append(identity(), t.answers()...)
	all = append(all, moments()...)
	all = append(all, work()...)
	all = append(all, ending()...)
	return append(all, judgement()...)
}

// head is the name of a column.
func (t *Terms) head(c column) string {
	if c.header != "" {
		return c.header
	}
	return t.Voice.Str("column_" + c.key)
}

// row is a record as values, in the order of the columns.
func (t *Terms) row(columns []column, r *complaint.Record) []any {
	out := make([]any, len(columns))
	for i, c := range columns {
		out[i] = plain(c.of(t, r))
	}
	return out
}

func identity() []column {
	return []column{
		{key: "number", width: 12, of: func(_ *Terms, r *complaint.Record) any { return r.Number }},
		{key: "status", width: 20, of: func(t *Terms, r *complaint.Record) any {
			return coded{string(r.Status), t.named("standing_", string(r.Status))}
		}},
		{key: "severity", width: 16, of: func(t *Terms, r *complaint.Record) any {
			return coded{r.Severity.String(), strings.TrimSpace(r.Severity.String() + " " + t.Policy.Level(r.Severity, t.Voice.Lang))}
		}},
		{key: "severity_rule", width: 12, of: func(_ *Terms, r *complaint.Record) any { return r.SeverityRule }},
		{key: "kind", width: 12, of: func(t *Terms, r *complaint.Record) any {
			return coded{string(r.Kind), t.named("kind_", string(r.Kind))}
		}},
		{key: "category", width: 28, of: func(t *Terms, r *complaint.Record) any { return coded{r.Category, t.path(r.Category)} }},
		{key: "desk", width: 20, of: func(t *Terms, r *complaint.Record) any {
			return coded{deskID(r.Desk), t.desk(r.Desk)}
		}},
		{key: "owner", width: 14, of: func(t *Terms, r *complaint.Record) any { return t.colleague(r.Owner, r.OwnerName) }},
		{key: "summary", width: 50, of: func(t *Terms, r *complaint.Record) any { return t.words(r.Summary) }},
		{key: "summary_by", width: 12, of: func(t *Terms, r *complaint.Record) any {
			return coded{r.SummaryBy, t.named("summary_by_", r.SummaryBy)}
		}},
		{key: "customer", width: 14, of: func(t *Terms, r *complaint.Record) any { return t.customer(strconv.FormatInt(r.Customer, 10)) }},
		{key: "contact", width: 20, of: func(t *Terms, r *complaint.Record) any { return t.customer(r.Contact) }},
		{key: "language", width: 10, of: func(_ *Terms, r *complaint.Record) any { return r.Language }},
		{key: "channel", width: 10, of: func(t *Terms, r *complaint.Record) any {
			return coded{r.Way(), t.named("way_", r.Way())}
		}},
	}
}

// customer is a piece of a customer's personal data.
func (t *Terms) customer(s string) string {
	if t.Privacy != Full {
		return ""
	}
	return s
}

func deskID(d complaint.Desk) string {
	if d == "" {
		return string(complaint.StaffDesk)
	}
	return string(d)
}

// path names a category with what it belongs to.
func (t *Terms) path(category string) string {
	c, ok := t.Policy.Category(category)
	if !ok {
		return category
	}
	names := make([]string, len(c.Path))
	for i, id := range c.Path {
		names[i] = t.Policy.CategoryName(id, t.Voice.Lang)
	}
	return strings.Join(names, " / ")
}

// groups are the categories above a category, from the top: a procedure may want to know a group
// as a whole (CC-AT04).
func (t *Terms) groups(category string) []string {
	c, ok := t.Policy.Category(category)
	if !ok {
		return nil
	}
	return c.Path[:len(c.Path)-1]
}

// personal are the answers that say who somebody is, where they live or how to reach them.
func personal(field string) bool {
	switch field {
	case "phone", "email", "address", "site", "account", "card", "name", "contact", "contact_name", "complainant", "patient",
		"on_behalf", "visitor", "respondent", "who", "employee", "stylist", "doctor", "agent_number", "id_number":
		return true
	}
	return false
}

// answers are the questions of the policy, and one column for what else was told.
func (t *Terms) answers() []column {
	var out []column
	asked := map[string]bool{}
	for _, f := range t.Policy.Fields() {
		asked[f.ID] = true
		out = append(out, column{key: "field_" + f.ID, header: f.Name.In(t.Voice.Lang), width: 18,
			of: func(t *Terms, r *complaint.Record) any { return t.answer(f, r) }})
	}
	return append(out,
		column{key: "other_answers", width: 24, of: func(t *Terms, r *complaint.Record) any { return t.otherAnswers(asked, r) }},
		column{key: "attachments", width: 10, of: func(_ *Terms, r *complaint.Record) any { return known(r.Attachments) }},
		column{key: "facts", width: 24, of: func(t *Terms, r *complaint.Record) any { return t.facts(r) }},
		column{key: "follows", width: 12, of: func(_ *Terms, r *complaint.Record) any { return r.Follows }},
		column{key: "followed_by", width: 12, of: func(_ *Terms, r *complaint.Record) any { return r.FollowedBy }},
		column{key: "merged", width: 12, of: func(_ *Terms, r *complaint.Record) any { return r.Merged }},
		column{key: "same_matter", width: 16, of: func(_ *Terms, r *complaint.Record) any { return strings.Join(r.Kin.Numbers, ", ") }},
		column{key: "lacking", width: 10, of: func(_ *Terms, r *complaint.Record) any { return r.Lacking }},
	)
}

func (t *Terms) answer(f policy.Field, r *complaint.Record) any {
	told := r.Fields[f.ID]
	if told == "" || t.Privacy != Full && personal(f.ID) {
		return nil
	}
	return coded{told, t.words(f.Answer(told, t.Voice.Lang))}
}
