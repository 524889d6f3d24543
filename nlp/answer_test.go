package nlp

import (
	"testing"

	"redress/flows/complaint"
)

func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ question, said, want string }{
		{"when", "around Easter", "around Easter"}, {"when", "不久前", "不久前"}, {"when", "国庆那会儿", "国庆"},
		{"when", "why does that matter?", "-"}, {"when", "你们到底管不管", "-"}, {"when", "he pushed the box and it broke", "-"},
		{"order", "the blue kettle", "the blue kettle"}, {"order", "A-4471", "A-4471"}, {"order", "小号那款", "小号那款"},
		{"order", "I already told your colleague twice, nobody listens and it is still broken", "-"}, {"order", "要这个干什么？", "-"},
		{"where", "flat 12, building C obviously, you have it from last time", "flat 12, building C"}, {"where", "3栋902，还要我说几遍", "3栋902"},
		{"wish", "小朋友没事，但是真的很夸张", "-"}, {"wish", "把那棵树锯了", "把那棵树锯了"}, {"wish", "please cut that tree", "please cut that tree"},
		{"phone", "call my wife instead", "-"}, {"where", "behind the station", "behind the station"},
	} {
		got := shared().Local(complaint.Inquiry{Texts: []string{"The lid is broken", c.said}, Question: c.question, Now: monday}).Fields[c.question]
		if got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.question, c.said, got, c.want)
		}
	}
}
