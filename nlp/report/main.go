// Command report measures the local understanding on files of labelled messages:
//
//	go run ./nlp/report -dir FOLDER [-docs docs]  every file found there; -docs "" only prints
//	go run ./nlp/report -rows FILE [-source NAME] [-errors kind|category|grave|language]
//
// A folder holds dev.jsonl, extract_synth.jsonl, pii_zh.jsonl, pii_en.jsonl and
// injection.jsonl. The figures go between the marks of understanding.md, and as a chart into
// understanding.svg beside it.
package main

import (
	"flag"
	"fmt"
	"io"
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
	docs := flag.String("docs", "docs", "folder of understanding.md and understanding.svg, which the figures of -dir are written to; empty: only print")
	path := flag.String("rows", "", "JSON Lines with id, lang, text, kind, category, severity, source")
	gold := flag.String("extract", "", "JSON Lines with text and gold entities")
	source := flag.String("source", "", "only sources that contain this")
	errors := flag.String("errors", "", "print the texts that are misjudged: kind, category, grave, language, entities")
	flag.Parse()
	if err := run(*dir, *docs, *path, *gold, *source, *errors); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(dir, docs, path, gold, source, errors string) error {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	switch {
	case dir != "":
		return folder(dir, docs, now)
	case gold != "":
		wrong := io.Writer(nil)
		if errors == "entities" {
			wrong = os.Stdout
		}
		sums, err := extraction(nlp.New(nlp.Config{}), gold, now, wrong)
		if err == nil {
			fmt.Print(entityTable(sums))
		}
		return err
	}
	rows, err := readRows(path, source)
	if err != nil {
		return err
	}
	s := sheetOf(nlp.New(nlp.Config{}), rows, now, errors)
	if errors == "" {
		s.Print(os.Stdout)
	}
	return nil
}

// figures is everything that is published.
type figures struct {
	sheet         *measure.Sheet
	rows          int
	entities      map[string]tally
	personal      [2]map[string]share // Chinese, English
	found, alarms share               // instructions to the machine
	cost          cost
}

// folder measures everything, prints it, and writes it into the handbook.
func folder(dir, docs string, now time.Time) (err error) {
	var f figures
	u, memory := weigh()
	rows, err := readRows(filepath.Join(dir, "dev.jsonl"), "")
	if err != nil {
		return err
	}
	f.rows = len(rows)
	f.sheet = sheetOf(u, rows, now, "")
	if f.entities, err = extraction(u, filepath.Join(dir, "extract_synth.jsonl"), now, nil); err != nil {
		return err
	}
	for i, name := range []string{"pii_zh.jsonl", "pii_en.jsonl"} {
		if f.personal[i], err = personal(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	if f.found, f.alarms, err = injections(u, filepath.Join(dir, "injection.jsonl")); err != nil {
		return err
	}
	if f.cost, err = costOf(u, rows, memory); err != nil {
		return err
	}
	f.sheet.Print(os.Stdout)
	fmt.Print(f.markdown())
	return f.publish(docs)
}

func readRows(path, source string) ([]measure.Row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := measure.ReadRows(f)
	return slices.DeleteFunc(rows, func(r measure.Row) bool { return !strings.Contains(r.Source, source) }), err
}

// sheetOf measures the rows; those whose answer to errors is wrong are printed.
func sheetOf(u *nlp.Understanding, rows []measure.Row, now time.Time, errors string) *measure.Sheet {
	s := measure.NewSheet()
	for _, r := range rows {
		t := u.Local(complaint.Inquiry{Texts: []string{r.Text}, Now: now, Quick: true})
		if wrong := s.Add(r, t); errors != "" && slices.Contains(wrong, errors) {
			fmt.Printf("%s\t%s/%s/%s\t%s %s\t%v\t%s\n", r.Source, r.Kind, r.Category, r.Severity, t.Kind, t.Category, names(t), strings.ReplaceAll(r.Text, "\n", " "))
		}
	}
	return s
}

func names(t complaint.Triage) []string {
	set := map[string]bool{}
	for _, f := range t.Facts {
		set[f.Name+"="+f.Words] = true
	}
	return slices.Sorted(maps.Keys(set))
}
