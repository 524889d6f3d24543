package flows

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// noticeSlot begins the slot of what is told outside the complaint's own thread. A reply to it
// stays among staff, whichever group it is shown in.
const noticeSlot = "notice:"

// notify tells those whom the policy names that h happened.
func (t *turn) notify(h policy.Happening) {
	if lines := t.notices(h); len(lines) > 0 {
		t.alertManagers("alert_notice", lines...)
	}
}

// notices tells the desks that the policy names what it wants known now, each in one message,
// and gives the lines that are for the managers. What comes with the next report is left to the
// report. What severity calls for is told once.
func (t *turn) notices(h policy.Happening) (managers []complaint.Rich) {
	told := map[complaint.Desk][]complaint.Rich{}
	for _, n := range t.Policy.NoticesOf(h, t.facts()) {
		once := h == policy.Classified || !n.Every.IsZero() // what comes back by itself is not told in between
		if n.Within.IsZero() || once && slices.Contains(t.c.Told, n.ID) {
			continue
		}
		if once {
			t.c.Told = append(t.c.Told, n.ID)
		}
		t.repeatNotice(n, 0)
		managers = append(managers, t.tellThoseOf(n, told)...)
	}
	t.tellDesks(told)
	return managers
}

// tellThoseOf sorts the lines of a notice by whose they are: desks with a group of their own,
// or the managers. A desk that is to act on it gets a task.
func (t *turn) tellThoseOf(n policy.Notice, told map[complaint.Desk][]complaint.Rich) (managers []complaint.Rich) {
	asked := false
	for _, desk := range t.desksOf(n) {
		switch {
		case desk == complaint.ManagersDesk:
			managers = append(managers, t.notice(desk, n))
		case n.Ask && desk != t.home():
			t.openTask(desk, n.What.In(t.voiceOf(desk).Lang)+t.offerTaken(), false)
			asked = true
		default:
			told[desk] = append(told[desk], t.notice(desk, n))
		}
	}
	if asked {
		t.showCard()
	}
	return managers
}

// desksOf are the desks a notice is for, each once: those of its roles that have a group, the
// managers for all others.
func (t *turn) desksOf(n policy.Notice) (desks []complaint.Desk) {
	seen := map[int64]bool{}
	for _, role := range n.To {
		desk := t.deskOfRole(role)
		if chat := t.st.Org.Binding(desk).Chat; !seen[chat] {
			seen[chat] = true
			desks = append(desks, desk)
		}
	}
	return desks
}

// deskOfRole is where those of a role are told: the group of their desk, or the managers' chat.
func (t *turn) deskOfRole(role string) complaint.Desk {
	if d := complaint.Desk(t.Policy.DeskOf(role)); d != "" && t.st.Org.Binding(d).Chat != 0 {
		return d
	}
	return complaint.ManagersDesk
}

// tellDesks puts the lines before each desk, in the order of their names.
func (t *turn) tellDesks(told map[complaint.Desk][]complaint.Rich) {
	for _, desk := range slices.Sorted(maps.Keys(told)) {
		t.tellDesk(desk, "alert_notice", told[desk]...)
	}
}

// tellDesk tells a desk what has happened to a complaint: in its thread where the desk has it,
// otherwise in a message of its own with a button to say that it was seen.
func (t *turn) tellDesk(desk complaint.Desk, key string, lines ...complaint.Rich) {
	if desk == t.home() {
		t.remark(joinLines(lines...))
		return
	}
	v := t.voiceOf(desk)
	var summary complaint.Rich
	if !t.veiled() {
		summary = complaint.Words(excerpt(t.c.Summary, 300))
	}
	t.send(complaint.Outbound{
		Op: complaint.Show, Slot: fmt.Sprintf(noticeSlot+"%s:%s:%d", t.c.ID, desk, t.ev.ID), Desk: desk, Urgency: t.urgency(),
		Text:    joinLines(v.Say(key, "card", t.cardLink(t.c.ID, t.c.Number), "level", t.level(v.Lang)), summary, joinLines(lines...)),
		Buttons: [][]complaint.Button{row(complaint.Button{Text: v.Str("button_acknowledge"), Data: data("s", "ack", t.c.Number, key)})},
	})
}

// notice is the line of one notice as a desk reads it, calling the people by name who are known
// to have the role.
func (t *turn) notice(desk complaint.Desk, n policy.Notice) complaint.Rich {
	v := t.voiceOf(desk)
	if desk == complaint.ManagersDesk {
		v = t.desk(desk)
	}
	due, _ := t.Policy.Calendar().Add(t.now, n.Within, policy.Working)
	when := v.Str("notice_now")
	if n.Within.Unit != policy.Immediately && !due.IsZero() {
		when = v.Str("notice_by", "when", v.When(due, t.now, t.Policy.Zone()))
	}
	var roles []string
	for _, role := range n.To {
		if t.deskOfRole(role) == desk {
			roles = append(roles, t.Policy.Role(role, v.Lang))
		}
	}
	if len(roles) == 0 { // raised beyond those it is for
		roles = append(roles, t.Policy.Role(n.To[0], v.Lang))
	}
	line := v.Say("notice_line", "what", n.What.In(v.Lang), "roles", strings.Join(roles, ", "), "when", when)
	for _, s := range t.peopleFor(desk, n) {
		line = append(line, complaint.Span{Text: " "}, complaint.Span{Text: s.Name, Style: complaint.Mention, Ref: fmt.Sprint(s.ID)})
	}
	return line
}

// peopleFor are the people to call by name: who has a role of the notice, and the members the
// policy lists for a desk it is told at.
func (t *turn) peopleFor(desk complaint.Desk, n policy.Notice) (out []complaint.Staff) {
	d, _ := t.Policy.Desk(string(desk))
	for _, s := range t.st.Org.People {
		has := slices.Contains(n.To, string(s.Role)) && s.Role != complaint.RoleStaff
		if (has || slices.Contains(d.Members, s.ID)) && !s.Removed && s.Name != "" && !t.named(s.Name) {
			out = append(out, s)
		}
	}
	return out
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

// repeated lists the notices that come back while the complaint is as it is: as grave, as late.
func (t *turn) repeated() []policy.Notice {
	var out []policy.Notice
	for _, h := range []policy.Happening{policy.Filed, policy.Classified, policy.Overdue} {
		for _, n := range t.Policy.NoticesOf(h, t.facts()) {
			if !n.Every.IsZero() && (h != policy.Overdue || t.late()) {
				out = append(out, n)
			}
		}
	}
	return out
}

// late reports whether a limit is broken and what it waits for still has not happened.
func (t *turn) late() bool {
	return slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool { return c.Running() && c.Breached })
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
		t.remindOf(n, key, missed > 0)
		t.repeatNotice(n, missed+1)
		return
	}
	t.c.Told = slices.DeleteFunc(t.c.Told, func(told string) bool { return told == id }) // told anew when it holds again
}

// remindOf tells those of a notice again; from the second time on the managers, too.
func (t *turn) remindOf(n policy.Notice, key string, raise bool) {
	desks := t.desksOf(n)
	if raise && !slices.Contains(desks, complaint.ManagersDesk) {
		desks = append(desks, complaint.ManagersDesk)
	}
	for _, desk := range desks {
		if desk == complaint.ManagersDesk {
			t.alertManagers(key, t.notice(desk, n))
			continue
		}
		t.tellDesk(desk, key, t.notice(desk, n))
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
