package flows

import (
	"slices"
	"strconv"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// askRating asks the first question right after the customer said "solved", unless they were
// asked about another complaint lately. Who rated before it was opened again may say whether
// that has changed.
func (t *turn) askRating() {
	v, r := t.voice(), t.st.Rating
	rated := r != nil && r.Answered()
	if rated && t.c.ReopenedAt.After(r.UpdatedAt) {
		t.compareWith(*r)
		r = t.st.Rating
	}
	if !t.surveyable() || t.surveyedLately() || rated && r.Before == 0 {
		t.tell(v.Say("closed_again", "number", t.c.Number))
		return
	}
	t.keepRating(t.put())
	text := v.Say("rate_closed", "number", t.c.Number)
	if rated {
		text = v.Say("rate_anew", "number", t.c.Number, "before", r.Before)
	}
	t.showSurvey(joinLines(text, t.question(t.surveyQuestions()[0])))
}

// scale is a button for each score of a question.
func (t *turn) scale(q policy.SurveyQuestion) []complaint.Button {
	var buttons []complaint.Button
	for i := 1; i <= q.Scale; i++ {
		n := strconv.Itoa(i)
		buttons = append(buttons, complaint.Button{Text: n, Data: data("c", "rate", t.c.Number, letterOf(q.ID), n)})
	}
	return buttons
}

// rate takes a score; the message with the buttons turns into the next question.
func (t *turn) rate(letter, score string) {
	questions := t.surveyQuestions()
	i := slices.IndexFunc(questions, func(q policy.SurveyQuestion) bool { return letterOf(q.ID) == letter })
	n, err := strconv.Atoi(score)
	if err != nil || i < 0 || n < 1 || n > questions[i].Scale {
		t.answer(t.voice().Str("button_stale"))
		return
	}
	if why := t.mayNotRate(); why != "" {
		t.answer(t.voice().Str(why))
		return
	}
	t.saveRating(t.scored(*t.st.Rating, letter, n))
	if letter == "r" && n <= t.Policy.Survey().LowScore {
		t.lowScore(n)
	}
	t.afterScore(questions, i)
}

// afterScore shows the next question, or thanks and invites a word.
func (t *turn) afterScore(questions []policy.SurveyQuestion, i int) {
	r := *t.st.Rating
	if i+1 < len(questions) {
		text, buttons := t.question(questions[i+1]), [][]complaint.Button{t.scale(questions[i+1])}
		if t.low(r) {
			text = joinLines(t.voice().Say("rate_low"), text)
			buttons = append(buttons, row(t.customerButton("button_reopen", "unsolved", t.c)))
		}
		t.change(text, buttons...)
		return
	}
	t.s.Stage, t.s.Active = complaint.Commenting, t.c.ID
	t.change(t.ratedText(r), t.ratedButtons(r)...)
}

// scored is the rating with one more score.
func (t *turn) scored(r complaint.Rating, letter string, n int) complaint.Rating {
	if r.At.IsZero() {
		r.At = t.now
	}
	if r.Before > 0 && r.Rescored.IsZero() {
		r.Rescored = t.now
	}
	switch letter {
	case "r":
		r.Result = n
		if r.First == 0 {
			r.First = n
		}
	case "s":
		r.Service = n
	case "e":
		r.Effort = n
	}
	return r
}

// low reports whether the customer is not satisfied with the result.
func (t *turn) low(r complaint.Rating) bool {
	return r.Answered() && r.Result <= t.Policy.Survey().LowScore
}

// ratedText repeats the scores and invites a word.
func (t *turn) ratedText(r complaint.Rating) complaint.Rich {
	v := t.voice()
	if t.low(r) {
		return v.Say("rated_low", "result", r.Result, "service", score(r.Service))
	}
	return v.Say("rated", "result", r.Result, "service", score(r.Service))
}

// ratedButtons let the customer leave it at that, change the scores and, after a low one, name
// the reason or open the complaint again.
func (t *turn) ratedButtons(r complaint.Rating) [][]complaint.Button {
	buttons := [][]complaint.Button{row(t.customerButton("button_no_comment", "nocomment", t.c), t.customerButton("button_rerate", "rerate", t.c))}
	if !t.low(r) {
		return buttons
	}
	v := t.voice()
	var why []complaint.Button
	for _, reason := range lowReasons() {
		if reason != r.Reason {
			why = append(why, complaint.Button{Text: v.Str("reason_" + reason), Data: data("c", "why", t.c.Number, reason)})
		}
	}
	return append(append(rows(2, why), buttons...), row(t.customerButton("button_reopen", "unsolved", t.c)))
}

// mayNotRate names why the customer may not rate, or change a rating, now; "" when they may. A
// score may be changed for a while, or until a comment is left; after the complaint was opened
// again and closed, once more.
func (t *turn) mayNotRate() string {
	r := t.st.Rating
	switch {
	case r == nil || r.Asked.IsZero() || t.c.Status != complaint.Closed:
		return "button_stale"
	case t.isStaff(t.c.Customer):
		return "rating_staff"
	}
	answered := r.At
	if r.Before > 0 {
		answered = r.Rescored
	}
	switch {
	case answered.IsZero() && t.now.After(r.Expires):
		return "rating_expired"
	case !answered.IsZero() && (t.now.Sub(answered) >= t.Policy.Survey().Edit || r.Comment != "" && r.Before == 0):
		return "rating_closed"
	}
	return ""
}

// saveRating keeps an answer of the customer, and shows it on the card.
func (t *turn) saveRating(r complaint.Rating) {
	r.UpdatedAt = t.now
	t.keepRating(r)
	t.showCard()
}

func (t *turn) keepRating(r complaint.Rating) {
	t.res.Rating = &r
	t.st.Rating = &r
}

// change rewrites the message whose button was pressed.
func (t *turn) change(text complaint.Rich, buttons ...[]complaint.Button) {
	t.send(complaint.Outbound{Op: complaint.Change, Chat: t.ev.Chat.ID, MessageID: t.ev.Press.MessageID, Text: text, Buttons: buttons})
}

func (t *turn) rerate() {
	if why := t.mayNotRate(); why != "" {
		t.answer(t.voice().Str(why))
		return
	}
	q := t.surveyQuestions()[0]
	t.change(t.question(q), t.scale(q))
}

func (t *turn) noComment() {
	t.s.Stage = complaint.Idle
	t.change(t.thanks(), t.afterRating()...)
}

// thanks for the rating, with how long it may be changed if it may.
func (t *turn) thanks() complaint.Rich {
	v := t.voice()
	if t.mayNotRate() != "" {
		return v.Say("rating_thanks")
	}
	return joinLines(v.Say("rating_thanks"), v.Say("rating_change", "span", v.Span(t.Policy.Survey().Edit)))
}

// afterRating lets the rating be changed while it may, and the complaint be opened again after
// a low score.
func (t *turn) afterRating() [][]complaint.Button {
	var buttons [][]complaint.Button
	if t.mayNotRate() == "" {
		buttons = append(buttons, row(t.customerButton("button_rerate", "rerate", t.c)))
	}
	if r := t.st.Rating; r != nil && t.low(*r) && t.c.Status == complaint.Closed {
		buttons = append(buttons, row(t.customerButton("button_reopen", "unsolved", t.c)))
	}
	return buttons
}

// commented takes the words after a rating as its comment; false when there is no rating
// they could belong to.
func (t *turn) commented() bool {
	t.s.Stage = complaint.Idle
	if t.c == nil || t.ev.Message.Text == "" || t.ev.Message.ReplyTo != 0 || t.mayNotRate() != "" || !t.st.Rating.Answered() {
		return false
	}
	r := *t.st.Rating
	r.Comment = excerpt(joined(slices.DeleteFunc([]string{r.Comment, t.ev.Message.Text}, func(s string) bool { return s == "" })), 1000)
	t.record(complaint.In)
	t.saveRating(r)
	t.tell(t.thanks(), t.afterRating()...)
	return true
}
