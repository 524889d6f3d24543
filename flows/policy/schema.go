package policy

import (
	"encoding/json"
	"reflect"
)

// JSONSchema gives a JSON Schema (draft 2020-12) of the policy document, so that editors
// complete keys and mark unknown ones. Load checks much more.
func JSONSchema() []byte {
	defs := map[string]any{
		"names": map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}, "description": "one text per language"},
		"span":  map[string]any{"type": "string", "pattern": `^(\d+ (minute|hour|day|working_day|week|month|year)s?|immediately|same[ _]day|agreed|unset)$`},
		"text":  map[string]any{"type": []string{"string", "number", "boolean"}},
	}
	s := schemaOf(reflect.TypeFor[document](), defs)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "Redress policy"
	s["required"] = []string{"schema", "version"}
	s["$defs"] = defs
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // only maps, slices and strings
	}
	return append(out, '\n')
}

func schemaOf(t reflect.Type, defs map[string]any) map[string]any {
	switch t {
	case reflect.TypeFor[text]():
		return ref("text")
	case reflect.TypeFor[span]():
		return ref("span")
	case reflect.TypeFor[names]():
		return ref("names")
	}
	switch t.Kind() {
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), defs)}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem(), defs)}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	}
	return structSchema(t, defs)
}

func ref(name string) map[string]any { return map[string]any{"$ref": "#/$defs/" + name} }

// structSchema describes a mapping; all but the document itself are definitions, since
// categories contain categories.
func structSchema(t reflect.Type, defs map[string]any) map[string]any {
	root := t == reflect.TypeFor[document]()
	if _, known := defs[t.Name()]; known && !root {
		return ref(t.Name())
	}
	properties := map[string]any{}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if !root {
		defs[t.Name()] = s
	}
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			properties[key] = schemaOf(t.Field(i).Type, defs)
		}
	}
	if _, identified := properties["id"]; identified {
		properties["drop"] = map[string]any{"type": "boolean", "description": "leave out what the extended pack says under this id"}
	}
	if root {
		return s
	}
	return ref(t.Name())
}
