package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// top is what lies at the top of the repository, besides dot files and what .gitignore names.
var top = []string{
	"bot", "flows", "nlp", "store", "cron", "docs",
	"go.mod", "go.sum", "Dockerfile", "README.md", "LICENSE", "compose.yaml",
}

func TestHouseTopLevelIsFixed(t *testing.T) {
	t.Parallel()
	root := houseOf(t).root
	ignored := ignoredNames(t, filepath.Join(root, ".gitignore"))
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(top, e.Name()) && !ignored(e.Name()) {
			t.Errorf("%s does not belong at the top of the repository", e.Name())
		}
	}
	for _, name := range top {
		if !slices.Contains(found, name) {
			t.Errorf("%s is missing at the top of the repository", name)
		}
	}
}

// ignoredNames reads the patterns of a .gitignore that concern the top level.
func ignoredNames(t *testing.T, path string) func(name string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	patterns := strings.Fields(string(text))
	return func(name string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool {
			ok, err := filepath.Match(strings.Trim(p, "/"), name)
			return err == nil && ok
		})
	}
}
