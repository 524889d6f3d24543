package flows

import (
	"redress/flows/complaint"
)

// staffCommand does what a command in a bound group asks.
func (t *turn) staffCommand(cmd command) {
	v := t.desk(t.where())
	if !t.st.Actor.May() {
		t.here(v.Say("staff_not_listed"))
		return
	}
	switch cmd.name {
	case "open":
		t.here(t.list(v.Say("list_open"), v.Say("list_open_none")))
	case "mine":
		t.here(t.list(v.Say("list_mine"), v.Say("list_mine_none")))
	case "find":
		t.find(cmd.args)
	case "card":
		t.cardAgain()
	case "staff":
		t.staffList(cmd.args)
	case "severity", "fact", "cause":
		t.matterCommand(cmd)
	case "similar", "cases":
		t.caseCommand(cmd)
	case "label":
		t.labelCommand(cmd)
	case "file":
		t.entryCommand(cmd.args)
	case "guide":
		t.guideCommand(cmd.args)
	case "said":
		t.saidCommand(cmd.args)
	case "object":
		t.objectCommand(cmd.args)
	case "task":
		t.taskCommand(cmd.args)
	case "fine":
		t.fineCommand(cmd.args)
	case "register", "report", "demand", "approve", "valid", "invalid":
		t.procedureCommand(cmd)
	case "special":
		t.specialCommand()
	case "digest":
		t.digest()
	case "language":
		t.groupLanguage(cmd.args)
	case "help", "start":
		t.here(v.Say("staff_help"))
	default:
		t.here(v.Say("staff_unknown_command"))
	}
}

func (t *turn) find(words string) {
	v := t.desk(t.where())
	if words == "" {
		t.here(v.Say("find_what"))
		return
	}
	t.here(t.list(v.Say("list_found", "words", words), v.Say("list_found_none", "words", words)))
}

// list shows the complaints the store found, each linked to its card.
func (t *turn) list(head, none complaint.Rich) complaint.Rich {
	if len(t.st.List) == 0 {
		return none
	}
	text := head
	for _, l := range t.st.List {
		text = joinLines(text, t.line(l))
	}
	return text
}

// line is one complaint in a list: mark, link, state, owner, deadline, first words.
func (t *turn) line(l complaint.Line) complaint.Rich {
	v := t.desk(t.where())
	owner := l.OwnerName
	if owner == "" {
		owner = v.Str("state_" + string(l.Status))
	}
	return v.Say("list_line", "mark", severityMark(l.Severity), "card", t.cardLink(l.ID, l.Number),
		"owner", owner, "due", t.lineDue(l), "summary", t.listed(l.Summary))
}

func (t *turn) lineDue(l complaint.Line) complaint.Rich {
	v := t.desk(t.where())
	switch {
	case l.Due.IsZero():
		return v.Say("list_age", "age", v.Span(t.now.Sub(l.FiledAt)))
	case l.Due.After(t.now):
		return v.Say("list_left", "left", v.Span(l.Due.Sub(t.now)))
	}
	return v.Say("list_late", "late", v.Span(t.now.Sub(l.Due)))
}

// cardAgain brings the card of one complaint to hand, wherever the original has scrolled to.
func (t *turn) cardAgain() {
	v := t.desk(t.where())
	if t.c == nil || t.c.Number == "" {
		t.here(v.Say("staff_not_found"))
		return
	}
	if t.concerned() {
		t.here(v.Say("staff_colleague"))
		return
	}
	t.here(joinLines(t.card(v), v.Say("card_is_here", "card", t.cardLink(t.c.ID, t.c.Number))), t.cardButtons(v)...)
}

func (t *turn) groupLanguage(wish string) {
	if wish != "" {
		t.deskLanguage(t.where(), t.Texts.Match(wish))
		return
	}
	t.here(t.desk(t.where()).Say("which_language"), t.languageButtons()...)
}
