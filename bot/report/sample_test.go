package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// terms are the words of a policy in one language, without customers' data.
func terms(t testing.TB, pack, lang string, privacy Privacy) *Terms {
	t.Helper()
	p, err := policy.Pack(pack)
	if err != nil {
		t.Fatal(err)
	}
	words, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	mask := strings.NewReplacer("Anna Example", "[NAME]", "+49 30 901820", "[PHONE]", "陈先生", "[NAME]")
	return &Terms{Policy: p, Voice: words.In(lang), Privacy: privacy, Redact: mask.Replace, Staff: map[int64]string{7: "Li", 8: "Mona"}}
}

const shanghai = 8 * time.Hour

// noon is the n-th day of November 2026 at noon in Shanghai.
func noon(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC).Add(-shanghai) }

// records are invented complaints of the first half of November: leaks, a lift, noise, a claim.
func records() []complaint.Record {
	kinds := []struct{ category, summary, site string }{
		{"construction", "厨房天花板漏水三天，报修四次无人上门", "7栋1203"},
		{"property_service", "电梯停运两天，老人上下楼困难", "3栋"},
		{"customer_service", "前台说话不耐烦，推诿", "物业服务中心"},
		{"sales", "样板间与交付不一致", "5栋801"},
	}
	var all []complaint.Record
	for i := range 24 {
		k := kinds[i%len(kinds)]
		filed := noon(1 + i*14/24).Add(time.Duration(i%5) * time.Hour)
		c := complaint.Complaint{ID: fmt.Sprintf("c%02d", i), Number: fmt.Sprintf("2026-%04d", 700+i), Status: complaint.Closed, Kind: complaint.KindComplaint,
			Customer: int64(5000 + i), Category: k.category, Severity: complaint.Severity(1 + (i*7)%4), SeverityRule: "VK-S" + fmt.Sprint(1+(i*7)%4),
			Summary: k.summary, SummaryBy: "local", Fields: map[string]string{"site": k.site, "phone": "+49 30 901820", "wish": "repair"},
			Language: "zh-Hans", Owner: int64(7 + i%2), OwnerName: []string{"Li", "Mona"}[i%2], Policy: "property-developer", PolicyVersion: "2026.11+0",
			CreatedAt: filed.Add(-10 * time.Minute), Confirmed: filed, FiledAt: filed, OwnedAt: filed.Add(20 * time.Minute),
			RepliedAt: filed.Add(time.Hour), ResolvedAt: filed.Add(30 * time.Hour), ClosedAt: filed.Add(40 * time.Hour), Outcome: "resolved",
			Closing: complaint.Closing{By: 7, Outcome: "已修复渗漏点并重新粉刷", Cause: "us", Done: "更换管道接头"}, UpdatedAt: filed.Add(40 * time.Hour),
			Clocks: []complaint.Clock{{Rule: "VK-T10", Started: filed, Due: filed.Add(4 * time.Hour), Met: filed.Add(time.Hour)},
				{Rule: "VK-T01", Started: filed, Due: filed.Add(30 * time.Minute), Met: filed.Add(20 * time.Minute * time.Duration(1+i%3)), Breached: i%3 == 2}}}
		if i%4 == 3 || i > 20 {
			c.Status, c.Outcome, c.ClosedAt, c.ResolvedAt = complaint.Claimed, "", time.Time{}, time.Time{}
			c.Closing = complaint.Closing{}
		}
		r := complaint.Record{Complaint: c, AcknowledgedAt: filed.Add(time.Second), FirstReplyAt: c.RepliedAt, FirstResultAt: c.ResolvedAt, From: 3, To: 2, Side: 1,
			Course: []complaint.Entry{{At: c.OwnedAt, Actor: c.Owner, Role: "staff", Action: complaint.Claim}}}
		if i%6 == 0 && c.Status == complaint.Closed {
			r.Rating = &complaint.Rating{Result: 1 + i%5, Service: 4, At: c.ClosedAt, Comment: "修好了"}
		}
		all = append(all, r)
	}
	return all
}

// period is what the report is about, with figures as the records would give them.
func period() Period {
	from, to := noon(1).Add(-12*time.Hour), noon(16).Add(-12*time.Hour)
	f := &complaint.Figures{From: from, To: to, CutOff: to, Known: noon(17)}
	for _, r := range records() {
		f.Received++
		f.FirstReply = append(f.FirstReply, complaint.Took{From: r.FiledAt, To: r.FirstReplyAt})
		f.Claims = append(f.Claims, complaint.Took{From: r.FiledAt, To: r.OwnedAt})
		if !r.ClosedAt.IsZero() && r.ClosedAt.Before(to) {
			f.Closed++
			f.Resolution = append(f.Resolution, complaint.Took{From: r.FiledAt, To: r.ClosedAt, Paused: 3 * time.Hour})
		} else {
			f.Open++
		}
	}
	f.Limits = []complaint.Limit{{Rule: "VK-T01", Met: 16, Breached: 8}, {Rule: "VK-T10", Met: 24}, {Rule: "VK-T11", Met: 5, Breached: 1, Provisional: 2}}
	f.Promises = complaint.Limit{Rule: "commitment", Met: 6, Breached: 1}
	f.Ages, f.AgeMedian, f.AgeP90 = [5]int{1, 2, 3, 1, 0}, 70*time.Hour, 300*time.Hour
	f.Overdue, f.Grave, f.Unclaimed = 3, 2, 1
	f.Ratings = []int{5, 4, 2, 5, 3, 1}
	f.Low = []complaint.Score{{Number: "2026-0700", Result: 1, Comment: "陈先生说修了三次 +49 30 901820"}, {Number: "2026-0712", Result: 2}}
	f.Validity = []complaint.Tally{{ID: "resolved", N: 13}, {ID: "no_reply", N: 2}, {ID: "invalid", N: 1}}
	f.Topics = []complaint.Topic{{Category: "construction", Month: 6, People: 4, Numbers: []string{"2026-0720", "2026-0716"}}}
	f.Valid, f.Solved, f.Surveyed = complaint.Ratio{Part: 15, Whole: 27}, complaint.Ratio{Part: 13, Whole: 15}, complaint.Ratio{Part: 6, Whole: 14}
	open := 9
	for d := range 30 {
		day := complaint.Day{Start: to.AddDate(0, 0, d-30), Received: (d*5)%4 + d/12, Closed: (d * 3) % 4}
		open = max(3, open+day.Received-day.Closed)
		day.Open = open
		f.Days = append(f.Days, day)
	}
	before := *f
	before.Received, before.Closed, before.Overdue, before.Limits = 31, 28, 5, []complaint.Limit{{Rule: "VK-T01", Met: 20, Breached: 11}}
	return Period{Names: []string{"投诉半月报 (VK-R2)"}, From: from, To: to, Made: noon(17).Add(6 * time.Hour), Figures: f, Before: &before}
}

// finished is the whole report.
func finished(t *testing.T, lang string) (workbook, page []byte) {
	t.Helper()
	at := terms(t, "property-developer", lang, Customers)
	p := period()
	if lang == "en" {
		p.Names = []string{"half-month report (VK-R2)"}
	}
	p.Corrections = []string{at.Voice.Str("report_correction", "period", "2026-10-16 – 2026-10-31", "what", at.Voice.Str("figure_received")+" 30 → 31")}
	b, err := NewBook(at, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records() {
		if err := b.Add(&r); err != nil {
			t.Fatal(err)
		}
	}
	if workbook, page, err = b.Finish(); err != nil {
		t.Fatal(err)
	}
	return workbook, page
}
