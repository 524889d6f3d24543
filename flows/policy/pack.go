package policy

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed packs/*.yaml
var packFiles embed.FS

//go:embed calendars/*.yaml
var calendarFiles embed.FS

// Packs lists the names of the ready-made policies; "generic" is the default.
func Packs() []string { return stems(packFiles, "packs") }

// Pack loads a ready-made policy.
func Pack(name string) (*Policy, error) {
	source, err := packSource(name)
	if err != nil {
		return nil, fmt.Errorf("there is no policy pack %q: %s", name, suggest(name, Packs()))
	}
	l := loader{name: name}
	return l.load(source)
}

func packSource(name string) ([]byte, error) {
	if !slices.Contains(Packs(), name) {
		return nil, errNoPack
	}
	return packFiles.ReadFile("packs/" + name + ".yaml")
}

// holidayTables lists the embedded holiday tables.
func holidayTables() []string { return stems(calendarFiles, "calendars") }

func stems(files embed.FS, dir string) []string {
	entries, err := files.ReadDir(dir)
	if err != nil {
		panic(err) // embedded at build time
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(path.Base(e.Name()), ".yaml")
	}
	return names
}
