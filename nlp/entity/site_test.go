package entity

import (
	"testing"
	"time"

	"redress/nlp/reading"
)

func TestNamedPlaces(t *testing.T) {
	t.Parallel()
	r := reading.New()
	f, err := New(r)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"城南加油站的员工骂人":                      "城南加油站",
		"昨天在城南加油站加的油，车抖":                  "城南加油站",
		"服务太差。北山服务区厕所没水":                  "北山服务区",
		"去红梅路营业厅办业务被推来推去":                 "红梅路营业厅",
		"在附近的加油站等了半天":                     "",
		"这个加油站的油有问题":                      "",
		"你们加油站没人管吗":                       "",
		"The pump at gate 12 ate my card": "gate 12",
	} {
		got, _ := First(f.Find(r.Read(text), now), Site)
		if got.Value != want {
			t.Errorf("%q: %q, want %q", text, got.Value, want)
		}
	}
}
