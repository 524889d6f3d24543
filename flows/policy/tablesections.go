package policy

import (
	"fmt"
	"strings"
	"time"
)

func (t *table) head() {
	t.line("# %s", t.p.Title.In(t.lang))
	if about := t.p.About.In(t.lang); about != "" {
		t.line("\n%s", about)
	}
	t.line("\n%s: %s %s", t.word("version"), t.p.Name, t.p.Version)
}

func (t *table) calendar() {
	c := t.p.calendar
	t.section("calendar")
	t.line("- %s: %s", t.word("zone"), c.zone)
	t.line("- %s: %s", t.word("hours"), t.week(c.hours))
	t.line("- %s: %s", t.word("contact"), t.week(c.contact))
	if c.known != (date{}) {
		t.line("- %s: %s", t.word("holidays"), c.known.at(0, time.UTC).Format(time.DateOnly))
	}
}

func (t *table) categories() {
	t.section("categories")
	t.columns("category", "rule", "asks", "desk")
	for _, c := range t.p.categories {
		var asks []string
		for _, f := range c.Ask {
			name := f.Name.In(t.lang)
			if f.Required {
				name += "*"
			}
			asks = append(asks, name)
		}
		indent := strings.Repeat("– ", len(c.Path)-1)
		t.row(indent+c.Name.In(t.lang), c.Code, strings.Join(asks, ", "), t.p.DeskName(c.Desk, t.lang))
	}
}

func (t *table) desks() {
	if len(t.p.desks) == 0 {
		return
	}
	t.section("desks")
	t.columns("desk", "category", "sites", "level")
	for _, d := range t.p.desks {
		var categories, levels []string
		for _, id := range d.Categories {
			categories = append(categories, t.p.CategoryName(id, t.lang))
		}
		for _, s := range d.Severities {
			levels = append(levels, t.p.Level(s, t.lang))
		}
		t.row(d.Name.In(t.lang), strings.Join(categories, ", "), strings.Join(d.Sites, ", "), strings.Join(levels, ", "))
	}
}

func (t *table) severity() {
	t.section("severity")
	t.columns("level", "rule", "why", "condition")
	for _, r := range t.p.rules {
		g := r.grade
		t.row(fmt.Sprintf("%s %s", g.Severity, g.Level.In(t.lang)), g.Rule, g.Why.In(t.lang), "`"+r.when.source+"`")
	}
	o := t.p.otherwise
	t.row(fmt.Sprintf("%s %s", o.Severity, o.Level.In(t.lang)), o.Rule, t.word("otherwise"), "")
	if t.p.loweredBy != "" {
		t.line("\n%s: %s", t.word("lowered"), t.p.Role(t.p.loweredBy, t.lang))
	}
}

func (t *table) clocks() {
	t.section("clocks")
	t.columns("rule", "for", "who", "what", "limit", "span", "escalate")
	for _, c := range t.p.clocks {
		what := c.Action.In(t.lang)
		if c.Promise {
			what += " (" + t.word("promise") + ")"
		}
		t.row(c.ID, t.concern(c), t.p.Role(c.By, t.lang), what, t.limits(c),
			t.word(string(c.Start))+" → "+t.word(string(c.Stop)), t.roles(c.Escalate))
	}
}

func (t *table) concern(c ClockRule) string {
	out := t.levels(c.levels)
	for _, id := range c.categories {
		out += ", " + t.p.CategoryName(id, t.lang)
	}
	if c.when.source != "" {
		out += ", `" + c.when.source + "`"
	}
	return out
}

func (t *table) limits(c ClockRule) string {
	out := t.limit(c.Limit, c.Counting)
	if v := c.OffHours; v != nil {
		out += fmt.Sprintf("; %s %s (%s)", t.word("off_hours"), t.limit(v.Limit, v.Counting), v.ID)
	}
	if v := c.RestDay; v != nil {
		out += fmt.Sprintf("; %s %s (%s)", t.word("rest_day"), t.limit(v.Limit, v.Counting), v.ID)
	}
	return out
}

func (t *table) notices() {
	if len(t.p.notices) == 0 {
		return
	}
	t.section("notices")
	t.columns("rule", "for", "what", "told", "limit")
	for _, n := range t.p.notices {
		within := t.word("with_report")
		if !n.Within.IsZero() {
			within = t.span(n.Within)
		}
		if !n.Every.IsZero() {
			within += ", " + t.word("every") + " " + t.span(n.Every)
		}
		concern := t.levels(n.levels)
		if n.when.source != "" {
			concern += ", `" + n.when.source + "`"
		}
		t.row(n.ID, concern, n.What.In(t.lang), t.roles(n.To), t.word(string(n.On))+" + "+within)
	}
}

