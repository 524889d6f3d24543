package policy

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// Every key a document may hold stands in the handbook.
func TestHandbookNamesEveryKey(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	for key := range keysOf(reflect.TypeFor[document]()) {
		if !strings.Contains(string(page), "`"+key+"`") && !strings.Contains(string(page), key+":") {
			t.Errorf("docs/policy.md does not explain the key %s", key)
		}
	}
}

func keysOf(root reflect.Type) map[string]bool {
	keys, seen := map[string]bool{}, map[reflect.Type]bool{}
	var visit func(of reflect.Type)
	visit = func(of reflect.Type) {
		if of.Kind() == reflect.Slice || of.Kind() == reflect.Map {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || seen[of] {
			return
		}
		seen[of] = true
		for i := range of.NumField() {
			if key := of.Field(i).Tag.Get("yaml"); key != "" {
				keys[key] = true
			}
			visit(of.Field(i).Type)
		}
	}
	visit(root)
	return keys
}
