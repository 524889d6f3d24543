package flows

import (
	"slices"

	"redress/flows/complaint"
)

// remindOfDraft brings back, once, what was begun and left.
func (t *turn) remindOfDraft() {
	t.s.Chat = t.ev.Chat.ID
	open := []complaint.Stage{complaint.ChoosingKind, complaint.Asking, complaint.Confirming, complaint.Adding, complaint.Correcting, complaint.Resuming}
	if t.s.Blocked || t.c.Summary == "" || !slices.Contains(open, t.s.Stage) {
		return
	}
	t.tell(t.voice().Say("chase_draft", "summary", excerpt(t.c.Summary, 200)),
		row(t.draftButton("button_continue", "resume"), t.draftButton("button_cancel", "cancel")))
}

// watchDraft lets a draft that is left lying be mentioned, once however often it is taken up.
func (t *turn) watchDraft() {
	if t.c == nil || t.c.Status != complaint.Draft || t.c.Chase.Step > 0 {
		return
	}
	t.c.Chase = complaint.Chase{For: complaint.ForDraft, From: t.now}
	if at := t.chaseAt(0); !at.IsZero() {
		t.later(chaseTimer, t.c, "", at)
	}
}
