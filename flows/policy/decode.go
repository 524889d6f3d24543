package policy

import (
	"reflect"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// decoder fills the document types from YAML nodes. It is stricter than the YAML
// library (unknown and repeated keys, aliases) and goes on after a mistake, so that one
// run reports them all with line and column.
type decoder struct {
	problems
	origin map[*yaml.Node]string // the file each node of an extended document comes from
	file   string
}

// fromNode is implemented by document types that read a node in their own way.
type fromNode interface {
	fromNode(d *decoder, n *yaml.Node)
}

var (
	posType  = reflect.TypeFor[pos]()
	nodeType = reflect.TypeFor[fromNode]()
)

func (d *decoder) at(n *yaml.Node) pos {
	file, ok := d.origin[n]
	if !ok {
		file = d.file
	}
	return pos{file, n.Line, n.Column}
}

func (d *decoder) decode(n *yaml.Node, v reflect.Value) {
	if n.Kind == yaml.AliasNode {
		d.add(d.at(n), "aliases (*%s) are not read in policies: write the value out", n.Value)
		return
	}
	if v.Addr().Type().Implements(nodeType) {
		v.Addr().Interface().(fromNode).fromNode(d, n)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.decodeStruct(n, v)
	case reflect.Slice:
		d.decodeSlice(n, v)
	case reflect.Map:
		d.decodeMap(n, v)
	default:
		d.decodeScalar(n, v)
	}
}

func (d *decoder) decodeStruct(n *yaml.Node, v reflect.Value) {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Type == posType {
			*v.Field(i).Addr().Interface().(*pos) = d.at(n)
		} else {
			fields[f.Tag.Get("yaml")] = v.Field(i)
		}
	}
	for key, value := range d.pairs(n) {
		if f, ok := fields[key.Value]; ok {
			d.decode(value, f)
			continue
		}
		d.add(d.at(key), "unknown key %q: %s", key.Value, suggest(key.Value, sortedKeys(fields)))
	}
}

// pairs walks a mapping, reporting repeated keys; anything but a mapping is a mistake.
func (d *decoder) pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			d.add(d.at(n), "expected keys and values here (\"key: value\" lines)")
			return
		}
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				d.add(d.at(key), "a key must be a plain word")
				continue
			}
			if seen[key.Value] {
				d.add(d.at(key), "the key %q stands here twice: keep one", key.Value)
				continue
			}
			seen[key.Value] = true
			if !yield(key, n.Content[i+1]) {
				return
			}
		}
	}
}

func (d *decoder) decodeSlice(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.add(d.at(n), "expected a list here (\"- item\" lines or [a, b])")
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.decode(item, out.Index(i))
	}
	v.Set(out)
}

func (d *decoder) decodeMap(n *yaml.Node, v reflect.Value) {
	out := reflect.MakeMap(v.Type())
	for key, value := range d.pairs(n) {
		element := reflect.New(v.Type().Elem()).Elem()
		d.decode(value, element)
		out.SetMapIndex(reflect.ValueOf(key.Value), element)
	}
	v.Set(out)
}

func (d *decoder) decodeScalar(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		d.add(d.at(n), "expected a single value here")
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		if n.Tag != "!!bool" {
			d.add(d.at(n), "%q is neither true nor false", n.Value)
		}
		v.SetBool(n.Value == "true")
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		if err != nil {
			d.add(d.at(n), "%q is not a whole number", n.Value)
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			d.add(d.at(n), "%q is not a number", n.Value)
		}
		v.SetFloat(f)
	default:
		panic("policy: document type with unsupported kind " + v.Kind().String())
	}
}

// text is a string that remembers where it stands.
type text struct {
	value string
	at    pos
}

func (t *text) fromNode(d *decoder, n *yaml.Node) {
	t.at = d.at(n)
	if n.Kind != yaml.ScalarNode {
		d.add(t.at, "expected a single value here")
		return
	}
	t.value = n.Value
}

// span is a Span that remembers where it stands.
type span struct {
	Span
	at pos
}

func (s *span) fromNode(d *decoder, n *yaml.Node) {
	var t text
	t.fromNode(d, n)
	s.at = t.at
	parsed, err := ParseSpan(t.value)
	if err != nil {
		d.add(t.at, "%v", err)
	}
	s.Span = parsed
}

// names is a Names that remembers where it stands.
type names struct {
	Names
	at pos
}

func (t *names) fromNode(d *decoder, n *yaml.Node) {
	t.at = d.at(n)
	if n.Kind != yaml.MappingNode {
		d.add(t.at, "expected one text per language here, such as {en: Delivery, zh-Hans: 配送}")
		return
	}
	d.decode(n, reflect.ValueOf(&t.Names).Elem())
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
