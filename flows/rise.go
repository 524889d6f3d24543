package flows

import (
	"fmt"
	"strconv"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// mentionsAtMost is how many colleagues are called by name at once.
const mentionsAtMost = 8

// risesApart keeps two limits that break together from calling everybody twice.
const risesApart = 30 * time.Minute

// ofClaim reports whether a broken rule means that nobody has taken the complaint on.
func (t *turn) ofClaim(rule policy.ClockRule) bool {
	return t.c.Status == complaint.Filed && (rule.Stop == policy.Claimed || rule.Promise)
}

// rise brings a complaint that nobody has up again in the group, calling those who may take it.
func (t *turn) rise(key string) {
	if t.now.Sub(t.c.Risen) < risesApart {
		return
	}
	t.c.Risen = t.now
	v := t.desk(complaint.StaffDesk)
	t.send(complaint.Outbound{Op: complaint.Say, Desk: t.charge(), Urgency: complaint.Urgent,
		Text: v.Say(key, "card", t.cardLink(t.c.ID, t.c.Number), "level", t.level(v.Lang),
			"age", v.Span(t.now.Sub(t.c.FiledAt)), "who", t.callDesk()),
		Buttons: [][]complaint.Button{row(complaint.Button{Text: v.Str("button_claim"), Data: data("s", "claim", t.c.Number)})}})
}

// callDesk mentions those who may take the complaint.
func (t *turn) callDesk() complaint.Rich {
	var names complaint.Rich
	n := 0
	for _, s := range t.st.Org.People {
		if s.Removed || s.Name == "" || s.Role == complaint.RoleOwner || t.named(s.Name) || !t.belongs(s.ID) || n == mentionsAtMost {
			continue
		}
		if n++; n > 1 {
			names = append(names, complaint.Span{Text: " "})
		}
		names = append(names, complaint.Span{Text: s.Name, Style: complaint.Mention, Ref: fmt.Sprint(s.ID)})
	}
	return names
}

// silentTimer gives a complaint back whose owner never writes.
const silentTimer = "silent"

// watchOwner lets the policy's time for a first word run from now.
func (t *turn) watchOwner() {
	limit := t.Policy.FollowUps().Silent
	if limit.IsZero() {
		return
	}
	at, _ := t.Policy.Calendar().Add(t.now, limit, policy.Working)
	t.later(silentTimer, t.c, strconv.FormatInt(t.c.OwnedAt.UnixMicro(), 10), at)
}

// silentDue gives the complaint back, if its owner has had it since then and never wrote to the
// customer, and tells the group and them.
func (t *turn) silentDue() {
	if t.c == nil || t.c.Status != complaint.Claimed || t.ev.Timer.Detail != strconv.FormatInt(t.c.OwnedAt.UnixMicro(), 10) ||
		!t.lastReply().Before(t.c.OwnedAt) {
		return
	}
	who, since := t.ownerMention(), t.c.OwnedAt
	if t.move(complaint.Release) != nil {
		return
	}
	t.note(0, "system", complaint.Release, silentTimer)
	v := t.desk(complaint.StaffDesk)
	t.remark(v.Say("staff_silent", "who", who, "when", v.When(since, t.now, t.Policy.Zone())))
	t.rise("staff_rise_free")
	t.showCard()
}
