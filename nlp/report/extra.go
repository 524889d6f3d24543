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

// extraction measures entities against gold values.
func extraction(w io.Writer, u *nlp.Understanding, path string, now time.Time, show bool) error {
	sums := map[string]*tally{}
	err := each(path, func(raw json.RawMessage) error {
		var r struct {
			Text string                     `json:"text"`
			Gold map[string]json.RawMessage `json:"gold"`
		}
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		got := values(understand.Understand(context.Background(), u, "", r.Text, now).Entities)
		gold := map[string]string{}
		for k, v := range r.Gold {
			gold[goldName(k)] = plain(v)
		}
		for _, k := range slices.Sorted(maps.Keys(sums2(gold, got))) {
			if sums[k] == nil {
				sums[k] = &tally{}
			}
			judge(sums[k], k, gold[k], got[k])
			if show && !same(k, gold[k], got[k]) {
				fmt.Fprintf(w, "%s: want %q, got %q\t%s\n", k, gold[k], got[k], r.Text)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "## entities")
	all := tally{}
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		t := *sums[k]
		all = tally{all.right + t.right, all.missed + t.missed, all.extra + t.extra}
		fmt.Fprintf(w, "  %-10s F1 %.3f  right %d missed %d surplus %d\n", k, t.f1(), t.right, t.missed, t.extra)
	}
	fmt.Fprintf(w, "  %-10s F1 %.3f\n", "all", all.f1())
	return nil
}

func sums2(a, b map[string]string) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

func judge(t *tally, k, want, got string) {
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

// personal measures how much of the marked spans redaction covers.
func personal(w io.Writer, path string) error {
	found, total := map[string]int{}, map[string]int{}
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
			total[s.Type]++
			if covered*10 >= (to-from)*8 {
				found[s.Type]++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "## personal data,", path[strings.LastIndexByte(path, '/')+1:])
	for _, k := range slices.Sorted(maps.Keys(total)) {
		fmt.Fprintf(w, "  %-20s found %d of %d (%.2f)\n", k, found[k], total[k], float64(found[k])/float64(total[k]))
	}
	return nil
}

// injections measures the suspicion of texts that instruct machines.
func injections(w io.Writer, u *nlp.Understanding, path string) error {
	var found, all, alarms, benign int
	err := each(path, func(raw json.RawMessage) error {
		var r struct{ Text, Label string }
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		got := u.Local(complaint.Inquiry{Texts: []string{r.Text}}).Injection
		switch {
		case r.Label == "injection" && got:
			found, all = found+1, all+1
		case r.Label == "injection":
			all++
		case got:
			alarms, benign = alarms+1, benign+1
		default:
			benign++
		}
		return nil
	})
	if err == nil {
		fmt.Fprintf(w, "## injections\n  found %d of %d, false alarms %d of %d\n", found, all, alarms, benign)
	}
	return err
}
