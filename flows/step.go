package flows

import (
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// Step deals with one event: from what is known, what happened and what was understood of
// it, to what changes and what is said. It is a pure function and may be called again with
// the same event after a conflict.
func (d *Desk) Step(st State, ev complaint.Event, tr complaint.Triage, now time.Time) Result {
	t := newTurn(d, st, ev, tr, now)
	switch ev.Kind {
	case complaint.Migrated:
		t.migrated()
	case complaint.Tick:
		t.ticked()
	case complaint.Due:
		t.fallDue()
	case complaint.Delivered:
		t.delivered()
	case complaint.Blocked, complaint.Unblocked:
		t.reachable(ev.Kind == complaint.Unblocked)
	default:
		if ev.Chat.Kind == complaint.Private {
			t.fromCustomer()
		} else {
			t.fromGroup()
		}
	}
	return t.done()
}

// ticked deals with a schedule of the organisation.
func (t *turn) ticked() {
	if t.ev.Timer.Name == reportTick {
		t.regularReport()
		return
	}
	if t.ev.Timer.Name == AlarmTick || t.ev.Timer.Name == AliveTick {
		t.ownHealth()
		return
	}
	t.digest()
	t.remindDuties()
}

// fromCustomer deals with what a customer wrote, changed or pressed.
func (t *turn) fromCustomer() {
	t.greetSession()
	switch t.ev.Kind {
	case complaint.Said:
		t.heard()
	case complaint.Edited:
		t.reworded()
	case complaint.Pressed:
		t.customerPressed()
	case complaint.Odd:
		t.tell(t.voice().Say("odd"))
	}
}

// greetSession fills in what a first contact lacks: the chat and the language.
func (t *turn) greetSession() {
	t.s.Chat = t.ev.Chat.ID
	t.s.Blocked = false
	if t.s.Language == "" {
		t.s.Language = t.Texts.Match(t.ev.From.Language, t.Policy.Languages()[0])
	}
	if lang := t.tr.Language; lang != "" && !t.s.Chosen && t.speaks(lang) {
		t.s.Language = t.Texts.Match(lang)
	}
}

// speaks reports whether there is a voice for that very language.
func (t *turn) speaks(lang string) bool {
	match := t.Texts.Match(lang)
	return match[:2] == lang[:min(2, len(lang))]
}

// fallDue deals with a timer that an earlier step set.
func (t *turn) fallDue() {
	switch t.ev.Timer.Name {
	case "digest":
		t.digest()
	case "quiet":
		t.s.Chat = t.ev.Chat.ID
		t.evaluate()
	case "heard":
		t.s.Chat = t.ev.Chat.ID
		t.thankForMore()
	case "album":
		t.relayAlbum()
	case "warn":
		t.warn()
	case "breach":
		t.breach()
	case "rung":
		t.rungDue()
	case "notice":
		t.noticeDue()
	case "regrade":
		t.regradeDue()
	case "age":
		t.aged()
	case "day":
		t.dayBegan(policy.DailyCheck)
	case "workday":
		t.dayBegan(policy.WorkStarted)
	case "same":
		t.joinMatter()
	case "refresh":
		t.refresh()
	case entryForm:
		t.entryHeard()
	case draftForm:
		t.draftWritten()
	default:
		t.cadence()
	}
}

// cadence deals with the timers of what the customer is waited for, told and asked.
func (t *turn) cadence() {
	switch t.ev.Timer.Name {
	case chaseTimer:
		t.chaseDue()
	case surveyTimer:
		t.surveyDue()
	case recheckTimer:
		t.recheckDue()
	case progressTimer:
		t.progressDue()
	case hushTimer:
		t.hushDue()
	case brokenTimer:
		t.brokenDue()
	case silentTimer:
		t.silentDue()
	case specialTimer:
		t.specialReminder()
	case hintTimer:
		t.hintCases()
	}
}
