package app_test

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestHouseDependenciesAreExplained compares docs/dependencies.md with what is imported.
func TestHouseDependenciesAreExplained(t *testing.T) {
	t.Parallel()
	h := houseOf(t)
	page, err := os.ReadFile(filepath.Join(h.root, "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	explained := explainedModules(string(page))
	imported := importedModules(h.files, requirements(t, filepath.Join(h.root, "go.mod")))
	for _, m := range slices.SortedFunc(maps.Keys(imported), cmp.Compare[string]) {
		if !slices.Contains(explained, m) {
			t.Errorf("%s imports %s: docs/dependencies.md does not say why", imported[m], m)
		}
	}
	for _, m := range explained {
		if imported[m] == "" {
			t.Errorf("docs/dependencies.md explains %s, but nothing imports it", m)
		}
	}
}

// explainedModules returns the first cells of the tables of the page.
func explainedModules(page string) []string {
	var found []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(page, -1) {
		found = append(found, row[1])
	}
	return found
}

// importedModules returns the modules that the files import, each with a place that does.
func importedModules(files []file, modules map[string]string) map[string]string {
	found := make(map[string]string)
	for _, f := range files {
		for _, r := range f.outside() {
			if m := moduleOf(r.path, modules); m != "" && found[m] == "" {
				found[m] = r.at
			}
		}
	}
	return found
}

// moduleOf returns the longest module that holds a package, "" for the standard library.
func moduleOf(library string, modules map[string]string) string {
	longest := ""
	for m := range modules {
		if under(library, m) && len(m) > len(longest) {
			longest = m
		}
	}
	return longest
}

// TestHouseSQLiteRunsOnItsOwnLibc guards a demand of modernc.org/sqlite: the version of
// modernc.org/libc must be the one it was generated with.
func TestHouseSQLiteRunsOnItsOwnLibc(t *testing.T) {
	t.Parallel()
	own := goList(t, "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite")
	want := requirements(t, own[0])["modernc.org/libc"]
	got := requirements(t, filepath.Join(houseOf(t).root, "go.mod"))["modernc.org/libc"]
	if want == "" || want != got {
		t.Errorf("modernc.org/sqlite was made with modernc.org/libc %q, but go.mod has %q: `go get modernc.org/libc@%s`, and hold back what asks for more (`go mod graph`)",
			want, got, want)
	}
}

// requirements returns the versions that a go.mod requires, by module.
func requirements(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	for _, r := range regexp.MustCompile(`(?m)^(?:require)?\s+(\S+\.\S+) (v\S+)`).FindAllStringSubmatch(string(text), -1) {
		found[r[1]] = r[2]
	}
	return found
}

func TestHouseRuleOfModules(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "go.mod")
	text := "module m\n\ngo 1.26.0\n\nrequire (\n\tone.org/x v1.2.3 // indirect\n\tone.org/x/v2 v2.0.0\n)\n\nrequire one.org/xy v0.1.0\n\nretract v1.16.0\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	modules := requirements(t, path)
	if want := map[string]string{"one.org/x": "v1.2.3", "one.org/x/v2": "v2.0.0", "one.org/xy": "v0.1.0"}; !maps.Equal(modules, want) {
		t.Errorf("requirements: %v, want %v", modules, want)
	}
	for library, want := range map[string]string{"one.org/x/part": "one.org/x", "one.org/x/v2/part": "one.org/x/v2", "one.org/xyz": "", "fmt": ""} {
		if got := moduleOf(library, modules); got != want {
			t.Errorf("moduleOf(%s): %q, want %q", library, got, want)
		}
	}
	if got := explainedModules("| module | why |\n|---|---|\n| `one.org/x` | For x. |\nand `two.org`\n"); !slices.Equal(got, []string{"one.org/x"}) {
		t.Errorf("explained: %q", got)
	}
}
