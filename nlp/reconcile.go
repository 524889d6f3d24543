package nlp

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"redress/flows/complaint"
	"redress/nlp/entity"
	"redress/nlp/facts"
	"redress/nlp/llm"
	"redress/nlp/redact"
)

const sourceBoth = "both"

// Model fills in the form about one complaint. Its answer is checked, never trusted.
type Model interface {
	Fill(ctx context.Context, f llm.Form) (llm.Answer, error)
}

// withModel asks the model and joins its answer with the local one. Whatever happens, the
// local answer is the floor.
func (u *Understanding) withModel(ctx context.Context, in complaint.Inquiry, local complaint.Triage) complaint.Triage {
	texts := clip(in.Texts)
	answer, err := u.ask(ctx, texts, in, local.Language)
	if err != nil {
		u.log.Info("local understanding alone", "reason", err.Error())
		return local
	}
	return u.reconcile(local, answer, strings.Join(texts, "\n"))
}

// ask has the model fill in the form about texts from which personal data is taken out, and
// puts it back into the answer.
func (u *Understanding) ask(ctx context.Context, texts []string, in complaint.Inquiry, language string) (llm.Answer, error) {
	var vault redact.Vault
	masked := make([]string, len(texts))
	for i, t := range texts {
		masked[i] = vault.Redact(t)
	}
	answer, err := u.model.Fill(ctx, u.form(masked, in, language))
	if err == nil {
		restore(&answer, &vault)
	}
	return answer, err
}

// form asks with the closed lists of the taxonomy.
func (u *Understanding) form(texts []string, in complaint.Inquiry, language string) llm.Form {
	return llm.Form{
		Texts: texts, Categories: u.choices, Facts: facts.Names(), Language: language,
		Fields: []string{"what", "where", entity.When, entity.Order, entity.Product, entity.Batch, entity.Site, entity.Amount, entity.Employee, entity.Quantity},
		Wishes: entity.Wishes(), Today: in.Now.In(u.zone).Format("2006-01-02 (Monday)"), Customer: in.Customer,
	}
}

// mangled is a placeholder that a model has written in a way of its own.
var mangled = regexp.MustCompile(`(?i)\b(?:PHONE|EMAIL|ID|CARD|IBAN|PASSPORT|ACCOUNT|PLATE|NAME|ADDRESS|LINK|IP)[_ ][0-9]+\b`)

// restore puts personal data back; a summary that names a placeholder that never was, or
// mangles one, is dropped.
func restore(a *llm.Answer, v *redact.Vault) {
	left := v.Left(a.Summary)
	a.Summary = v.Restore(a.Summary)
	if left || mangled.MatchString(a.Summary) {
		a.Summary = ""
	}
	for i := range a.Facts {
		a.Facts[i].Words = v.Restore(a.Facts[i].Words)
	}
	for k, value := range a.Fields {
		a.Fields[k] = v.Restore(value)
	}
}

// reconcile joins two views: facts are the union, so that neither can hide danger;
// disagreement is written down; a text that instructs machines is left to the local view.
func (u *Understanding) reconcile(local complaint.Triage, a llm.Answer, source string) complaint.Triage {
	t := local
	t.Source = sourceBoth
	t.Injection = local.Injection || a.Injection
	t.Disagree = nil
	said := u.reader.Read(source)
	folded := string(said.Fold)
	u.joinFacts(&t, a, folded)
	u.joinFields(&t, a, folded)
	u.joinKind(&t, a)
	u.joinCategory(&t, a)
	t.Sentiment = (local.Sentiment + a.Sentiment) / 2
	if t.Language == "" {
		t.Language = a.Language
	}
	if s := u.grounded(a.Summary, said); s != "" && !local.Injection {
		t.Summary = s
	}
	return t
}

func (u *Understanding) joinKind(t *complaint.Triage, a llm.Answer) {
	k := complaint.Kind(a.Kind)
	switch {
	case k == t.Kind:
		t.KindSure = max(t.KindSure, 0.95)
		return
	case !t.Injection && !(t.Kind == complaint.KindComplaint && (grave(t.Facts) || t.KindSure > 0.9)):
		t.Kind, t.KindSure = k, 0.6
	default:
		t.KindSure = min(t.KindSure, 0.6)
	}
	t.Disagree = append(t.Disagree, "kind")
}

func (u *Understanding) joinCategory(t *complaint.Triage, a llm.Answer) {
	switch {
	case a.Category == "":
	case a.Category == t.Category:
		t.CategorySure = max(t.CategorySure, 0.95)
	case t.Category == "" || !t.Injection:
		if t.Category != "" {
			t.Disagree = append(t.Disagree, "category")
		}
		t.Category, t.CategorySure = a.Category, 0.6
	}
}

// joinFacts adds the model's facts whose words the customer really wrote, and notes each
// that only one of the two saw.
func (u *Understanding) joinFacts(t *complaint.Triage, a llm.Answer, folded string) {
	theirs := map[string]bool{}
	for _, f := range a.Facts {
		if !quotes(folded, u.reader.FoldString(strings.TrimSpace(f.Words))) {
			continue
		}
		theirs[f.Name] = true
		if !t.Has(f.Name) {
			t.Facts = append(t.Facts, complaint.Fact{Name: f.Name, Words: strings.TrimSpace(f.Words)})
			t.Disagree = append(t.Disagree, f.Name)
		}
	}
	for _, f := range t.Facts {
		if !theirs[f.Name] && !slices.Contains(t.Disagree, f.Name) {
			t.Disagree = append(t.Disagree, f.Name)
		}
	}
	order := facts.Names()
	slices.SortStableFunc(t.Facts, func(a, b complaint.Fact) int {
		return cmp.Compare(slices.Index(order, a.Name), slices.Index(order, b.Name))
	})
}

// quotes reports whether words stand in a text, as whole words, and are enough to show
// anything: two Chinese characters, or three letters.
func quotes(text, words string) bool {
	least := 3
	if len(hanOnly(words)) > 0 {
		least = 2
	}
	if len([]rune(words)) < least {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return false
		}
		i += from
		if wordEdge(text, i) && wordEdge(text, i+len(words)) {
			return true
		}
		from = i + 1
	}
}

// wordEdge reports whether no word of an alphabet is cut at a place of a text.
func wordEdge(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return !alphabetic(before) || !alphabetic(after)
}

func alphabetic(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }

// joinFields adds what the local view missed, if the customer wrote it.
func (u *Understanding) joinFields(t *complaint.Triage, a llm.Answer, folded string) {
	fields := map[string]string{}
	for k, v := range t.Fields {
		fields[k] = v
	}
	for _, k := range slices.Sorted(maps.Keys(a.Fields)) {
		v := a.Fields[k]
		if fields[k] == "" && (strings.Contains(folded, u.reader.FoldString(v)) || k == entity.When && datedBy(v, folded)) {
			fields[k] = v
		}
	}
	if fields[entity.Wish] == "" && a.Wish != "" {
		fields[entity.Wish] = a.Wish
	}
	t.Fields = fields
}

// datedBy reports whether a text names the day of an ISO date.
func datedBy(date, text string) bool {
	d, err := time.Parse(time.DateOnly, date)
	return err == nil && slices.ContainsFunc(numbers(text), func(n string) bool { return bareNumber(n) == strconv.Itoa(d.Day()) })
}
