// Command report measures the local understanding on files of labelled messages:
//
//	go run ./nlp/report -dir FOLDER              every file found there
//	go run ./nlp/report -rows FILE [-source NAME] [-errors kind|category|grave|language]
//
// A folder may hold dev.jsonl, extract_synth.jsonl, pii_zh.jsonl, pii_en.jsonl and
// injection.jsonl.
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/nlp"
	"redress/nlp/measure"
)

func main() {
	dir := flag.String("dir", "", "folder of labelled files")
	path := flag.String("rows", "", "JSON Lines with id, lang, text, kind, category, severity, source")
	gold := flag.String("extract", "", "JSON Lines with text and gold entities")
	source := flag.String("source", "", "only sources that contain this")
	errors := flag.String("errors", "", "print the texts that are misjudged: kind, category, grave, language, entities")
	flag.Parse()
	if err := run(*dir, *path, *gold, *source, *errors); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(dir, path, gold, source, errors string) error {
	u := nlp.New(nlp.Config{})
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	switch {
	case dir != "":
		return folder(u, dir, now)
	case gold != "":
		return extraction(os.Stdout, u, gold, now, errors == "entities")
	}
	return messages(u, path, source, errors, now)
}

func folder(u *nlp.Understanding, dir string, now time.Time) error {
	if err := messages(u, filepath.Join(dir, "dev.jsonl"), "", "", now); err != nil {
		return err
	}
	if err := extraction(os.Stdout, u, filepath.Join(dir, "extract_synth.jsonl"), now, false); err != nil {
		return err
	}
	for _, name := range []string{"pii_zh.jsonl", "pii_en.jsonl"} {
		if err := personal(os.Stdout, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return injections(os.Stdout, u, filepath.Join(dir, "injection.jsonl"))
}

func messages(u *nlp.Understanding, path, source, errors string, now time.Time) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := measure.ReadRows(f)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r measure.Row) bool { return !strings.Contains(r.Source, source) })
	s := measure.NewSheet()
	for _, r := range rows {
		t := u.Local(complaint.Inquiry{Texts: []string{r.Text}, Now: now, Quick: true})
		if wrong := s.Add(r, t); errors != "" && slices.Contains(wrong, errors) {
			fmt.Printf("%s\t%s/%s/%s\t%s %s\t%v\t%s\n", r.Source, r.Kind, r.Category, r.Severity, t.Kind, t.Category, names(t), strings.ReplaceAll(r.Text, "\n", " "))
		}
	}
	if errors == "" {
		s.Print(os.Stdout)
	}
	return nil
}

func names(t complaint.Triage) []string {
	set := map[string]bool{}
	for _, f := range t.Facts {
		set[f.Name+"="+f.Words] = true
	}
	return slices.Sorted(maps.Keys(set))
}
