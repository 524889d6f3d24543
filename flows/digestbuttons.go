package flows

import (
	"strconv"

	"redress/flows/complaint"
)

// buttons lead to the complaints behind the numbers of the digest, as of its cut-off.
func (b *bulletin) buttons() [][]complaint.Button {
	f := b.f
	var out []complaint.Button
	add := func(of string, label string, n, arg int) {
		if n > 0 {
			out = append(out, complaint.Button{Text: b.v.Str("digest_button", "what", label, "n", n),
				Data: data("n", of, momentCode(f.CutOff), string(f.Desk), strconv.Itoa(arg))})
		}
	}
	for _, x := range []struct {
		of string
		n  int
	}{
		{BehindOverdue, f.Overdue}, {BehindSoon, f.Soon}, {BehindUnclaimed, f.Unclaimed}, {BehindGrave, f.Grave}, {BehindLow, len(f.Low)},
		{BehindApproval, len(f.Approval)},
	} {
		add(x.of, b.v.Str("behind_"+x.of), x.n, 0)
	}
	for i, topic := range f.Topics {
		add(BehindTopic, b.v.Str("behind_topic", "topic", excerpt(b.topicName(topic), 20)), topic.Month, i)
	}
	broken := 0
	for _, l := range f.Limits {
		broken += l.Breached
	}
	for _, x := range []struct {
		of string
		n  int
	}{
		{BehindBroken, broken}, {BehindPromises, f.Promises.Breached}, {BehindReopened, f.Reopened}, {BehindSecond, f.Second},
		{BehindUndelivered, f.Undelivered}, {BehindLacking, f.Lacking}, {BehindUnanswered, f.Unanswered},
		{BehindReceived, f.Received}, {BehindClosed, f.Closed}, {BehindOpen, f.Open},
	} {
		add(x.of, b.v.Str("behind_"+x.of), x.n, 0)
	}
	return rows(3, out)
}

// behindPeriod is the report that a pressed button stands under; false for another button.
func (d *Desk) behindPeriod(p press) (Behind, bool) {
	at := momentOf(p.which)
	if p.who != "n" || at.IsZero() {
		return Behind{}, false
	}
	n, err := strconv.Atoi(p.arg(1))
	if err != nil {
		return Behind{}, false
	}
	return Behind{Of: p.what, N: n, Period: *d.digestPeriod(at, complaint.Desk(p.arg(0))), Limit: behindLimit}, true
}

const behindLimit = 40 // complaints listed at once

// behind shows the complaints behind a number, to those who may see them: the chat of a desk
// sees its own, the managers' chat and the staff group see all.
func (t *turn) behind(p press) {
	want, ok := t.behindPeriod(p)
	where := t.where()
	v := t.voiceOf(where)
	if !ok || !v.Has("behind_"+want.Of) || !t.seesAll() && want.Period.Desk != where {
		t.answer(v.Str("button_stale"))
		return
	}
	b := &bulletin{turn: t, v: v, f: &complaint.Figures{CutOff: want.Period.CutOff}, listed: map[string]bool{}}
	head := b.v.Say("behind_head", "what", b.v.Str("behind_"+want.Of, "topic", ""), "when", b.v.When(want.Period.CutOff, t.now, t.Policy.Zone()))
	if len(t.st.List) == 0 {
		head = joinLines(head, b.v.Say("behind_none"))
	}
	for _, l := range t.st.List {
		head = joinLines(head, b.line(l))
	}
	if len(t.st.List) == behindLimit {
		head = joinLines(head, b.v.Say("behind_first", "n", behindLimit))
	}
	t.send(complaint.Outbound{Op: complaint.Say, Chat: t.ev.Chat.ID, Thread: t.ev.Thread, ReplyTo: t.ev.Press.MessageID, Text: head})
	t.answer("")
}

// seesAll reports whether this chat sees what every desk has.
func (t *turn) seesAll() bool {
	return t.where() == complaint.ManagersDesk || t.where() == complaint.StaffDesk
}
