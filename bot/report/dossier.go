package report

import (
	"cmp"
	_ "embed"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

//go:embed case.html
var caseSource string

const (
	longestCourse = 300 // lines of a case's course
	longestSaid   = 400 // letters of one reply
)

// Case is what the special report on one complaint is drafted from.
type Case struct {
	Complaint *complaint.Complaint
	Messages  []complaint.Message
	History   []complaint.Entry
	Rating    *complaint.Rating
	Made      time.Time
}

// fact is a line of a case: a name and what is on record.
type fact struct{ Name, Value string }

// dossier is a special report as a page shows it.
type dossier struct {
	t                          *Terms
	Lang, Title, Number, Made  string
	Style                      template.CSS
	Facts, Told                []fact
	Summary                    string
	Course                     []line
	Earlier                    string
	Events, Causes, Prevention []fact // what is on record for each part
	Questions                  []string
}

// T says a sentence.
func (d *dossier) T(key string) string { return d.t.Voice.Str(key) }

// Draft is the special report of a grave case, drafted from its history (VK-N5): what happened,
// why, and how it is prevented, with blanks where only people know. It holds no name, number or
// address of a customer.
func Draft(t *Terms, c Case) ([]byte, error) {
	d := &dossier{t: t, Lang: t.Voice.Lang, Title: t.Voice.Str("case_title"), Number: c.Complaint.Number, Made: t.stamp(c.Made), Style: template.CSS(styleSheet),
		Summary: tidy(t.words(c.Complaint.Summary))}
	d.facts(c)
	d.course(c)
	d.parts(c)
	d.questions(c)
	return render("case", caseSource, d)
}

// add appends a fact that is known.
func (d *dossier) add(to *[]fact, name, value string) {
	if value = tidy(value); value != "" {
		*to = append(*to, fact{name, value})
	}
}

func (d *dossier) facts(c Case) {
	r := &complaint.Record{Complaint: *c.Complaint, Rating: c.Rating}
	for _, column := range append(identity(), ending()...) {
		switch column.key {
		case "status", "severity", "severity_rule", "category", "desk", "owner", "channel", "outcome", "validity":
			d.add(&d.Facts, d.t.head(column), d.t.text(plain(column.of(d.t, r))))
		}
	}
	for _, at := range []struct {
		key string
		of  time.Time
	}{{"filed_at", r.FiledAt}, {"replied_at", r.RepliedAt}, {"resolved_at", r.ResolvedAt}, {"closed_at", r.ClosedAt}} {
		d.add(&d.Facts, d.t.Voice.Str("column_"+at.key), d.t.stamp(at.of))
	}
	for _, f := range d.t.Policy.Fields() {
		if told, ok := plain(d.t.answer(f, r)).(coded); ok {
			d.add(&d.Told, f.Name.In(d.t.Voice.Lang), told.name)
		}
	}
	d.add(&d.Told, d.t.Voice.Str("column_attachments"), strings.TrimLeft(strconv.Itoa(r.Attachments), "0"))
}

// course is the history with the replies to the customer between, oldest first. What the
// customer wrote is only noted: it may name people.
func (d *dossier) course(c Case) {
	type step struct {
		at   time.Time
		line line
	}
	var all []step
	for _, e := range c.History {
		all = append(all, step{e.At, line{d.t.stamp(e.At), d.t.named("did_", string(e.Action)), d.t.actor(e), d.t.detail(e)}})
	}
	for _, m := range c.Messages {
		switch m.Direction {
		case complaint.In:
			all = append(all, step{m.At, line{d.t.stamp(m.At), d.t.Voice.Str("case_wrote"), d.t.Voice.Str("role_customer"), ""}})
		case complaint.Out:
			all = append(all, step{m.At, line{d.t.stamp(m.At), d.t.Voice.Str("case_replied"), d.t.colleague(m.Author, ""), short(d.t.words(m.Latest()))}})
		}
	}
	slices.SortStableFunc(all, func(a, b step) int { return a.at.Compare(b.at) })
	if more := len(all) - longestCourse; more > 0 {
		all, d.Earlier = all[more:], d.t.Voice.Str("case_earlier", "n", more)
	}
	for _, s := range all {
		d.Course = append(d.Course, s.line)
	}
}

// short is a text of a bearable length.
func short(s string) string {
	if letters := []rune(s); len(letters) > longestSaid {
		return string(letters[:longestSaid]) + "…"
	}
	return s
}

// parts are what is on record for each part of the report (VK-N5), with blanks for the rest.
func (d *dossier) parts(c Case) {
	v, t := d.t.Voice, d.t
	closing := c.Complaint.Closing
	r := &complaint.Record{Complaint: *c.Complaint}
	for _, of := range []struct {
		id   string
		part *[]fact
	}{{"special_report_events", &d.Events}, {"special_report", &d.Events}, {"special_report_causes", &d.Causes}, {"special_report_prevention", &d.Prevention}} {
		d.add(of.part, t.requirement(of.id), t.words(closing.Record[of.id]))
	}
	d.add(&d.Events, v.Str("case_done_line"), t.words(closing.Done))
	d.add(&d.Events, v.Str("case_result_line"), t.words(cmp.Or(closing.Outcome, closing.Reason)))
	d.add(&d.Events, v.Str("case_promised_line"), t.words(closing.Promised))
	d.add(&d.Causes, v.Str("case_worse"), t.facts(r))
	d.add(&d.Causes, v.Str("case_cause_line"), t.cause(closing.Cause))
	d.add(&d.Causes, v.Str("case_delay_line"), t.named("cause_", c.Complaint.DelayCause))
	var late []string
	for _, k := range c.Complaint.Clocks {
		if broken(k) {
			late = append(late, k.Rule+" "+t.clock(k.Rule)+" ("+t.stamp(k.Due)+")")
		}
	}
	d.add(&d.Causes, v.Str("case_late"), strings.Join(late, "\n"))
	d.add(&d.Prevention, v.Str("column_steps"), t.steps(r))
	d.add(&d.Prevention, v.Str("column_tasks"), t.tasks(r))
}

// questions are what the records leave open.
func (d *dossier) questions(c Case) {
	v := d.t.Voice
	ask := func(open bool, question string) {
		if open {
			d.Questions = append(d.Questions, question)
		}
	}
	ask(c.Complaint.Closing.Outcome == "" && c.Complaint.Closing.Reason == "", v.Str("case_no_result"))
	ask(c.Complaint.Closing.Cause == "", v.Str("case_no_cause"))
	missing := d.t.Policy.Missing(c.Complaint.Category, c.Complaint.Fields)
	ask(len(missing) > 0, v.Str("case_missing", "names", d.names(missing)))
	asked := 0
	for _, k := range c.Complaint.Tasks {
		if k.Open() {
			asked++
		}
	}
	ask(asked > 0, v.Str("case_open_tasks", "n", asked))
	for _, k := range c.Complaint.Clocks {
		ask(broken(k), v.Str("case_late_why", "rule", k.Rule+" "+d.t.clock(k.Rule)))
	}
	ask(c.Complaint.Unreachable, v.Str("case_unreached"))
	ask(c.Complaint.Status.Ended() && (c.Rating == nil || !c.Rating.Answered()), v.Str("case_no_rating"))
}

func (d *dossier) names(fields []policy.Field) string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name.In(d.t.Voice.Lang))
	}
	return strings.Join(names, ", ")
}
