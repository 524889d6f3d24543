package entity

import (
	"testing"
	"time"

	"redress/nlp/reading"
)

func TestHowLongItLasts(t *testing.T) {
	t.Parallel()
	r := reading.New()
	f, err := New(r)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"電梯壞了一個星期":     "一個星期",
		"电梯坏了一个多星期没人修": "一个多星期",
		"厨房漏了三天":       "三天",
		"热水停了1天半":      "1天半",
		"暖气停了半个月，没人管":  "半个月",
		"牛奶坏了一盒":       "",
		"拖了半天":         "",
		"买了一年的会员":      "",
	} {
		e, _ := First(f.Find(r.Read(text), time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)), Duration)
		if e.Value != want {
			t.Errorf("%s: %q, want %q", text, e.Value, want)
		}
	}
}
