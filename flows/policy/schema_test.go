package policy_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"redress/flows/policy"
)

var update = flag.Bool("update", false, "write the published files anew")

func TestPublishedSchemaIsCurrent(t *testing.T) {
	t.Parallel()
	const file = "../../docs/policy.schema.json"
	want := policy.JSONSchema()
	if !json.Valid(want) {
		t.Fatal("the schema is not JSON")
	}
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what JSONSchema gives (%v): run go test ./flows/policy -update", file, err)
	}
}
