package similar_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"redress/nlp/similar"
)

// pair is two texts and what they are to each other.
type pair struct{ name, a, b string }

func sameMatters() []pair {
	return []pair{
		{"copy zh", "7栋1203厨房天花板漏水三天了，打了四次电话没人来", "７栋1203厨房天花板漏水三天了，打了四次电话没人来！！"},
		{"light edit zh", "7栋1203厨房天花板漏水三天了，打了四次电话没人来", "7栋1103厨房天花板漏水四天了，打了三次电话都没人来"},
		{"paraphrase zh", "小区地下车库的灯坏了一个星期，晚上停车什么都看不见", "地下车库灯坏了好久，晚上停车看不见，太危险"},
		{"paraphrase food zh", "昨天买的嫩豆腐打开就发霉了，批号L2409，要求退款", "你们的嫩豆腐还没到期就发霉，批号L2409"},
		{"copy en", "The lift in building 7 has been stuck for two days and nobody answers the phone.", "the lift in building 7 has been stuck for TWO days and nobody answers the phone"},
		{"light edit en", "The lift in building 7 has been stuck for two days and nobody answers the phone.", "The lift in building 7 has been stuck since Monday and nobody answers our calls"},
		{"paraphrase en", "I was charged twice for order A-1001 and want my 40 euros back", "You charged my card twice for one order, please give the 40 euros back"},
	}
}

func otherMatters() []pair {
	return []pair{
		{"zh", "7栋1203厨房天花板漏水三天了，打了四次电话没人来", "昨天买的嫩豆腐打开就发霉了，要求退款"},
		{"zh same tone", "快递员态度很差，把包裹扔在门口就走了", "前台态度很差，办个入住等了一个小时"},
		{"en", "The lift in building 7 has been stuck for two days and nobody answers the phone.", "The soup was cold and the waiter laughed at us"},
		{"en same words", "I was charged twice for order A-1001 and want my 40 euros back", "The driver was rude to my mother and left the parcel in the rain"},
	}
}

func TestSameMatterIsRanked(t *testing.T) {
	t.Parallel()
	for _, c := range sameMatters() {
		got := similar.Rank(similar.Matter{ID: "a", Text: c.a, Category: "x"}, []similar.Matter{{ID: "b", Text: c.b, Category: "x"}}, nil)
		if len(got) != 1 || len(got[0].Words) == 0 {
			t.Errorf("%s: %+v, Jaccard %.2f", c.name, got, similar.Of(c.a).Jaccard(similar.Of(c.b)))
			continue
		}
		if strings.HasPrefix(c.name, "copy") != got[0].Copy && !strings.HasPrefix(c.name, "light") {
			t.Errorf("%s: copy is %v", c.name, got[0].Copy)
		}
	}
	for _, c := range otherMatters() {
		if got := similar.Rank(similar.Matter{ID: "a", Text: c.a}, []similar.Matter{{ID: "b", Text: c.b}}, nil); len(got) != 0 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// TestKeysFindTheSameMatter: an index over the keys must not miss what Rank would accept, and
// must leave out most of the rest.
func TestKeysFindTheSameMatter(t *testing.T) {
	t.Parallel()
	meet := func(a, b string) bool {
		other := similar.Of(b).Keys()
		return slices.ContainsFunc(similar.Of(a).Keys(), func(k uint64) bool { return slices.Contains(other, k) })
	}
	for _, c := range sameMatters() {
		if !meet(c.a, c.b) {
			t.Errorf("%s: no key in common, Jaccard %.2f", c.name, similar.Of(c.a).Jaccard(similar.Of(c.b)))
		}
	}
	for _, c := range otherMatters() {
		if meet(c.a, c.b) {
			t.Errorf("%s: a key in common", c.name)
		}
	}
	if keys := similar.Of("你好").Keys(); keys != nil {
		t.Errorf("a greeting is filed under %v", keys)
	}
}

func TestObjectsDecide(t *testing.T) {
	t.Parallel()
	m := similar.Matter{ID: "a", Text: "Mould in the tofu I bought yesterday", Category: "taste", Object: "l2409"}
	got := similar.Rank(m, []similar.Matter{
		{ID: "same", Text: "The tofu smells of mould", Category: "taste", Object: "l2409"},
		{ID: "other", Text: "The tofu smells of mould", Category: "taste", Object: "l2410"},
		{ID: "elsewhere", Text: m.Text, Category: "service", Object: "l2409"},
		{ID: "a", Text: m.Text, Category: "taste", Object: "l2409"},
	}, nil)
	if len(got) != 1 || got[0].ID != "same" || got[0].Object != "l2409" || !slices.Contains(got[0].Words, "mould") {
		t.Errorf("%+v", got)
	}
}

func TestEmptyTextsResembleNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "…", "?!", "是", "a"} {
		if got := similar.Rank(similar.Matter{ID: "a", Text: s}, []similar.Matter{{ID: "b", Text: ""}, {ID: "c", Text: "!"}}, nil); len(got) != 0 {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

// meanings embeds texts as told.
type meanings map[string][]float32

func (m meanings) Embed(_ context.Context, texts []string) ([][]float32, error) {
	var out [][]float32
	for _, t := range texts {
		v, ok := m[t]
		if !ok {
			return nil, errors.New("out of reach")
		}
		out = append(out, v)
	}
	return out, nil
}

func TestMeaningsCount(t *testing.T) {
	t.Parallel()
	m := similar.Matter{ID: "q", Text: "q", Object: "7"}
	candidates := []similar.Matter{{ID: "a", Text: "one"}, {ID: "b", Text: "two"}, {ID: "c", Text: "two", Object: "8"}}
	near, err := similar.Nearness(t.Context(), meanings{"q": {1, 0}, "one": {0.5, 1}, "two": {2, 0.1}}, m, candidates)
	if err != nil || len(near) != 2 {
		t.Fatalf("%v, %v", near, err)
	}
	if got := similar.Rank(m, candidates, near); len(got) != 1 || got[0].ID != "b" {
		t.Errorf("%+v", got)
	}
	if near, err := similar.Nearness(t.Context(), meanings{}, m, candidates); err == nil || near != nil {
		t.Errorf("%v, %v", near, err)
	}
}

func FuzzOf(f *testing.F) {
	for _, c := range sameMatters() {
		f.Add(c.a)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := similar.Of(s)
		if j := p.Jaccard(p); j != 0 && j != 1 {
			t.Errorf("a text resembles itself by %v", j)
		}
		if fresh := similar.Of(s).Keys(); !slices.Equal(fresh, p.Keys()) {
			t.Error("the keys of one text differ")
		}
	})
}

func BenchmarkKeys(b *testing.B) {
	text := strings.Repeat("7栋1203厨房天花板漏水三天了，打了四次电话没人来。", 10)
	for b.Loop() {
		_ = similar.Of(text).Keys()
	}
}

func BenchmarkRank(b *testing.B) {
	var candidates []similar.Matter
	for i := range 60 {
		candidates = append(candidates, similar.Matter{ID: fmt.Sprint(i), Text: sameMatters()[i%7].b})
	}
	for b.Loop() {
		similar.Rank(similar.Matter{ID: "q", Text: sameMatters()[0].a}, candidates, nil)
	}
}
