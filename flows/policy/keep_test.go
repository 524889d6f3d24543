package policy_test

import (
	"strings"
	"testing"

	"redress/flows/policy"
)

func TestRestoredPolicyIsTheSame(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Packs() {
		p := pack(t, name)
		again, err := policy.Restore(p.Name, p.Source())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again.Version != p.Version || again.Name != p.Name || again.Table("en") != p.Table("en") {
			t.Errorf("%s comes back as version %s, was %s", name, again.Version, p.Version)
		}
	}
}

func TestRestoreKeepsThePackOfItsTime(t *testing.T) {
	t.Parallel()
	p, err := policy.Load("ours", []byte("schema: 1\nversion: \"1\"\nextends: generic\n"))
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Replace(p.Source(), "within: 4 hour", "within: 5 hour", 1)
	then, err := policy.Restore("ours", old)
	if err != nil {
		t.Fatal(err)
	}
	was, _ := then.Clock("G-T3")
	is, _ := p.Clock("G-T3")
	if then.Version == p.Version || was.Limit.N != 5 || is.Limit.N != 4 {
		t.Errorf("restored with a limit of %s, it is %s now", was.Limit, is.Limit)
	}
}
