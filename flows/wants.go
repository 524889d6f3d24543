package flows

import (
	"strings"
	"time"

	"redress/flows/complaint"
)

// Wants says what Step needs to see of the records to deal with ev. cutOff is the time the
// figures of a digest are taken at.
func (d *Desk) Wants(ev complaint.Event, cutOff time.Time) Want {
	var w Want
	switch {
	case ev.Kind == complaint.Tick && (ev.Timer.Name == AlarmTick || ev.Timer.Name == AliveTick):
	case ev.Kind == complaint.Tick && ev.Timer.Name == reportTick: // counted beforehand: State.Sheet
	case ev.Kind == complaint.Tick:
		w.Figures = d.digestPeriod(ev.Timer.At, "")
	case ev.Kind == complaint.Due && ev.Timer.Name == "digest":
		w.Figures = d.deskPeriod(ev.Timer.Detail)
	case ev.Kind == complaint.Due:
		w = Want{ID: ev.Timer.Complaint, Words: !looksAround(ev.Timer.Name), Related: looksAround(ev.Timer.Name)}
		if ev.Chat.Kind == complaint.Private {
			w.Customer = ev.Chat.ID
		}
		w.Surveyed = ev.Timer.Name == surveyTimer
		w.Similar = ev.Timer.Name == hintTimer
		if ev.Timer.Name == draftForm || ev.Timer.Name == entryForm {
			w.Session = ev.Chat.ID
			w.Similar = ev.Timer.Name == draftForm
		}
	case ev.Kind == complaint.Migrated:
		w.List = &List{Open: true, Limit: movedCards}
	case ev.Kind == complaint.Delivered:
		w = Want{ID: ev.Delivery.Complaint, Words: true}
		if ev.Chat.Kind == complaint.Private {
			w.Customer = ev.Chat.ID
		}
	case ev.Chat.Kind == complaint.Private:
		w = wantsOfCustomer(ev)
	default:
		w = d.wantsOfGroup(ev, cutOff)
	}
	return w
}

func wantsOfCustomer(ev complaint.Event) Want {
	w := Want{Customer: ev.Chat.ID, Words: true}
	switch {
	case ev.Press != nil:
		p := parsePress(ev.Press.Data)
		w.Number = p.number()
		w.Related = p.who == "d" && p.what == "submit"
		w.Surveyed = p.who == "c" && p.what == "solved"
	case ev.Message != nil:
		w.Chat, w.Reply = ev.Chat.ID, ev.Message.ReplyTo
		if ev.Kind == complaint.Edited {
			w.Reply = ev.Message.ID
		}
		if cmd := parseCommand(ev.Message.Text); cmd.name != "" {
			w.Number, w.Reply = normalNumber(cmd.args), 0
		}
	}
	return w
}

func (d *Desk) wantsOfGroup(ev complaint.Event, cutOff time.Time) Want {
	w := Want{Chat: ev.Chat.ID, Thread: ev.Thread, Session: staffSession(ev.From.ID), Words: true, Surveyed: true}
	if ev.Press != nil {
		p := parsePress(ev.Press.Data)
		if b, ok := d.behindPeriod(p); ok {
			b.Period.Chat = ev.Chat.ID
			w.Behind = &b
			return w
		}
		w.Number = p.number()
		if p.who == "f" {
			w.ID = p.which
		}
		w.Related = p.what == "same" || p.what == "apart"
		w.Similar = p.what == "similar" || p.what == draftForm
		return w
	}
	if ev.Message == nil {
		return w
	}
	w.Reply = ev.Message.ReplyTo
	if ev.Kind == complaint.Edited {
		w.Reply = ev.Message.ID
	}
	switch cmd := parseCommand(ev.Message.Text); cmd.name {
	case "open":
		w.List = &List{Open: true, At: ev.Chat.ID, Limit: listLimit}
	case "mine":
		w.List = &List{Open: true, At: ev.Chat.ID, Owner: ev.From.ID, Limit: listLimit}
	case "find":
		w.List = &List{Words: cmd.args, Limit: listLimit}
	case "setup":
		w.List = &List{Open: true, Limit: movedCards}
	case "card":
		w.Number = normalNumber(cmd.args)
	case "severity", "fact", "cause", "label", "similar", "special", "register", "report", "demand", "approve", "valid", "invalid", "fine":
		w.Number, _ = aboutNumber(cmd.args)
		w.Similar = cmd.name == "similar"
	case "cases":
		w.List = &List{Ended: true, Words: cmd.args, Limit: 2 * caseLimit}
	case "digest":
		w.Figures = d.digestPeriod(cutOff, "")
		w.Figures.Chat = ev.Chat.ID
	}
	return w
}

// looksAround reports whether a timer makes a complaint look at the others.
func looksAround(timer string) bool { return timer == "regrade" || timer == "same" }

const (
	listLimit  = 20     // complaints in one message
	movedCards = 10_000 // cards posted anew when a group has moved
)

// staffSession is the key of a member of staff's own forms, apart from the session they
// have as a customer.
func staffSession(user int64) int64 { return user | 1<<60 }

// normalNumber tidies a complaint number as people type it: "#2026-0713", "2026 0713", "０７１３".
func normalNumber(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '０' && r <= '９':
			r = r - '０' + '0'
		case r == '—' || r == '–' || r == '－' || r == ' ':
			r = '-'
		}
		if r >= '0' && r <= '9' || r == '-' {
			b.WriteRune(r)
		}
	}
	return strings.Trim(b.String(), "-")
}
