package flows

import (
	"strconv"
	"time"

	"redress/flows/complaint"
)

// ratingOpen is how long a rating may be changed (domain 4.2, edit_window).
const ratingOpen = 24 * time.Hour

// askRating asks the first of two questions, right after the customer said "solved".
func (t *turn) askRating() {
	v := t.voice()
	t.tell(v.Say("rate_result", "number", t.c.Number), t.scale("r"))
}

// scale is five buttons, 1 to 5.
func (t *turn) scale(question string) []complaint.Button {
	var buttons []complaint.Button
	for i := 1; i <= 5; i++ {
		n := strconv.Itoa(i)
		buttons = append(buttons, complaint.Button{Text: n, Data: data("c", "rate", t.c.Number, question, n)})
	}
	return buttons
}

// rate takes a score; the message with the buttons turns into the next question.
func (t *turn) rate(question, score string) {
	v := t.voice()
	n, err := strconv.Atoi(score)
	if err != nil || n < 1 || n > 5 || t.c.Status != complaint.Closed {
		t.answer(v.Str("button_stale"))
		return
	}
	r, ok := t.rating()
	if !ok {
		t.answer(v.Str("rating_closed"))
		return
	}
	if question == "s" {
		r.Service = n
		t.saveRating(r)
		t.s.Stage, t.s.Active = complaint.Commenting, t.c.ID
		t.change(t.ratedText(r), row(t.customerButton("button_no_comment", "nocomment", t.c), t.customerButton("button_rerate", "rerate", t.c)))
		return
	}
	r.Result = n
	if r.First == 0 {
		r.First = n
	}
	t.saveRating(r)
	t.change(v.Say("rate_service"), t.scale("s"))
}

// ratedText thanks, repeats the scores and invites a word; after a low score it offers help.
func (t *turn) ratedText(r complaint.Rating) complaint.Rich {
	v := t.voice()
	if r.Result <= 2 {
		return v.Say("rated_low", "result", r.Result, "service", r.Service)
	}
	return v.Say("rated", "result", r.Result, "service", r.Service)
}

// rating is the one rating of this complaint, new or still open to change.
func (t *turn) rating() (complaint.Rating, bool) {
	if r := t.st.Rating; r != nil {
		return *r, t.now.Sub(r.At) < ratingOpen
	}
	return complaint.Rating{Complaint: t.c.ID, Customer: t.c.Customer, Owner: t.c.Owner, At: t.now}, true
}

func (t *turn) saveRating(r complaint.Rating) {
	r.UpdatedAt = t.now
	t.res.Rating = &r
	t.st.Rating = &r
	t.showCard()
}

// change rewrites the message whose button was pressed.
func (t *turn) change(text complaint.Rich, buttons ...[]complaint.Button) {
	t.send(complaint.Outbound{Op: complaint.Change, Chat: t.ev.Chat.ID, MessageID: t.ev.Press.MessageID, Text: text, Buttons: buttons})
}

func (t *turn) rerate() {
	if _, ok := t.rating(); !ok {
		t.answer(t.voice().Str("rating_closed"))
		return
	}
	t.change(t.voice().Say("rate_result", "number", t.c.Number), t.scale("r"))
}

func (t *turn) noComment() {
	t.s.Stage = complaint.Idle
	t.change(t.voice().Say("rating_thanks"), t.afterRating()...)
}

// afterRating lets the rating be changed, and the complaint reopened after a low score.
func (t *turn) afterRating() [][]complaint.Button {
	buttons := [][]complaint.Button{row(t.customerButton("button_rerate", "rerate", t.c))}
	if r := t.st.Rating; r != nil && r.Result <= 2 {
		buttons = append(buttons, row(t.customerButton("button_reopen", "unsolved", t.c)))
	}
	return buttons
}

// commented takes the words after a rating as its comment; false when there is no rating
// they could belong to.
func (t *turn) commented() bool {
	t.s.Stage = complaint.Idle
	r, ok := t.rating()
	if !ok || t.c == nil || t.st.Rating == nil || t.ev.Message.Text == "" || t.ev.Message.ReplyTo != 0 {
		return false
	}
	r.Comment = excerpt(t.ev.Message.Text, 1000)
	t.record(complaint.In)
	t.saveRating(r)
	t.tell(t.voice().Say("rating_thanks"), t.afterRating()...)
	return true
}
