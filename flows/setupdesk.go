package flows

import (
	"strings"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// policyDesk finds a desk of the rules in force by its id.
func (t *turn) policyDesk(word string) (complaint.Desk, bool) {
	for _, d := range t.house.Policy.Desks() {
		if strings.EqualFold(word, d.ID) {
			return complaint.Desk(d.ID), true
		}
	}
	return "", false
}

// setupDesk does what a /setup command asks beside binding, where the policy has several
// desks: it says that a word names none, or takes a desk's group away.
func (t *turn) setupDesk(v texts.Voice, w wish, byCode bool) bool {
	switch {
	case len(t.house.Policy.Desks()) == 0:
		return false
	case w.off && w.desk != complaint.StaffDesk && w.desk != complaint.ManagersDesk:
		t.res.Bindings = append(t.res.Bindings, complaint.Binding{Desk: w.desk})
		t.here(v.Say("setup_desk_off", "desk", t.deskName(w.desk, v.Lang)))
		t.refreshCards(t.ev.Chat.ID)
	case w.code != "" && !byCode || w.off:
		t.here(joinLines(v.Say("setup_desk_unknown", "word", w.code), t.deskList(v)))
	default:
		return false
	}
	return true
}

// deskList shows every desk of the policy and where what belongs to it appears.
func (t *turn) deskList(v texts.Voice) complaint.Rich {
	text := v.Say("setup_desks")
	for _, d := range t.house.Policy.Desks() {
		where := v.Str("setup_desk_free")
		if b := t.st.Org.Binding(complaint.Desk(d.ID)); b.Chat != 0 {
			where = v.Str("setup_desk_bound")
			if b.Title != "" {
				where = b.Title
			}
		}
		text = joinLines(text, v.Say("setup_desk_line", "id", d.ID, "desk", d.Name.In(v.Lang), "where", where))
	}
	return text
}
