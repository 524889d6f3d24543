package policy

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
)

// builder turns a decoded document into a Policy, collecting every mistake of meaning.
type builder struct {
	problems
	root       pos
	languages  []string
	vocabulary vocabulary
	roles      []string
	calendar   *Calendar
}

var (
	levelIDs  = []string{"P1", "P2", "P3", "P4"}
	channels  = []string{"chat", "phone", "email", "letter", "visit", "forum", "book"}
	idPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]{0,39}$`)
)

func (b *builder) build(name string, doc *document) *Policy {
	p := &Policy{Name: name, evaluations: &machines{}}
	b.header(p, doc)
	p.calendar = b.buildCalendar(&doc.Calendar)
	p.roles = b.buildRoles(doc.Roles)
	p.fields = b.buildFields(doc.Fields)
	p.signals = b.buildSignals(doc.Signals)
	b.buildCategories(p, doc)
	p.desks = b.buildDesks(doc.Desks)
	b.checkDesks(p, doc.Category)
	b.checkRoles(p, doc.Roles)
	b.checkClocks(doc.Clocks)
	b.buildSeverity(p, &doc.Severity)
	p.clocks = b.buildClocks(doc.Clocks, doc.Every.Span)
	p.notices = b.buildNotices(doc.Notices)
	p.validity = b.buildValidity(&doc.Validity, p.fields)
	p.classes = b.buildClasses(doc.Classes)
	p.offers = b.buildOffers(doc.Offers)
	p.causes = b.choices(doc.Causes, map[string]bool{})
	p.guides = b.buildGuides(doc.Guidance)
	p.steps = b.buildSteps(doc.Steps)
	p.duties = b.buildDuties(doc.Duties)
	p.closing = b.buildClosing(doc.Closing)
	p.conduct = b.buildConduct(doc.Conduct)
	p.cardShows = b.buildCard(doc.CardShows)
	p.fines = b.buildFines(&doc.Fines)
	p.survey = b.buildSurvey(&doc.Survey)
	p.followUp = b.buildFollowUp(&doc.FollowUp)
	p.reports = b.buildReports(doc.Reports)
	p.retention = Retention{doc.Retention.Closed.Span, doc.Retention.Draft.Span, doc.Retention.Attachment.Span}
	p.digest = b.timeOfDay(doc.Digest, "digest")
	p.perDesk = doc.PerDesk
	p.quiet = b.quiet(doc.Quiet)
	p.media = Media(doc.Media)
	return p
}

func (b *builder) header(p *Policy, doc *document) {
	if doc.Schema != SchemaVersion {
		b.add(b.root, "this program reads \"schema: %d\": write that as the first line", SchemaVersion)
	}
	if doc.Name.value != "" {
		p.Name = doc.Name.value
	}
	if doc.Version.value == "" {
		b.add(b.root, "the version is missing: write for example \"version: 2026.1\"")
	}
	for _, l := range doc.Languages {
		b.languages = append(b.languages, l.value)
	}
	if len(b.languages) == 0 {
		b.add(b.root, "the languages are missing: write for example \"languages: [en, zh-Hans]\"")
	}
	p.languages = b.languages
	p.Title = b.names(doc.Title, b.root, "title")
	if doc.About.Names != nil {
		p.About = b.names(doc.About, b.root, "about")
	}
}

// names checks that a text exists in every language; the place is used when it is absent.
func (b *builder) names(n names, place pos, key string) Names {
	at := n.at
	if n.Names == nil {
		at = place
	}
	if missing := n.lacks(b.languages); len(missing) > 0 {
		b.add(at, "%s has no text in %s: add one, or drop the language from \"languages\"", key, strings.Join(missing, ", "))
	}
	return n.Names
}

// id checks an identifier and that it is new among seen.
func (b *builder) id(t text, what string, seen map[string]bool) string {
	switch {
	case !idPattern.MatchString(t.value):
		b.add(b.place(t.at), "%s needs an id of letters, digits and - _ . (at most 40), not %q", what, t.value)
	case seen[t.value]:
		b.add(t.at, "the id %q is used twice: rename one %s", t.value, what)
	}
	seen[t.value] = true
	return t.value
}

// place falls back to the document for something that is absent.
func (b *builder) place(at pos) pos {
	if at.line == 0 {
		return b.root
	}
	return at
}

// oneOf checks a closed choice; absent values take the fallback.
func (b *builder) oneOf(t text, what string, known []string, fallback string) string {
	if t.value == "" && fallback != "" {
		return fallback
	}
	if !slices.Contains(known, t.value) {
		b.add(b.place(t.at), "%s cannot be %q: %s", what, t.value, suggest(t.value, known))
		return fallback
	}
	return t.value
}

func (b *builder) buildRoles(docs []roleDoc) map[string]Names {
	roles, seen := map[string]Names{}, map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "role", seen)
		roles[id] = b.names(d.Name, d.ID.at, "the role "+id)
		b.roles = append(b.roles, id)
	}
	return roles
}

func (b *builder) role(t text, what string) string {
	if t.value == "" {
		return ""
	}
	return b.oneOf(t, what, b.roles, "")
}

func (b *builder) rolesOf(list []text, what string) (out []string) {
	for _, t := range list {
		out = append(out, b.role(t, what))
	}
	return out
}

// levels reads a list of severities; none means all.
func (b *builder) levels(list []text) (set [5]bool) {
	for _, t := range list {
		if id := b.oneOf(t, "a severity", levelIDs, ""); id != "" {
			set[levelOf(id)] = true
		}
	}
	return set
}

// levelOf gives 1 to 4 for "P1" to "P4", else 0.
func levelOf(id string) complaint.Severity {
	return complaint.Severity(slices.Index(levelIDs, id) + 1)
}

func (b *builder) quiet(t text) time.Duration {
	d, err := time.ParseDuration(t.value)
	if err != nil || d < time.Second || d > time.Minute {
		b.add(b.place(t.at), "quiet is how long a customer must be silent before an answer: write 1s to 60s, for example \"quiet: 6s\"")
	}
	return d
}

func (b *builder) timeOfDay(t text, key string) string {
	if m, ok := minutes(t.value); !ok || m == 24*60 {
		b.add(b.place(t.at), "%s must be a time of day such as \"08:30\", not %q", key, t.value)
	}
	return t.value
}

// elapsed reads a span as elapsed time; zero when absent.
func (b *builder) elapsed(s span, key string) time.Duration {
	if s.IsZero() {
		return 0
	}
	d, ok := s.Elapsed()
	if !ok {
		b.add(s.at, "%s must be in minutes, hours, days or weeks, not %q", key, s.Span)
	}
	return d
}

// wordsOf flattens phrases of all languages, in lower case.
func (b *builder) wordsOf(phrases map[string][]text) (words []string) {
	for _, lang := range sortedKeys(phrases) {
		for _, t := range phrases[lang] {
			if w := strings.ToLower(strings.TrimSpace(t.value)); w != "" {
				words = append(words, w)
			} else {
				b.add(t.at, "an empty phrase matches nothing: remove it")
			}
		}
	}
	return words
}
