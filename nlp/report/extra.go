package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/nlp"
	"redress/nlp/redact"
	"redress/nlp/understand"
)

// each calls do with every JSON object of a file of lines.
func each(path string, do func(json.RawMessage) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for sc.Scan() {
		if err := do(append(json.RawMessage(nil), sc.Bytes()...)); err != nil {
			return err
		}
	}
	return sc.Err()
}

// tally counts right, missed and surplus answers of one field.
type tally struct{ right, missed, extra int }

func (t tally) f1() float64 {
	return 2 * float64(t.right) / float64(max(1, 2*t.right+t.missed+t.extra))
}

func (t tally) plus(o tally) tally {
	return tally{t.right + o.right, t.missed + o.missed, t.extra + o.extra}
}

// extraction measures entities against gold values, by field; "all" is their sum. Lines of
// what is wrong go to wrong, if that is given.
func extraction(u *nlp.Understanding, path string, now time.Time, wrong io.Writer) (map[string]tally, error) {
	sums := map[string]tally{}
	err := each(path, func(raw json.RawMessage) error {
		var r struct {
			Text string                     `json:"text"`
			Gold map[string]json.RawMessage `json:"gold"`
		}
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		got := values(understand.Understand(context.Background(), u, nil, r.Text, now).Entities)
		gold := map[string]string{}
		for k, v := range r.Gold {
			gold[goldName(k)] = plain(v)
		}
		for _, k := range slices.Sorted(maps.Keys(both(gold, got))) {
			one := judge(k, gold[k], got[k])
			sums[k] = sums[k].plus(one)
			sums["all"] = sums["all"].plus(one)
			if wrong != nil && !same(k, gold[k], got[k]) {
				fmt.Fprintf(wrong, "%s: want %q, got %q\t%s\n", k, gold[k], got[k], r.Text)
			}
		}
		return nil
	})
	return sums, err
}

func both(a, b map[string]string) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

func judge(k, want, got string) (t tally) {
	switch {
	case same(k, want, got) && want != "":
		t.right++
	case want == "" && got != "":
		t.extra++
	case want != "" && got == "":
		t.missed++
	case want != got:
		t.missed++
		t.extra++
	}
	return t
}

// same compares loosely in case, and dates without a year by month and day.
func same(k, want, got string) bool {
	if k == "date" && strings.HasPrefix(want, "--") {
		return strings.HasSuffix(got, want[1:])
	}
	return strings.EqualFold(want, got)
}

func goldName(k string) string {
	switch k {
	case "order_no":
		return "order"
	case "batch_no":
		return "batch"
	case "remedy":
		return "wish"
	}
	return k
}

func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		if s == "exchange" {
			return "replacement"
		}
		return s
	}
	var ns []float64
	if json.Unmarshal(raw, &ns) == nil {
		return fmt.Sprint(ns)
	}
	return string(raw)
}

func values(e understand.Entities) map[string]string {
	m := map[string]string{
		"order": e.Order, "batch": e.Batch, "product": e.Product, "date": e.Date, "phone": e.Phone, "wish": e.Wish,
		"site": e.Site, "email": e.Email, "employee": e.Employee, "quantity": e.Quantity,
	}
	if len(e.Amounts) > 0 {
		m["amounts"] = fmt.Sprint(e.Amounts)
	}
	maps.DeleteFunc(m, func(_, v string) bool { return v == "" })
	return m
}

// share is how many of so many were found.
type share struct{ found, of int }

func (s share) part() float64 { return float64(s.found) / float64(max(s.of, 1)) }

// personal measures how much of the marked spans redaction covers, by kind.
func personal(path string) (map[string]share, error) {
	all := map[string]share{}
	err := each(path, func(raw json.RawMessage) error {
		var r struct {
			Text  string `json:"text"`
			Spans []struct {
				Start, End int
				Type       string
			} `json:"spans"`
		}
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		spans, runes := redact.Spans(r.Text), []rune(r.Text)
		for _, s := range r.Spans {
			from, to := len(string(runes[:s.Start])), len(string(runes[:s.End]))
			covered := 0
			for _, p := range spans {
				covered += max(0, min(to, p.End)-max(from, p.Start))
			}
			kind := all[s.Type]
			kind.of++
			if covered*10 >= (to-from)*8 {
				kind.found++
			}
			all[s.Type] = kind
		}
		return nil
	})
	return all, err
}

// injections measures the suspicion of texts that instruct machines: those found, and alarms
// on harmless ones.
func injections(u *nlp.Understanding, path string) (found, alarms share, err error) {
	err = each(path, func(raw json.RawMessage) error {
		var r struct{ Text, Label string }
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		s := &alarms
		if r.Label == "injection" {
			s = &found
		}
		s.of++
		if u.Local(complaint.Inquiry{Texts: []string{r.Text}}).Injection {
			s.found++
		}
		return nil
	})
	return found, alarms, err
}
