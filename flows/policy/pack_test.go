package policy_test

import (
	"testing"

	"redress/flows/policy"
)

func pack(t testing.TB, name string) *policy.Policy {
	t.Helper()
	p, err := policy.Pack(name)
	if err != nil {
		t.Fatalf("pack %s:\n%v", name, err)
	}
	return p
}

func TestPacksLoad(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Packs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if p := pack(t, name); p.Name != name {
				t.Errorf("the pack calls itself %q", p.Name)
			}
		})
	}
}
