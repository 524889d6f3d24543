package flows

import (
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/texts"
)

const digestLines = 8 // complaints listed in one section; the others are a tap away

// digestPeriod is the day the digest of that moment speaks of: from midnight to midnight
// before it in the policy's zone, with the state at the moment itself.
func (d *Desk) digestPeriod(at time.Time, desk complaint.Desk) *Period {
	local := at.In(d.Policy.Zone())
	y, m, day := local.Date()
	midnight := time.Date(y, m, day, 0, 0, 0, 0, d.Policy.Zone())
	return &Period{From: midnight.AddDate(0, 0, -1), To: midnight, CutOff: at, Desk: desk, Daily: true}
}

// bulletin is one digest being written: for whom, in which words, and what is listed so far.
type bulletin struct {
	*turn
	f      *complaint.Figures
	v      texts.Voice
	listed map[string]bool // complaints that stand in it already
}

// digest says in one message what managers need to know (domain 5.3). A quiet day still sends
// a line. Asked for, it is answered where it was asked.
func (t *turn) digest() {
	f := t.st.Figures
	if f == nil {
		return
	}
	b := &bulletin{turn: t, f: f, v: t.desk(complaint.ManagersDesk), listed: map[string]bool{}}
	if f.Desk != "" {
		b.v = t.voiceOf(f.Desk)
	}
	if t.ev.Kind == complaint.Said {
		b.v = t.desk(t.where())
		t.here(b.text(), b.buttons()...)
		t.draw(b, complaint.Outbound{Chat: t.ev.Chat.ID, Thread: t.ev.Thread})
		return
	}
	to, id := b.address(), b.id()
	text := b.text()
	t.send(complaint.Outbound{Op: complaint.Say, Desk: to, Key: id, Text: text, Buttons: b.buttons()})
	t.draw(b, complaint.Outbound{Desk: to, Key: id + ":chart"})
	t.res.Reports = append(t.res.Reports, complaint.Report{ID: id, Job: "digest", Desk: f.Desk, From: f.From, To: f.To,
		CutOff: f.CutOff, Numbers: numbersOf(f), Text: text.String()})
	if f.Desk == "" {
		t.deskDigests(f.CutOff)
	}
}

// address is the chat a digest is for: the managers', or the staff group while there is none.
func (b *bulletin) address() complaint.Desk {
	switch {
	case b.f.Desk != "":
		return b.f.Desk
	case b.st.Org.Managers.Chat == 0:
		return complaint.StaffDesk
	}
	return complaint.ManagersDesk
}

func (b *bulletin) id() string {
	id := "digest:" + b.f.From.In(b.Policy.Zone()).Format(time.DateOnly)
	if b.f.Desk != "" {
		id += ":" + string(b.f.Desk)
	}
	return id
}

// deskDigests lets every desk with a group of its own have its part, where the policy says so.
func (t *turn) deskDigests(cutOff time.Time) {
	if !t.Policy.DigestPerDesk() {
		return
	}
	for _, o := range t.st.Org.Desks {
		if o.Chat == 0 {
			continue
		}
		t.res.Timers = append(t.res.Timers, complaint.Timer{Key: "digest:" + string(o.Desk), Name: "digest", At: t.now,
			Detail: string(o.Desk) + " " + momentCode(cutOff), Chat: complaint.Chat{ID: o.Chat, Kind: complaint.Group}})
	}
}

// deskPeriod reads the timer of a desk's digest.
func (d *Desk) deskPeriod(detail string) *Period {
	desk, code, _ := strings.Cut(detail, " ")
	return d.digestPeriod(momentOf(code), complaint.Desk(desk))
}

// momentCode writes a moment, to the microsecond, short enough for a button.
func momentCode(at time.Time) string { return strconv.FormatInt(at.UnixMicro(), 36) }

