package flows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// notify tells the managers what the policy wants known when h happens.
func (t *turn) notify(h policy.Happening) {
	if lines := t.notices(h); len(lines) > 0 {
		t.alertManagers("alert_notice", lines...)
	}
}

// notices are the lines of what the policy wants known now, with whom it names and by when;
// what comes with the next report is left to the report.
func (t *turn) notices(h policy.Happening) []complaint.Rich {
	var lines []complaint.Rich
	for _, n := range t.Policy.NoticesOf(h, t.facts()) {
		if n.Within.IsZero() {
			continue
		}
		lines = append(lines, t.notice("notice_line", n))
		t.repeatNotice(n, 0)
	}
	return lines
}

func (t *turn) notice(key string, n policy.Notice) complaint.Rich {
	v := t.desk(complaint.ManagersDesk)
	due, _ := t.Policy.Calendar().Add(t.now, n.Within, policy.Working)
	when := v.Str("notice_now")
	if n.Within.Unit != policy.Immediately && !due.IsZero() {
		when = v.Str("notice_by", "when", v.When(due, t.now, t.Policy.Zone()))
	}
	roles := make([]string, len(n.To))
	for i, role := range n.To {
		roles[i] = t.Policy.Role(role, v.Lang)
	}
	return v.Say(key, "what", n.What.In(v.Lang), "roles", strings.Join(roles, ", "), "when", when)
}

func (t *turn) noticeKey(id string) string { return "notice:" + t.c.ID + ":" + id }

// repeatNotice lets a notice that is repeated come back; missed counts the reminders that
// nobody has acknowledged.
func (t *turn) repeatNotice(n policy.Notice, missed int) {
	if n.Every.IsZero() {
		return
	}
	at, _ := t.Policy.Calendar().Add(t.now, n.Every, policy.Elapsed)
	if d, ok := n.Every.Elapsed(); ok {
		at = t.now.Add(d)
	}
	t.res.Timers = append(t.res.Timers, complaint.Timer{
		Key: t.noticeKey(n.ID), Name: "notice", Complaint: t.c.ID, At: at, Detail: fmt.Sprintf("%s %d", n.ID, missed),
		Chat: complaint.Chat{ID: t.c.Customer, Kind: complaint.Private},
	})
}

// repeated lists the notices that come back while the complaint is as grave as it is.
func (t *turn) repeated() []policy.Notice {
	var out []policy.Notice
	for _, n := range t.Policy.NoticesOf(policy.Classified, t.facts()) {
		if !n.Every.IsZero() {
			out = append(out, n)
		}
	}
	return out
}

// noticeDue reminds the managers of a report that is due again; the second time in a row
// that nobody acknowledged it, the complaint is raised (VK-AT05).
func (t *turn) noticeDue() {
	id, count, _ := strings.Cut(t.ev.Timer.Detail, " ")
	missed, err := strconv.Atoi(count)
	if err != nil || t.c == nil || !t.c.Status.Open() {
		return
	}
	for _, n := range t.repeated() {
		if n.ID != id {
			continue
		}
		key := "alert_notice_again"
		if missed > 0 {
			key = "alert_notice_missed"
			t.c.Escalated = true
			t.note(0, "system", complaint.Escalate, n.ID)
			t.showCard()
		}
		t.alertManagers(key, t.notice("notice_line", n))
		t.repeatNotice(n, missed+1)
	}
}

// heeded notes that a manager has seen to it: what is repeated counts from now.
func (t *turn) heeded() {
	if t.c == nil || !t.c.Status.Open() {
		return
	}
	for _, n := range t.repeated() {
		t.repeatNotice(n, 0)
	}
}

// stopNotices ends what is repeated.
func (t *turn) stopNotices() {
	for _, n := range t.repeated() {
		t.timer("notice", t.noticeKey(n.ID), time.Time{})
	}
}
