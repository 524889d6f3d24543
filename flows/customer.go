package flows

import (
	"fmt"
	"slices"

	"redress/flows/complaint"
)

// customerCommand does what a command in a private chat asks.
func (t *turn) customerCommand(cmd command) {
	v := t.voice()
	switch cmd.name {
	case "start":
		t.start()
	case "help":
		t.tell(v.Say("help"))
	case "privacy":
		t.s.Informed = true
		t.tell(slices.Concat(v.Say("privacy"), t.privacyModel(), t.privacyMedia()))
	case "status":
		t.status(cmd.args)
	case "mine":
		t.mine()
	case "withdraw":
		t.withdrawCommand(cmd.args)
	case "new":
		t.startNew()
	case "cancel":
		t.cancelCommand()
	case "language":
		t.language(cmd.args)
	default:
		t.tell(v.Say("unknown_command"))
	}
}

func (t *turn) privacyModel() complaint.Rich {
	if t.st.Org.Model {
		return append(complaint.Rich{{Text: "\n"}}, t.voice().Say("privacy_model")...)
	}
	return nil
}

// start greets, or brings back what was being taken down.
func (t *turn) start() {
	t.inform()
	if t.c != nil && t.s.Draft == t.c.ID {
		t.offerResume()
		return
	}
	if len(t.st.Mine) > 0 {
		t.tell(t.voice().Say("tell_me"))
	}
}

func (t *turn) cancelCommand() {
	switch {
	case t.c != nil && t.s.Draft == t.c.ID:
		t.cancelDraft()
	default:
		t.s.Stage = complaint.Idle
		t.tell(t.voice().Say("nothing_to_cancel"))
	}
}

// startNew begins a new complaint, beside whatever else is open.
func (t *turn) startNew() {
	t.inform()
	if t.c != nil && t.s.Draft == t.c.ID && len(t.st.Messages) > 0 && t.c.Status == complaint.Draft {
		t.offerResume()
		return
	}
	t.openDraft()
	t.s.Stage = complaint.Listening
	t.tell(t.voice().Say("tell_me"))
}

// openOnes are the customer's complaints that are not over.
func (t *turn) openOnes() []complaint.Complaint {
	var open []complaint.Complaint
	for _, c := range t.st.Mine {
		if c.Status.Open() {
			open = append(open, c)
		}
	}
	return open
}

// status tells where one complaint stands. A number of somebody else's complaint and one
// that does not exist get the same answer.
func (t *turn) status(number string) {
	if number == "" {
		open := t.openOnes()
		if len(open) != 1 {
			t.mine()
			return
		}
		t.focus(&open[0])
	}
	if t.c == nil || t.c.Number == "" || number != "" && t.c.Number != normalNumber(number) {
		t.focus(nil)
		t.tell(t.voice().Say("not_found"))
		return
	}
	t.showStatus()
}

// showStatus says who has the complaint, what comes next and how to add to it.
func (t *turn) showStatus() {
	v := t.voice()
	c := t.c
	t.s.Active = c.ID
	zone := t.Policy.Zone()
	lines := joinLines(
		v.Say("status_head", "number", c.Number, "date", v.When(c.FiledAt, t.now, zone)),
		complaint.Words(excerpt(c.Summary, 300)),
		v.Say("status_"+string(c.Status), "reason", excerpt(c.Closing.Reason, 500),
			"outcome", excerpt(c.Closing.Outcome, 500)))
	if c.Status == complaint.Filed || c.Status == complaint.Claimed {
		lines = joinLines(lines, t.nextWord())
	}
	if c.Status.Open() {
		lines = joinLines(lines, v.Say("status_add"))
	}
	t.tell(lines, t.statusButtons()...)
}

func (t *turn) statusButtons() [][]complaint.Button {
	switch {
	case t.c.Status == complaint.Resolved:
		return t.solvedButtons()
	case t.c.Status.Open():
		return [][]complaint.Button{row(t.customerButton("button_withdraw", "withdraw", t.c))}
	case t.c.Status == complaint.Closed || t.c.Status == complaint.Declined:
		return [][]complaint.Button{row(t.customerButton("button_reopen", "unsolved", t.c))}
	}
	return nil
}

// mine lists the customer's complaints, each a button.
func (t *turn) mine() {
	v := t.voice()
	t.focus(nil)
	if len(t.st.Mine) == 0 {
		t.tell(v.Say("none_yet"))
		return
	}
	var buttons [][]complaint.Button
	for i, c := range t.st.Mine {
		if i == 10 {
			break
		}
		label := fmt.Sprintf("%s · %s · %s", c.Number, v.Str("state_"+string(c.Status)), excerpt(c.Summary, 30))
		buttons = append(buttons, row(complaint.Button{Text: label, Data: data("c", "show", c.Number)}))
	}
	t.tell(v.Say("mine_head"), buttons...)
}

// language shows the languages, or sets one.
func (t *turn) language(wish string) {
	if wish != "" {
		t.setLanguage(t.Texts.Match(wish))
		return
	}
	t.tell(t.voice().Say("which_language"), t.languageButtons()...)
}

func (t *turn) languageButtons() [][]complaint.Button {
	var buttons []complaint.Button
	for _, lang := range t.Texts.Languages() {
		buttons = append(buttons, complaint.Button{Text: t.Texts.In(lang).Str("language_name"), Data: data("l", "set", lang)})
	}
	return rows(2, buttons)
}

func (t *turn) setLanguage(lang string) {
	t.s.Language, t.s.Chosen = lang, true
	t.strip()
	t.tell(t.voice().Say("language_set"))
	for _, c := range t.st.Mine {
		if c.Status.Open() && c.Language != lang && (t.c == nil || t.c.ID != c.ID) {
			changed := c.Clone()
			changed.Language = lang
			t.keep(changed)
		}
	}
	if t.c != nil {
		t.c.Language = lang
	}
}