func momentOf(code string) time.Time {
	n, err := strconv.ParseInt(code, 36, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// text is the whole digest: the first line says whether today needs the managers, and only
// sections that have something to say follow.
func (b *bulletin) text() complaint.Rich {
	text := b.head()
	if b.f.Pressing > 0 {
		text = joinLines(text, b.lines(b.f.Urgent, b.f.Pressing))
	}
	if !b.empty() {
		text = joinLines(text, b.numbers())
	}
	for _, section := range []func() complaint.Rich{
		b.desks, b.soon, b.waiting, b.approvals, b.pace, b.kept, b.ratings, b.topics, b.again, b.reports, b.quality, b.oldest, b.reading, b.correction,
	} {
		if s := section(); len(s) > 0 {
			text = append(append(text, complaint.Span{Text: "\n\n"}), s...)
		}
	}
	return text
}

func (b *bulletin) empty() bool { return b.f.Received == 0 && b.f.Closed == 0 && b.f.Open == 0 }

// head says whether today needs the managers.
func (b *bulletin) head() complaint.Rich {
	date := bold(b.v.Date(b.f.CutOff, b.Policy.Zone()))
	if b.f.Desk != "" {
		date = append(date, complaint.Span{Text: " · " + b.deskName(b.f.Desk, b.v.Lang)})
	}
	switch {
	case b.empty():
		return b.v.Say("digest_none", "date", date)
	case b.f.Pressing > 0:
		return b.v.Say("digest_needs_you", "date", date, "n", b.f.Pressing)
	}
	return b.v.Say("digest_quiet", "date", date)
}

func (b *bulletin) numbers() complaint.Rich {
	text := b.v.Say("digest_numbers", "received", b.f.Received, "closed", b.f.Closed, "open", b.f.Open,
		"overdue", b.f.Overdue, "unclaimed", b.f.Unclaimed)
	if b.f.Emergency > 0 {
		text = append(text, b.v.Say("digest_numbers_grave", "n", b.f.Emergency)...)
	}
	return text
}

// lines lists complaints that do not stand in the digest yet, and how many more there are.
func (b *bulletin) lines(list []complaint.Line, of int) complaint.Rich {
	var text complaint.Rich
	shown := 0
	for _, l := range list {
		if shown < digestLines && !b.listed[l.ID] {
			text = joinLines(text, b.line(l))
			shown++
			b.listed[l.ID] = true
		} else if b.listed[l.ID] {
			of--
		}
	}
	if more := of - shown; shown > 0 && more > 0 {
		text = joinLines(text, b.v.Say("digest_more", "n", more))
	}
	return text
}

// line is one complaint: mark, link, owner, next deadline, category. No words of the customer.
func (b *bulletin) line(l complaint.Line) complaint.Rich {
	owner := l.OwnerName
	if owner == "" {
		owner = b.v.Str("state_" + string(l.Status))
	}
	return b.v.Say("digest_line", "mark", severityMark(l.Severity), "card", b.cardLink(l.ID, l.Number),
		"owner", owner, "due", b.due(l), "category", b.Policy.CategoryName(l.Category, b.v.Lang))
}

func (b *bulletin) due(l complaint.Line) complaint.Rich {
	switch at := b.f.CutOff; {
	case l.Due.IsZero():
		return b.v.Say("list_age", "age", b.v.Span(at.Sub(l.FiledAt)))
	case l.Due.Before(at):
		return b.v.Say("list_late", "late", b.v.Span(at.Sub(l.Due)))
	default:
		return b.v.Say("list_left", "left", b.v.Span(l.Due.Sub(at)))
	}
}

// DigestFacts is what a model may read of a digest, and in which language: computed numbers,
// without anybody's words or name. "" when there is nothing to read.
func (d *Desk) DigestFacts(o Org, a Accounts) (language, facts string) {
	t := newTurn(d, State{Org: o, Accounts: a}, complaint.Event{}, complaint.Triage{}, a.Figures.CutOff)
	b := &bulletin{turn: t, f: a.Figures, v: t.desk(complaint.ManagersDesk), listed: map[string]bool{}}
	if a.Figures.Desk != "" {
		b.v = t.voiceOf(a.Figures.Desk)
	}
	if b.empty() {
		return b.v.Lang, ""
	}
	return b.v.Lang, joinLines(b.numbers(), b.desks(), b.pace(), b.kept(), b.topics(), b.again(), b.quality()).String()
}
