package understand

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/nlp"
)

var local = sync.OnceValue(func() *nlp.Understanding { return nlp.New(nlp.Config{}) })

func now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// A line that is none is named by its number and left out; the rest goes on in order.
func TestHostileLines(t *testing.T) {
	t.Parallel()
	huge := `{"id":"huge","text":"` + strings.Repeat("x", 5<<20) + `"}`
	long := `{"id":"long","text":"` + strings.Repeat("The lift is stuck. ", 50_000) + `"}`
	in := strings.Join([]string{
		"\ufeff" + `{"id":"first","text":"the lift is stuck again"}`, "", "  ", "not json", `{"id":"no text"}`,
		`{"id":7,"text":""}`, "{\"id\":\"utf8\",\"text\":\"bad \xff bytes 下水道堵了三天\"}", `[1,2]`, `null`, huge, long,
		`{"id":"deep","text":` + strings.Repeat("[", 20_000) + `}`, `{"id":"nul","text":"a\u0000b","extra":{"x":1}}` + "\r",
		`{"id":"half","text":"\ud83d"}`, `{"id":{"a":1},"text":"x"} {"id":"two","text":"y"}`, `{"text":"without an id"}`, `{"id":"last","text":"电梯又停了"}`,
	}, "\n")
	var out, errs bytes.Buffer
	err := Print(context.Background(), local(), strings.NewReader(in), &out, &errs, now())
	if !errors.Is(err, ErrLines) || !strings.Contains(err.Error(), ": 7") {
		t.Errorf("error %v, want seven lines left out", err)
	}
	var ids []string
	for line := range strings.Lines(out.String()) {
		var l struct{ ID json.RawMessage }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		ids = append(ids, string(l.ID))
	}
	if got, want := strings.Join(ids, " "), `"first" 7 "utf8" "long" "nul" "half" "" "last"`; got != want {
		t.Errorf("ids %s\nwant %s", got, want)
	}
	var numbers []string
	for line := range strings.Lines(errs.String()) {
		n, what, _ := strings.Cut(line, ": ")
		numbers = append(numbers, strings.TrimPrefix(n, "line "))
		if len(what) > 200 || strings.Contains(what, "stuck") {
			t.Errorf("the fault repeats the line: %.100q", what)
		}
	}
	if got, want := strings.Join(numbers, " "), "4 5 8 9 10 12 15"; got != want {
		t.Errorf("faults in lines %s, want %s", got, want)
	}
}

func TestEveryLineHasTheSameKeys(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	in := `{"id":"a","text":"You charged me 40 euros twice for order A-1001, I want a refund"}` + "\n" + `{"id":"b","text":"hi"}`
	if err := Print(context.Background(), local(), strings.NewReader(in), &out, &errs, now()); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		var l map[string]any
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"id", "kind", "category", "facts", "language", "entities", "summary", "source"} {
			if _, ok := l[key]; !ok {
				t.Errorf("%s lacks %s", line, key)
			}
		}
	}
}

func TestReadingThatFailsIsAnError(t *testing.T) {
	t.Parallel()
	broken := io.MultiReader(strings.NewReader(`{"id":"a","text":"x"}`+"\n"), failing{})
	if err := Print(context.Background(), local(), broken, io.Discard, io.Discard, now()); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v, want one that names line 2", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

// modelled answers as a model would, with a price.
type modelled struct{ *nlp.Understanding }

func (m modelled) Triage(ctx context.Context, in complaint.Inquiry) complaint.Triage {
	t := m.Local(in)
	t.Source = "both"
	return t
}

func TestEvalPrintsEverything(t *testing.T) {
	t.Parallel()
	rows := `{"id":"1","lang":"en","text":"The lift is stuck again and nobody answers","kind":"complaint","category":"facility_environment","source":"x"}
{"id":"2","lang":"en","text":"When do you open on Sunday?","kind":"question","source":"x"}
{"id":"3","lang":"zh-Hans","text":"孩子吃了你们的蛋糕上吐下泻，送医院了","kind":"complaint","category":"safety_injury","severity":"high","source":"y"}`
	calls := int64(0)
	spent := func() Asked { calls += 3; return Asked{calls, calls * 100, calls * 150} }
	var out bytes.Buffer
	if err := Eval(context.Background(), modelled{local()}, strings.NewReader(rows), &out, now(), spent); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"## kind\naccuracy 1.000", "F1 1.000", "complaint 2", "expected calibration error", "found 1 of 1", "source y", "language zh-Hans", "by both 3", "3 calls, 100.0 tokens sent and 150.0 tokens in all"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
	if err := Eval(context.Background(), local(), strings.NewReader("{}\nx"), io.Discard, now(), nil); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v, want one that names line 2", err)
	}
}
