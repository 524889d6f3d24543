// Command train fits the classifiers of kind and category and writes their weights beside
// the code that embeds them:
//
//	go run ./nlp/train [-rows FILE]
//
// It learns from the sentences in nlp/corpus and, if a file of labelled messages is given,
// from its rows that are marked "train": true, whose licences allow it.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/nlp/classify"
	"redress/nlp/kind"
	"redress/nlp/measure"
	"redress/nlp/reading"
	"redress/nlp/topic"
)

func main() {
	dir := flag.String("dir", "nlp", "folder of the package")
	rows := flag.String("rows", "", "JSON Lines with rows marked train")
	flag.Parse()
	if err := run(*dir, *rows); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// labelled is one sentence with its labels; category may be empty.
type labelled struct {
	kind, category, text string
	weight               float64
}

func run(dir, path string) error {
	all, err := corpus(filepath.Join(dir, "corpus"))
	if err != nil {
		return err
	}
	if path != "" {
		more, err := marked(path)
		if err != nil {
			return err
		}
		all = append(all, more...)
	}
	fmt.Println(len(all), "sentences")
	r := reading.New()
	kinds, err := kind.New(r)
	if err != nil {
		return err
	}
	topics, err := topic.New(r, nil)
	if err != nil {
		return err
	}
	if err := fitKinds(dir, r, kinds, all); err != nil {
		return err
	}
	return fitTopics(dir, r, topics, all)
}

func fitKinds(dir string, r *reading.Reader, s *kind.Scorer, all []labelled) error {
	var classes []string
	for _, k := range kind.Kinds() {
		classes = append(classes, string(k))
	}
	var samples []classify.Sample
	for _, l := range all {
		c := slices.Index(classes, l.kind)
		if c < 0 {
			return fmt.Errorf("kind %q of %q is none of %v", l.kind, l.text, classes)
		}
		t := r.Read(l.text)
		samples = append(samples, classify.Sample{Grams: classify.Grams(t.Fold), Dense: s.Hear(t).Dense(), Class: c, Weight: l.weight})
	}
	balance(samples, len(classes), 0.5)
	m := classify.Train(classes, samples, classify.Options{Epochs: 8, Rate: 0.1, Decay: 1e-4, DenseDecay: 1e-6, Drop: 0.3, Runs: 4})
	return store(filepath.Join(dir, "kind", "kind.model"), m)
}

func fitTopics(dir string, r *reading.Reader, s *topic.Scorer, all []labelled) error {
	classes := topic.Common()
	var samples []classify.Sample
	for _, l := range all {
		if l.kind != string(complaint.KindComplaint) || l.category == "" {
			continue
		}
		c := slices.Index(classes, l.category)
		if c < 0 {
			return fmt.Errorf("category %q of %q is none of %v", l.category, l.text, classes)
		}
		t := r.Read(l.text)
		samples = append(samples, classify.Sample{Grams: classify.Grams(t.Fold), Dense: s.Dense(t), Class: c, Weight: l.weight})
	}
	fmt.Println(len(samples), "with a category")
	balance(samples, len(classes), 0.5)
	m := classify.Train(classes, samples, classify.Options{Epochs: 15, Rate: 0.1, Decay: 2e-5, DenseDecay: 1e-6, Drop: 0.3, Runs: 4})
	return store(filepath.Join(dir, "topic", "topic.model"), m)
}

func store(path string, m *classify.Model) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := m.Write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// corpus reads the tab-separated sentences: kind, category, text.
func corpus(dir string) ([]labelled, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, err
	}
	var all []labelled
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			cols := strings.SplitN(sc.Text(), "\t", 3)
			if len(cols) == 3 {
				all = append(all, labelled{kind: cols[0], category: cols[1], text: cols[2], weight: 1})
			}
		}
		f.Close()
		if err := sc.Err(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func marked(path string) ([]labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := measure.ReadRows(f)
	if err != nil {
		return nil, err
	}
	var all []labelled
	for _, r := range rows {
		if r.Train {
			all = append(all, labelled{kind: r.Kind, category: r.Category, text: r.Text, weight: 1})
		}
	}
	return all, nil
}

// balance gives rare classes more weight and frequent ones less: the share of a class in
// the corpus says little about its share among real messages.
func balance(samples []classify.Sample, classes int, power float64) {
	n := make([]float64, classes)
	for _, s := range samples {
		n[s.Class]++
	}
	for i, s := range samples {
		samples[i].Weight *= math.Pow(float64(len(samples))/float64(classes)/n[s.Class], power)
	}
}
