package policy

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// replaceTag in front of a list or mapping means: forget what the extended pack says here.
const replaceTag = "!replace"

// whole lists the keys whose value is one thing: never merged, always replaced.
var whole = []string{"hours", "contact", "any", "otherwise", "off_hours", "rest_day"}

// merge lays a document over the one it extends: mappings key by key, lists of things with
// an id item by item (new items first, in their order; then what is left of the extended
// list), everything else replaced.
func merge(under, over *yaml.Node) *yaml.Node {
	if over.Tag == replaceTag || under.Kind != over.Kind {
		return untagged(over)
	}
	switch over.Kind {
	case yaml.MappingNode:
		return mergeMaps(under, over)
	case yaml.SequenceNode:
		if identified(under) && identified(over) {
			return mergeLists(under, over)
		}
	}
	return over
}

func untagged(n *yaml.Node) *yaml.Node {
	if n.Tag == replaceTag {
		n.Tag = ""
	}
	return n
}

func mergeMaps(under, over *yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode, Line: over.Line, Column: over.Column}
	for i := 0; i+1 < len(over.Content); i += 2 {
		key, value := over.Content[i], over.Content[i+1]
		if below := valueOf(under, key.Value); below != nil && !slices.Contains(whole, key.Value) {
			value = merge(below, value)
		}
		out.Content = append(out.Content, key, untagged(value))
	}
	for i := 0; i+1 < len(under.Content); i += 2 {
		if key := under.Content[i]; valueOf(over, key.Value) == nil && key.Value != "extends" {
			out.Content = append(out.Content, key, under.Content[i+1])
		}
	}
	return out
}

func mergeLists(under, over *yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: yaml.SequenceNode, Line: over.Line, Column: over.Column}
	seen := map[string]bool{}
	for _, item := range over.Content {
		id := valueOf(item, "id").Value
		seen[id] = true
		if below := itemOf(under, id); below != nil {
			item = merge(below, item)
		}
		if drop := valueOf(item, "drop"); drop != nil && drop.Value == "true" {
			continue
		}
		out.Content = append(out.Content, item)
	}
	for _, item := range under.Content {
		if !seen[valueOf(item, "id").Value] {
			out.Content = append(out.Content, item)
		}
	}
	return out
}

// identified reports whether every item of a list is a mapping with an id.
func identified(list *yaml.Node) bool {
	return !slices.ContainsFunc(list.Content, func(item *yaml.Node) bool { return valueOf(item, "id") == nil })
}

func itemOf(list *yaml.Node, id string) *yaml.Node {
	for _, item := range list.Content {
		if v := valueOf(item, "id"); v != nil && v.Value == id {
			return item
		}
	}
	return nil
}

// valueOf gives the value of a key of a mapping, or nil.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
