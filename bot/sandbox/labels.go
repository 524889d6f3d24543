package sandbox

import (
	"embed"
	"strings"

	"go.yaml.in/yaml/v3"

	"redress/flows/policy"
)

//go:embed labels stories pictures page
var files embed.FS

// labels are the words of the page itself, by language; within a view, those of one.
type labels struct {
	all map[string]map[string]string
	say map[string]string
}

// languages are what the page itself speaks, the first where nothing else fits.
func languages() []string { return []string{"en", "zh-Hans"} }

func loadLabels() labels {
	l := labels{all: map[string]map[string]string{}}
	for _, lang := range languages() {
		words := map[string]string{}
		decode("labels/"+lang+".yaml", &words)
		l.all[lang] = words
	}
	return l
}

// decode reads an embedded file, whose faults are faults of the program.
func decode(name string, into any) {
	raw, err := files.ReadFile(name)
	if err == nil {
		err = yaml.Unmarshal(raw, into)
	}
	if err != nil {
		panic("sandbox: " + name + ": " + err.Error())
	}
}

func (l labels) in(lang string) labels { return labels{all: l.all, say: l.all[lang]} }

// T is a label with its blanks filled from name, value pairs.
func (l labels) T(key string, blanks ...string) string {
	text, ok := l.say[key]
	if !ok {
		panic("sandbox: no label " + key)
	}
	for i := 0; i+1 < len(blanks); i += 2 {
		text = strings.ReplaceAll(text, "{"+blanks[i]+"}", blanks[i+1])
	}
	return text
}

// spoken picks a language of the page for what a browser asks for.
func spoken(wanted string) string {
	for part := range strings.SplitSeq(wanted, ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "zh"):
			return "zh-Hans"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return languages()[0]
}

// names is a text by language, in the form of the policies.
type names = policy.Names
