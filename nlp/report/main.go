// Command report measures the local understanding on files of labelled messages:
//
//	go run ./nlp/report -rows FILE [-source NAME] [-errors kind|category|grave]
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/nlp"
	"redress/nlp/measure"
)

func main() {
	path := flag.String("rows", "", "JSON Lines with id, lang, text, kind, category, severity, source")
	source := flag.String("source", "", "only sources that contain this")
	errors := flag.String("errors", "", "print the texts that are misjudged: kind, category or grave")
	flag.Parse()
	if err := run(*path, *source, *errors); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(path, source, errors string) error {
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
	u := nlp.New(nlp.Config{})
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
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
