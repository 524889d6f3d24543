package report

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"redress/flows/complaint"
)

// leak is a grave case that is handled, with a course of a few days.
func leak() Case {
	filed := noon(2)
	c := records()[0].Complaint
	c.Number, c.Severity, c.SeverityRule = "2026-0713", complaint.P1, "VK-S1"
	c.Summary = "厨房天花板漏水三天，电箱进水冒烟；陈先生留电话 +49 30 901820"
	c.Fields = map[string]string{"site": "7栋1203", "phone": "+49 30 901820", "where": "滨江花园二期"}
	c.Facts = []complaint.Fact{{Name: complaint.FactDanger, Words: "冒烟"}, {Name: complaint.FactPeople, Count: 4}}
	c.Attachments, c.DelayCause, c.Status, c.Outcome = 2, "third_party", complaint.Closed, "resolved"
	c.Closing.Record = map[string]string{"special_report_events": "2日接报，当晚关阀断电；3日更换接头；5日粉刷完毕。"}
	c.Tasks = []complaint.Task{{N: 1, To: "projects", Words: "请查明七栋同批接头", At: filed.Add(5 * time.Hour)}}
	c.Clocks = []complaint.Clock{{Rule: "VK-T10", Started: filed, Due: filed.Add(4 * time.Hour), Met: filed.Add(6 * time.Hour), Breached: true},
		{Rule: "VK-T11", Started: filed, Due: filed.Add(24 * time.Hour), Met: filed.Add(7 * time.Hour)}}
	at := func(hours int, actor int64, role string, action complaint.Action, detail string) complaint.Entry {
		return complaint.Entry{At: filed.Add(time.Duration(hours) * time.Hour), Actor: actor, Role: role, Action: action, Detail: detail}
	}
	return Case{Complaint: &c, Made: noon(6),
		Messages: []complaint.Message{
			{Direction: complaint.In, At: filed.Add(-time.Hour), Text: "我是陈先生，漏水"},
			{Direction: complaint.Out, Author: 7, At: filed.Add(6 * time.Hour), Text: "陈先生您好，我们已安排师傅今晚上门。"},
			{Direction: complaint.Note, Author: 8, At: filed.Add(7 * time.Hour), Text: "内部备注"},
		},
		History: []complaint.Entry{
			at(0, c.Customer, "customer", complaint.Alarm, ""), at(1, 7, "staff", complaint.Claim, ""),
			at(4, 0, "system", complaint.Escalate, "VK-T10 1/2 manager"), at(5, 8, "supervisor", "acknowledge", ""),
			at(5, 7, "staff", "task", "projects: 请查明七栋同批接头"), at(9, 7, "staff", complaint.HandOver, "8"),
			at(72, 8, "staff", complaint.Resolve, "us"), at(80, c.Customer, "customer", complaint.Confirm, ""),
		}}
}

func TestSpecialReportIsDraftedFromTheHistory(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh-Hans"} {
		page, err := Draft(terms(t, "property-developer", lang, Customers), leak())
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "case_"+lang+".html", page)
		for _, secret := range []string{"陈先生", "901820", "7栋1203", "内部备注", "我是"} {
			if bytes.Contains(page, []byte(secret)) {
				t.Errorf("%s: %s is in it", lang, secret)
			}
		}
		for _, want := range []string{"2026-0713", "VK-T10", "Mona", "2日接报", "contenteditable"} {
			if !bytes.Contains(page, []byte(want)) {
				t.Errorf("%s lacks %s", lang, want)
			}
		}
	}
}

func TestSpecialReportAsksWhatIsNotOnRecord(t *testing.T) {
	t.Parallel()
	at := terms(t, "property-developer", "en", Customers)
	for _, tt := range []struct {
		question string
		change   func(*complaint.Complaint)
	}{
		{"Nobody has put the cause on record.", func(c *complaint.Complaint) { c.Closing.Cause = "" }},
		{"No result is on record yet.", func(c *complaint.Complaint) { c.Closing.Outcome = "" }},
		{"The customer could not be reached: who tells them, and how?", func(c *complaint.Complaint) { c.Unreachable = true }},
		{"Asked of other desks and not answered: 1", func(*complaint.Complaint) {}},
	} {
		c := leak()
		if tt.change(c.Complaint); !questionsOf(at, c, tt.question) {
			t.Errorf("%q is not asked", tt.question)
		}
		if c := leak(); tt.question[:5] != "Asked" && questionsOf(at, c, tt.question) {
			t.Errorf("%q is asked though it is on record", tt.question)
		}
	}
}

func questionsOf(at *Terms, c Case, question string) bool {
	d := &dossier{t: at}
	d.questions(c)
	return slices.Contains(d.Questions, question)
}

func TestLongCourseKeepsTheEnd(t *testing.T) {
	t.Parallel()
	c := leak()
	for i := range 400 {
		c.History = append(c.History, complaint.Entry{At: noon(7).Add(time.Duration(i) * time.Minute), Role: "system", Action: complaint.Escalate, Detail: "VK-S1"})
	}
	d := &dossier{t: terms(t, "property-developer", "en", Customers)}
	d.course(c)
	if len(d.Course) != longestCourse || d.Earlier != "Earlier entries left out: 110" {
		t.Errorf("%d lines, %q", len(d.Course), d.Earlier)
	}
}
