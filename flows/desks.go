package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// home is the desk in whose group the complaint's card is: the one in charge, or the staff
// desk while that one has no group of its own.
func (t *turn) home() complaint.Desk {
	if t.c != nil && t.c.Desk != "" && t.st.Org.Binding(t.c.Desk).Chat != 0 {
		return t.c.Desk
	}
	return complaint.StaffDesk
}

// charge is the desk that messages about the complaint are addressed to; which group that is
// now is decided when they are sent.
func (t *turn) charge() complaint.Desk {
	if t.c != nil && t.c.Desk != "" {
		return t.c.Desk
	}
	return complaint.StaffDesk
}

// voiceOf speaks to the group that has what belongs to a desk.
func (t *turn) voiceOf(d complaint.Desk) texts.Voice {
	b := t.st.Org.Resolve(d)
	if b.Chat == 0 {
		b = t.st.Org.Staff
	}
	if b.Language == "" {
		return t.Texts.In(t.Policy.Languages()[0])
	}
	return t.Texts.In(b.Language)
}

// deskName is what people call a desk.
func (t *turn) deskName(d complaint.Desk, lang string) string {
	for _, rules := range []*Desk{t.Desk, t.house} {
		if name := rules.Policy.DeskName(string(d), lang); name != "" && name != string(d) {
			return name
		}
	}
	if d == complaint.StaffDesk {
		return t.Texts.In(lang).Str("desk_staff")
	}
	return string(d)
}

// otherDesks are the desks with a group of their own beside the one the complaint is at.
func (t *turn) otherDesks() (out []complaint.Desk) {
	here := t.st.Org.Binding(t.home()).Chat
	for _, b := range t.st.Org.Bindings() {
		if b.Desk != complaint.ManagersDesk && b.Chat != here {
			out = append(out, b.Desk)
		}
	}
	return out
}

// deskMeant finds one of the other desks by its id or name in any language.
func (t *turn) deskMeant(word string) (complaint.Desk, bool) {
	for _, d := range t.otherDesks() {
		if strings.EqualFold(word, string(d)) || slices.ContainsFunc(t.Texts.Languages(), func(lang string) bool {
			return strings.EqualFold(word, t.deskName(d, lang))
		}) {
			return d, true
		}
	}
	return "", false
}

// deskButtons offers the other desks.
func (t *turn) deskButtons(what string) [][]complaint.Button {
	v := t.desk(complaint.StaffDesk)
	var buttons []complaint.Button
	for _, d := range t.otherDesks() {
		buttons = append(buttons, complaint.Button{Text: v.Str("button_to_desk", "desk", t.deskName(d, v.Lang)),
			Data: data("s", what, t.c.Number, string(d))})
	}
	return rows(2, buttons)
}

// elsewhere reports whether this event comes from the group of a desk that does not have the
// complaint. The managers' chat has a say everywhere.
func (t *turn) elsewhere() bool {
	where := t.where()
	return t.c != nil && where != complaint.ManagersDesk && t.st.Org.Binding(t.home()).Chat != t.ev.Chat.ID
}

// outside reports whether a button pressed here is only for the desk that has the complaint.
// Where managers have no chat, the staff group stands in for it.
func (t *turn) outside(p press) bool {
	standIn := t.where() == complaint.StaffDesk && t.st.Org.Managers.Chat == 0
	return t.elsewhere() && p.what != "taskdone" && p.what != "ack" && !standIn
}

// belongs reports whether the actor may take what is at the complaint's desk.
func (t *turn) belongs(user int64) bool {
	d, ok := t.Policy.Desk(string(t.home()))
	return !ok || len(d.Members) == 0 || t.st.Actor.Leads() || slices.Contains(d.Members, user)
}

// stub is the one line a card leaves behind in a group when it moves to another.
func (t *turn) stub() complaint.Rich {
	if len(t.st.Org.Desks) == 0 && t.c.Desk == "" {
		return nil
	}
	v := t.voiceOf(complaint.StaffDesk)
	return v.Say("card_stub", "number", t.c.Number, "desk", t.deskName(t.home(), v.Lang))
}
