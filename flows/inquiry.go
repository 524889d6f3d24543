package flows

import (
	"time"

	"redress/flows/complaint"
)

// Inquiry says what the understanding should be asked before ev is dealt with; ok is false
// when nothing needs understanding. A single message gets a quick look, so that danger is
// seen at once; the whole draft is read when the customer pauses.
func (d *Desk) Inquiry(st State, ev complaint.Event, now time.Time) (q complaint.Inquiry, ok bool) {
	switch {
	case ev.Kind == complaint.Said && ev.Chat.Kind == complaint.Private && parseCommand(ev.Message.Text).name == "":
		return complaint.Inquiry{Texts: []string{ev.Message.Text}, AppLanguage: ev.From.Language, Customer: ev.From.ID, Now: now, Quick: true}, true
	case ev.Kind == complaint.Due && ev.Timer.Name == "quiet" && st.Complaint != nil:
		q = complaint.Inquiry{
			Texts: wordsOf(st.Messages), Attachments: attachmentsOf(st.Messages),
			Language: st.Session.Language, Have: st.Complaint.Fields,
			Customer: st.Complaint.Customer, Now: now,
		}
		if st.Session.Stage == complaint.Asking {
			q.Question = st.Session.Question
		}
		q.Quick = answersOnly(st)
		return q, len(q.Texts) > 0 || q.Attachments > 0
	case ev.Kind == complaint.Due && ev.Timer.Name == entryForm && st.Complaint != nil:
		return complaint.Inquiry{Texts: wordsOf(st.Messages), Attachments: attachmentsOf(st.Messages), AppLanguage: st.Complaint.Language,
			Have: st.Complaint.Fields, Customer: st.Complaint.Customer, Now: now}, true
	}
	return complaint.Inquiry{}, false
}

// wordsOf are the customer's words, newest wording, oldest first, with what they said in voice
// messages as far as a machine wrote it down.
func wordsOf(messages []complaint.Message) []string {
	var words []string
	for _, m := range messages {
		if m.Direction == complaint.In && m.Latest() != "" {
			words = append(words, m.Latest())
		}
		words = append(words, spokenIn(m)...)
	}
	return words
}

// attachmentsOf counts what the customer sent along.
func attachmentsOf(messages []complaint.Message) int {
	n := 0
	for _, m := range messages {
		if m.Direction == complaint.In {
			n += len(m.Attachments)
			if m.Unsupported != "" {
				n++
			}
		}
	}
	return n
}
