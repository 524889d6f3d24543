package flows

import (
	"fmt"

	"redress/flows/complaint"
	"redress/flows/texts"
)

// cardButtons are what can be done next; the server checks each press again.
func (t *turn) cardButtons(v texts.Voice) [][]complaint.Button {
	b := func(key, what string) complaint.Button {
		return complaint.Button{Text: v.Str(key), Data: data("s", what, t.c.Number)}
	}
	original := b("button_original", "original")
	switch t.c.Status {
	case complaint.Filed:
		return t.withKin(row(b("button_claim", "claim")),
			row(b("button_escalate", "escalate"), b("button_decline", "decline")), row(original, b("button_more", "more")))
	case complaint.Claimed, complaint.Waiting:
		buttons := t.withKin(row(b("button_ask", "ask"), b("button_resolve", "resolve")),
			row(b("button_handover", "handover"), b("button_release", "release")),
			row(b("button_escalate", "escalate"), b("button_decline", "decline")), row(original, b("button_more", "more")))
		if len(t.otherDesks()) > 0 {
			buttons = append(buttons, row(b("button_ask_desk", "askdesk")))
		}
		if len(t.offers()) > 0 {
			buttons = append(buttons, row(b("button_offer", "offer")))
		}
		return append(buttons, t.practiceButtons(v)...)
	}
	return append(t.absentButtons(), row(b("button_reopen", "reopen"), original))
}

// practiceButtons lead to the playbook and to work beside the conversation, where the policy
// has some for this complaint.
func (t *turn) practiceButtons(v texts.Voice) [][]complaint.Button {
	var out []complaint.Button
	if len(t.guides()) > 0 {
		out = append(out, complaint.Button{Text: v.Str("button_guidance"), Data: data("s", "guide", t.c.Number)})
	}
	if len(t.c.Steps) > 0 || len(t.Policy.StepsFor(t.facts())) > 0 {
		out = append(out, complaint.Button{Text: v.Str("button_steps"), Data: data("s", "steps", t.c.Number)})
	}
	if out == nil {
		return nil
	}
	return [][]complaint.Button{out}
}

// cardOrigin tells how the complaint came, if not by the chat, and which one it objects to.
func (t *turn) cardOrigin(v texts.Voice) (out complaint.Rich) {
	if t.c.Absent() && !t.veiled() {
		out = t.entryLine(v)
	}
	if t.c.Follows != "" {
		out = joinLines(out, v.Say("card_follows", "number", t.c.Follows))
	}
	if t.c.FollowedBy != "" {
		out = joinLines(out, v.Say("card_followed", "number", t.c.FollowedBy))
	}
	return out
}

// topicTitle names the complaint's forum topic.
func (t *turn) topicTitle() string {
	if t.veiled() {
		return excerpt(fmt.Sprintf("%s %s", severityMark(t.c.Severity), t.c.Number), 100)
	}
	return excerpt(fmt.Sprintf("%s %s %s", severityMark(t.c.Severity), t.c.Number, t.c.Summary), 100)
}

// cardLink points to the complaint's card.
func (t *turn) cardLink(id, number string) complaint.Rich {
	return complaint.Rich{{Text: number, Style: complaint.Card, Ref: id}}
}

func (t *turn) closeTopic() {
	t.toStaff(complaint.Outbound{Op: complaint.CloseTopic})
}

func (t *turn) openTopic() { t.toStaff(complaint.Outbound{Op: complaint.OpenTopic}) }