func (t *table) validity() {
	t.section("validity")
	t.line("%s\n", t.p.Role(t.p.validity.DecidedBy, t.lang))
	for _, v := range t.p.validity.Values {
		t.line("- %s", strings.TrimSpace(v.Code+" "+v.Name.In(t.lang)))
	}
}

func (t *table) classes() {
	if len(t.p.classes) == 0 {
		return
	}
	t.section("classes")
	t.columns("rule", "level", "what", "condition", "who")
	for _, c := range t.p.classes {
		t.row(c.ID, c.Kind+" "+c.Class, c.Name.In(t.lang), "`"+c.when.source+"`", t.roles(c.To))
	}
}

func (t *table) offers() {
	if len(t.p.offers) == 0 {
		return
	}
	t.section("offers")
	t.columns("rule", "what", "condition", "approval")
	for _, o := range t.p.offers {
		t.row(o.ID, o.Name.In(t.lang), "`"+o.when.source+"`", t.p.Role(o.Approval, t.lang))
	}
}

func (t *table) guides() {
	if len(t.p.guides) == 0 {
		return
	}
	t.section("guidance")
	t.columns("rule", "what", "do", "condition")
	for _, g := range t.p.guides {
		do := g.Do.In(t.lang)
		if g.Say != nil {
			do += " “" + g.Say.In(t.lang) + "”"
		}
		t.row(strings.Join(g.Sources(), ", "), g.Name.In(t.lang), do, t.condition(g.when))
	}
}

func (t *table) steps() {
	if len(t.p.steps) == 0 {
		return
	}
	t.section("steps")
	t.columns("rule", "what", "people", "limit", "condition")
	for _, s := range t.p.steps {
		limit := ""
		if !s.Limit.IsZero() {
			limit = t.limit(s.Limit, s.Counts)
		}
		t.row(strings.TrimSpace(s.ID+" "+s.Rule), s.Name.In(t.lang), fmt.Sprint(s.People), limit, t.condition(s.when))
	}
}

// condition is what a condition says; nothing for one that always holds.
func (t *table) condition(c condition) string {
	if c.source == "" {
		return ""
	}
	return "`" + c.source + "`"
}

func (t *table) duties() {
	if len(t.p.duties) == 0 {
		return
	}
	t.section("duties")
	for _, d := range t.p.duties {
		t.line("- %s (%s)", d.Name.In(t.lang), d.ID)
	}
}

func (t *table) closing() {
	t.section("closing")
	t.columns("for", "what", "rule")
	for _, r := range t.p.closing {
		t.row(t.levels(r.levels), r.Name.In(t.lang), r.Rule)
	}
}

func (t *table) conduct() {
	t.section("conduct")
	t.columns("rule", "what", "better")
	for _, c := range t.p.conduct {
		t.row(c.id+" ("+strings.Join(c.sources, ", ")+")", c.name.In(t.lang), c.better.In(t.lang))
	}
}

func (t *table) survey() {
	t.section("survey")
	f := t.p.followUp
	t.line("- %s: %s", t.word("survey_after"), t.duration(t.p.survey.Delay))
	var reminders []string
	for _, r := range append(t.p.FollowUps().Remind, f.Notice) {
		reminders = append(reminders, t.duration(r))
	}
	t.line("- %s: %s", t.word("remind"), strings.Join(reminders, ", "))
	t.line("- %s: %s", t.word("close"), t.duration(f.Close))
	t.line("- %s: %s", t.word("reopen"), t.duration(f.Reopen))
	if kept := t.p.retention.Closed; !kept.IsZero() {
		t.line("- %s: %s", t.word("retention"), t.span(kept))
	}
}

func (t *table) reports() {
	if len(t.p.reports) == 0 {
		return
	}
	t.section("reports")
	t.columns("rule", "what", "every", "who")
	for _, r := range t.p.reports {
		every := t.word("each_" + r.Every)
		if r.MonthDay > 0 {
			every += fmt.Sprintf(" (%d)", r.MonthDay)
		}
		t.row(r.ID, r.Name.In(t.lang), every, t.p.Role(r.By, t.lang))
	}
}
