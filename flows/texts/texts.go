// Package texts holds every sentence a person reads, per language, and fills in the blanks.
//
// A sentence is written in YAML with {name} for a blank, **bold** for emphasis and
// {n|photo|photos} for a word that depends on a count. What fills a blank is literal: a
// customer who writes markup sees markup.
package texts

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"

	"redress/flows/complaint"
)

//go:embed *.yaml
var files embed.FS

// Catalogue is all sentences in all languages.
type Catalogue struct {
	tags    []language.Tag
	matcher language.Matcher
	say     map[string]map[string]string // language -> key -> sentence
}

// Load reads the embedded sentences. It fails when a language lacks a sentence that
// another has.
func Load() (*Catalogue, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	c := &Catalogue{say: map[string]map[string]string{}}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sentences := map[string]string{}
		if err := yaml.Unmarshal(raw, &sentences); err != nil {
			return nil, fmt.Errorf("texts/%s: %w", name, err)
		}
		c.say[strings.TrimSuffix(name, ".yaml")] = sentences
	}
	for _, lang := range c.Languages() {
		c.tags = append(c.tags, language.MustParse(lang))
	}
	c.matcher = language.NewMatcher(c.tags)
	return c, c.complete()
}

// complete reports every sentence that one language has and another lacks.
func (c *Catalogue) complete() error {
	var missing []string
	for _, lang := range c.Languages() {
		for _, other := range c.Languages() {
			for key := range c.say[lang] {
				if _, ok := c.say[other][key]; !ok {
					missing = append(missing, fmt.Sprintf("texts/%s.yaml lacks %q (in %s)", other, key, lang))
				}
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return fmt.Errorf("%s", strings.Join(missing, "\n"))
}

// Languages lists what the product speaks, English first, as BCP 47 tags.
func (c *Catalogue) Languages() []string {
	langs := slices.DeleteFunc(slices.Sorted(maps.Keys(c.say)), func(l string) bool { return l == "en" })
	return append([]string{"en"}, langs...)
}

// Match returns the language spoken here that is nearest to the first of wanted that is
// spoken at all; English when none is.
func (c *Catalogue) Match(wanted ...string) string {
	for _, w := range wanted {
		tag, err := language.Parse(w)
		if err != nil || w == "" {
			continue
		}
		if _, i, sure := c.matcher.Match(tag); sure > language.Low {
			return c.Languages()[i]
		}
	}
	return "en"
}

// In returns the voice that speaks lang, or the nearest one.
func (c *Catalogue) In(lang string) Voice {
	if _, ok := c.say[lang]; !ok {
		lang = c.Match(lang)
	}
	return Voice{Lang: lang, sentences: c.say[lang]}
}

// Keys lists the names of all sentences.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.say["en"])) }

// Voice speaks one language.
type Voice struct {
	Lang      string
	sentences map[string]string
}

// Has reports whether there is a sentence of that name.
func (v Voice) Has(key string) bool { _, ok := v.sentences[key]; return ok }

// Say fills the sentence key with blanks given as name, value pairs. A value is a string, a
// number or a complaint.Rich. An unknown key is a mistake of ours and panics; the tests
// find all of them.
func (v Voice) Say(key string, blanks ...any) complaint.Rich {
	sentence, ok := v.sentences[key]
	if !ok {
		panic("texts: no sentence " + key)
	}
	return fill(sentence, blanks)
}

// Str is Say without styles, for buttons and pop-ups.
func (v Voice) Str(key string, blanks ...any) string { return v.Say(key, blanks...).String() }
