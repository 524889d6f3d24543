package flows

import (
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// entryDays is how many days back a button offers as the day of receipt.
const entryDays = 6

// entryPressed handles the buttons of a complaint that the actor takes down.
func (t *turn) entryPressed(p press) {
	t.s.Chat = staffSession(t.ev.From.ID)
	v := t.desk(t.where())
	switch p.what {
	case "nothing":
		t.dutyDone(p.arg(0))
		t.answer("")
		return
	case "new":
		t.openEntry(t.wayMeant(p.arg(0)))
		t.here(t.entryAsk(v), row(t.entryButton(v, "button_cancel", "cancel")))
		t.answer("")
		return
	}
	if !t.entering() || t.s.Form["form"] != entryForm {
		t.answer(v.Str("button_stale"))
		return
	}
	back := row(t.entryButton(v, "button_back", "back"))
	if t.c.Channel == "" && p.what != "way" && p.what != "cancel" {
		t.answer(v.Str("button_stale"))
		return
	}
	switch p.what {
	case "way":
		t.chooseWay(p.arg(0))
	case "contact":
		t.s.Question = "contact"
		t.change(v.Say("entry_contact"), back)
	case "categories":
		t.change(v.Say("which_category"), append(rows(2, t.entryCategories(v)), back)...)
	case "category":
		t.chooseEntryCategory(p.arg(0))
	case "days":
		t.s.Question = "day"
		t.change(v.Say("entry_day"), append(rows(3, t.entryDayButtons(v)), back)...)
	case "day":
		n, _ := strconv.Atoi(p.arg(0))
		t.receivedOn(t.now.In(t.Policy.Zone()).AddDate(0, 0, -min(max(n, 0), entryDays)))
	case "back":
		t.strip()
		t.readEntryBack()
	case "file":
		t.fileEntry()
	case "cancel":
		t.cancelEntry()
	}
	t.answer("")
}

// chooseWay takes how the complaint came; what was said already is read back.
func (t *turn) chooseWay(way string) {
	v := t.desk(t.where())
	if way = t.wayMeant(way); way == "" || t.c.Channel != "" {
		return
	}
	t.c.Channel = way
	if t.c.Summary != "" {
		t.strip()
		t.readEntryBack()
		return
	}
	t.s.Question = "words"
	t.change(t.entryAsk(v), row(t.entryButton(v, "button_cancel", "cancel")))
}

func (t *turn) entryCategories(v texts.Voice) (out []complaint.Button) {
	for _, c := range t.Policy.Categories() {
		b := complaint.Button{Text: c.Name.In(v.Lang), Data: data("f", "category", t.c.ID, c.ID)}
		if c.Leaf && len(out) < 40 && len(b.Data) <= mostData {
			out = append(out, b)
		}
	}
	return out
}

func (t *turn) chooseEntryCategory(id string) {
	if c, ok := t.Policy.Category(id); ok && c.Leaf {
		t.c.Category = id
		t.setForm("category", id)
	}
	t.strip()
	t.readEntryBack()
}

func (t *turn) entryDayButtons(v texts.Voice) (out []complaint.Button) {
	for n := range entryDays {
		day := v.Date(t.now.AddDate(0, 0, -n), t.Policy.Zone())
		out = append(out, complaint.Button{Text: day, Data: data("f", "day", t.c.ID, strconv.Itoa(n))})
	}
	return out
}

// takeEntryDay takes a typed day of receipt.
func (t *turn) takeEntryDay(said string) {
	day, ok := pastDay(said, t.now.In(t.Policy.Zone()))
	if !ok {
		t.here(t.entryVoice().Say("entry_day_unclear"))
		return
	}
	t.receivedOn(day)
}

// pastDay reads "2026-11-12", "12 November", "11月12日" as the last such day.
func pastDay(said string, now time.Time) (time.Time, bool) {
	if day, err := time.ParseInLocation(time.DateOnly, strings.TrimSpace(said), now.Location()); err == nil {
		return day, !day.After(now)
	}
	day, ok := dayIn(fold(said), now)
	for ok && day.After(now) {
		day = day.AddDate(-1, 0, 0)
	}
	return day, ok
}

// receivedOn puts the day of receipt on record. Of a day that is over only the date is known,
// so its clocks count from its opening.
func (t *turn) receivedOn(day time.Time) {
	zone := t.Policy.Zone()
	t.c.ReceivedAt = time.Time{}
	if y, m, d := t.now.In(zone).Date(); day.Year() != y || day.Month() != m || day.Day() != d {
		t.c.ReceivedAt = openingOf(t.Policy.Calendar(), at(day.In(zone), 0, 0))
	}
	t.strip()
	t.readEntryBack()
}

// openingOf is when the working hours of a day begin; of a day without any, noon.
func openingOf(cal *policy.Calendar, midnight time.Time) time.Time {
	if open := cal.NextOpen(midnight); open.In(midnight.Location()).Day() == midnight.Day() {
		return open
	}
	return midnight.Add(12 * time.Hour)
}

// fileEntry files what staff took down and says what to tell the customer.
func (t *turn) fileEntry() {
	v := t.desk(t.where())
	if t.c.Summary == "" || t.c.Channel == "" || t.move(complaint.Submit) != nil {
		t.answer(v.Str("button_stale"))
		return
	}
	t.s.Draft, t.s.Question, t.s.Form = "", "", nil
	t.file(complaint.Submit)
	text := v.Say("entry_filed", "by", t.st.Actor.Name, "card", t.cardLink(t.c.ID, t.c.Number))
	there := t.c.Channel == "phone" || t.c.Channel == "visit"
	if t.c.Promise.After(t.now) && (there || t.c.Contact != "") {
		text = joinLines(text, v.Say("entry_promise", "when", t.moment(v, t.c.Promise)))
	}
	t.change(text)
}

// cancelEntry drops what was being taken down.
func (t *turn) cancelEntry() {
	if t.move(complaint.Cancel) != nil {
		return
	}
	t.s.Draft, t.s.Question, t.s.Form = "", "", nil
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), complaint.Cancel, entryForm)
	t.change(t.desk(t.where()).Say("form_cancelled", "by", t.st.Actor.Name))
}
