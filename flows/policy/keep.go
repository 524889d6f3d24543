package policy

import "strings"

// between separates the documents of a source; no YAML holds it.
const between = "\x1e"

// Source gives the documents the policy was made from, its own and the packs it extends, in
// one text to be kept.
func (p *Policy) Source() string { return p.source }

// Restore makes a policy again from what Source gave, with the packs as they were then, so
// that a complaint goes on under the rules it was filed under whatever has changed since.
func Restore(name, source string) (*Policy, error) {
	documents := strings.Split(source, between)
	l := loader{name: name, kept: documents[1:]}
	return l.load([]byte(documents[0]))
}

// base gives the text of the pack that a document extends: as it was kept, or as it is.
func (l *loader) base(name string) ([]byte, error) {
	if len(l.kept) == 0 {
		return packSource(name)
	}
	text := l.kept[0]
	l.kept = l.kept[1:]
	return []byte(text), nil
}
