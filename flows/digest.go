package flows

import (
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
)

// digestPeriod is the day the digest of that moment speaks of: from midnight to midnight
// before it in the policy's zone, with the state at the moment itself.
func (d *Desk) digestPeriod(at time.Time) *Period {
	local := at.In(d.Policy.Zone())
	y, m, day := local.Date()
	midnight := time.Date(y, m, day, 0, 0, 0, 0, d.Policy.Zone())
	return &Period{From: midnight.AddDate(0, 0, -1), To: midnight, CutOff: at}
}

// digest says in one message what managers need to know. A quiet day still sends a line.
func (t *turn) digest() {
	f := t.st.Figures
	if f == nil {
		return
	}
	text := joinLines(t.digestHead(f), t.urgentLines(f), t.digestNumbers(f), t.digestRatings(f), t.oldestLines(f))
	if t.ev.Kind != complaint.Tick {
		t.here(text)
		return
	}
	to := complaint.ManagersDesk
	if t.st.Org.Managers.Chat == 0 {
		to = complaint.StaffDesk
	}
	t.send(complaint.Outbound{Op: complaint.Say, Desk: to, Key: "digest:" + f.From.In(t.Policy.Zone()).Format(time.DateOnly), Text: text})
}

// digestHead says whether today needs the managers.
func (t *turn) digestHead(f *complaint.Figures) complaint.Rich {
	v := t.desk(complaint.ManagersDesk)
	date := bold(v.Date(f.CutOff, t.Policy.Zone()))
	if f.Received == 0 && f.Closed == 0 && f.Open == 0 {
		return v.Say("digest_none", "date", date)
	}
	if n := len(f.Urgent); n > 0 {
		return v.Say("digest_needs_you", "date", date, "n", n)
	}
	return v.Say("digest_quiet", "date", date)
}

func (t *turn) urgentLines(f *complaint.Figures) complaint.Rich {
	var text complaint.Rich
	for _, l := range f.Urgent {
		text = joinLines(text, t.line(l))
	}
	return text
}

func (t *turn) digestNumbers(f *complaint.Figures) complaint.Rich {
	v := t.desk(complaint.ManagersDesk)
	if f.Received == 0 && f.Closed == 0 && f.Open == 0 {
		return nil
	}
	return v.Say("digest_numbers", "received", f.Received, "closed", f.Closed, "open", f.Open,
		"overdue", f.Overdue, "unclaimed", f.Unclaimed)
}

// digestRatings prints the mean from five answers on; below that the scores themselves (M15).
func (t *turn) digestRatings(f *complaint.Figures) complaint.Rich {
	v := t.desk(complaint.ManagersDesk)
	n := len(f.Ratings)
	if n == 0 {
		return nil
	}
	sum, satisfied := 0, 0
	scores := make([]string, n)
	for i, r := range f.Ratings {
		sum += r
		scores[i] = strconv.Itoa(r)
		if r >= 4 {
			satisfied++
		}
	}
	if n < 5 {
		return v.Say("digest_ratings_few", "n", n, "scores", strings.Join(scores, ", "))
	}
	return v.Say("digest_ratings", "n", n, "mean", strconv.FormatFloat(float64(sum)/float64(n), 'f', 1, 64),
		"percent", satisfied*100/n)
}

func (t *turn) oldestLines(f *complaint.Figures) complaint.Rich {
	if len(f.Oldest) == 0 {
		return nil
	}
	text := t.desk(complaint.ManagersDesk).Say("digest_oldest")
	for _, l := range f.Oldest {
		text = joinLines(text, t.line(l))
	}
	return text
}
