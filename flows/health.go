package flows

import (
	"encoding/json"
	"fmt"
	"time"

	"redress/flows/complaint"
)

// The ticks by which the installation speaks of itself.
const (
	AlarmTick = "alarm"
	AliveTick = "alive"
)

// AlarmEvent is the event by which the people who run the bot learn of what is wrong; of the same
// wrong within an hour it is one event.
func AlarmEvent(h complaint.Health, now time.Time) (complaint.Event, error) {
	return healthEvent(AlarmTick, fmt.Sprintf("alarm:%s:%s", h.Wrong(), now.UTC().Format("2006-01-02T15")), h, now)
}

// AliveEvent is the weekly sign of life.
func AliveEvent(h complaint.Health, now time.Time) (complaint.Event, error) {
	return healthEvent(AliveTick, "alive:"+now.UTC().Format(time.DateOnly), h, now)
}

func healthEvent(name, source string, h complaint.Health, now time.Time) (complaint.Event, error) {
	detail, err := json.Marshal(h)
	return complaint.Event{Source: source, Kind: complaint.Tick, At: now, Chat: complaint.Chat{Kind: complaint.Group},
		Timer: &complaint.Timer{Name: name, Detail: string(detail), At: now}}, err
}

// ownHealth tells the managers, and everybody who owns the bot in private, how the bot itself does:
// where one of them cannot be reached, the others can.
func (t *turn) ownHealth() {
	var h complaint.Health
	if json.Unmarshal([]byte(t.ev.Timer.Detail), &h) != nil {
		return
	}
	v := t.desk(complaint.ManagersDesk)
	text := t.alarmLines(h)
	if t.ev.Timer.Name == AliveTick {
		text = joinLines(v.Say("alive", "received", h.Received, "closed", h.Closed, "open", h.Open, "sent", h.Sent), t.aliveLines(h), text)
	}
	if len(text) == 0 {
		return
	}
	urgency := complaint.Normal
	if h.Wrong() != "" {
		urgency = complaint.Urgent
	}
	if t.st.Org.Managers.Chat != 0 {
		t.send(complaint.Outbound{Op: complaint.Say, Desk: complaint.ManagersDesk, Text: text, Urgency: urgency})
	}
	for _, p := range t.st.Org.People {
		if p.Role == complaint.RoleOwner && !p.Removed {
			t.send(complaint.Outbound{Op: complaint.Say, Chat: p.ID, Text: text, Urgency: urgency})
		}
	}
}

// alarmLines name what is wrong, each with what to do.
func (t *turn) alarmLines(h complaint.Health) (text complaint.Rich) {
	v := t.desk(complaint.ManagersDesk)
	if h.Unseen > 0 {
		text = joinLines(text, v.Say("alarm_unseen", "n", h.Unseen, "desk", t.deskName(h.UnseenFor, v.Lang), "age", v.Span(t.now.Sub(h.UnseenFrom))))
	}
	if h.Stuck > 0 {
		text = joinLines(text, v.Say("alarm_stuck", "n", h.Stuck, "age", v.Span(t.now.Sub(h.StuckFrom))))
	}
	if h.Waiting > 0 {
		text = joinLines(text, v.Say("alarm_waiting", "n", h.Waiting, "age", v.Span(t.now.Sub(h.WaitFrom))))
	}
	if h.Deliver != "" {
		text = joinLines(text, v.Say("alarm_deliver", "reason", h.Deliver))
	}
	if h.Corrupted > 0 {
		text = joinLines(text, v.Say("alarm_corrupted", "n", h.Corrupted))
	}
	if h.Unsaved != "" {
		text = joinLines(text, v.Say("alarm_unsaved", "reason", h.Unsaved))
	}
	return text
}

// aliveLines are what a weekly sign of life adds.
func (t *turn) aliveLines(h complaint.Health) (text complaint.Rich) {
	v := t.desk(complaint.ManagersDesk)
	if h.Failed+h.Parked > 0 {
		text = joinLines(text, v.Say("alive_given_up", "failed", h.Failed, "parked", h.Parked))
	}
	switch {
	case h.BackupAt.IsZero() && h.Backups:
		text = joinLines(text, v.Say("alive_no_backup"))
	case !h.BackupAt.IsZero():
		text = joinLines(text, v.Say("alive_backup", "when", v.When(h.BackupAt, t.now, t.Policy.Zone())))
	}
	return text
}
