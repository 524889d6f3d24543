package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// SchemaVersion is the version of the document format that Load reads.
const SchemaVersion = 1

// maxSize bounds a policy document; real ones are a twentieth of it.
const maxSize = 1 << 20

// Load reads a policy document. The name is used in messages and when the document gives
// none. A document may extend an embedded pack. Load reports every mistake it finds at once
// as an *Error, each with line, column and remedy; a policy with mistakes is never returned.
func Load(name string, source []byte) (*Policy, error) {
	l := loader{name: name}
	return l.load(source)
}

// loader turns one document, and what it extends, into a policy.
type loader struct {
	name   string
	origin map[*yaml.Node]string
	hash   []byte
	texts  []string // the documents read, in order
	kept   []string // texts of packs to use instead of the embedded ones
}

func (l *loader) load(source []byte) (*Policy, error) {
	l.origin = map[*yaml.Node]string{}
	root, err := l.parse(l.name, source, nil)
	if err != nil {
		return nil, err
	}
	d := &decoder{origin: l.origin, file: l.name}
	var doc document
	d.decode(root, reflect.ValueOf(&doc).Elem())
	b := &builder{problems: d.problems, root: d.at(root)}
	p := b.build(l.name, &doc)
	if err := b.err(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(l.hash)
	p.source = strings.Join(l.texts, between)
	p.Version = doc.Version.value + "+" + hex.EncodeToString(sum[:4])
	return p, nil
}

// parse reads a document and merges it over the pack it extends.
func (l *loader) parse(file string, source []byte, above []string) (*yaml.Node, error) {
	l.hash = append(append(l.hash, source...), 0)
	l.texts = append(l.texts, string(source))
	root, err := parseNode(file, source)
	if err != nil {
		return nil, err
	}
	l.mark(root, file, 0)
	key := valueOf(root, "extends")
	if key == nil {
		return root, nil
	}
	base := key.Value
	at := pos{file, key.Line, key.Column}
	if slices.Contains(above, base) || len(above) > 8 {
		return nil, problemAt(at, "%q extends itself: remove one extends", base)
	}
	parent, err := l.base(base)
	if err != nil {
		return nil, problemAt(at, "there is no pack %q to extend: %s", base, suggest(base, Packs()))
	}
	under, err := l.parse("pack "+base, parent, append(above, base))
	if err != nil {
		return nil, err
	}
	return merge(under, root), nil
}

func parseNode(file string, source []byte) (*yaml.Node, error) {
	if len(source) > maxSize {
		return nil, problemAt(pos{file: file}, "the document is larger than %d KiB: is it a policy?", maxSize>>10)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(source, &doc); err != nil {
		return nil, problemAt(pos{file, lineOf(err), 1}, "not YAML: %s", yamlLine.ReplaceAllString(err.Error(), ""))
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, problemAt(pos{file, 1, 1}, "a policy is keys and values, starting with \"schema: %d\"", SchemaVersion)
	}
	return doc.Content[0], nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func lineOf(err error) int {
	m := yamlLine.FindStringSubmatch(err.Error())
	if len(m) < 2 {
		return 1
	}
	n, _ := strconv.Atoi(m[1])
	return max(n, 1)
}

func problemAt(at pos, format string, args ...any) error {
	return &Error{[]Problem{{at.file, at.line, at.col, fmt.Sprintf(format, args...)}}}
}

// mark remembers where nodes come from, so that a mistake is reported in its own file.
func (l *loader) mark(n *yaml.Node, file string, depth int) {
	if n == nil || depth > 100 {
		return
	}
	l.origin[n] = file
	for _, c := range n.Content {
		l.mark(c, file, depth+1)
	}
}

// errNoPack is returned for a pack name that is not embedded.
var errNoPack = errors.New("no such pack")
