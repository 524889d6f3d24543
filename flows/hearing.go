package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/texts"
)

const (
	voiceFile = "voice"
	photoFile = "photo"
	mostHeard = 5 // files of one complaint that a machine is given
)

// Unheard lists the files that a machine should listen to or look at before ev is dealt with:
// those of the draft being read, as far as the policy allows it and a model for it is there.
func (d *Desk) Unheard(st State, ev complaint.Event) []complaint.Attachment {
	if ev.Kind != complaint.Due || ev.Timer.Name != "quiet" || st.Complaint == nil || st.Session.Draft != st.Complaint.ID {
		return nil
	}
	var files []complaint.Attachment
	for _, m := range st.Messages {
		for _, a := range m.Attachments {
			if m.Direction == complaint.In && !a.Tried && a.FileID != "" && d.perceives(st.Org, a.Kind) {
				files = append(files, a)
			}
		}
	}
	return files[:min(len(files), max(0, mostHeard-len(st.Complaint.Heard)))]
}

// perceives reports whether files of that kind are given to a machine.
func (d *Desk) perceives(o Org, kind string) bool {
	switch kind {
	case voiceFile:
		return o.Hears && d.Policy.Media().Voice
	case photoFile:
		return o.Sees && d.Policy.Media().Photos
	}
	return false
}

// Hearing is st with what a machine made of its files.
func Hearing(st State, heard []complaint.Heard) State {
	st.Messages, _ = heardIn(st.Messages, heard)
	return st
}

// heardIn notes what was heard beside the files, and returns the messages that changed, too.
func heardIn(messages []complaint.Message, heard []complaint.Heard) (all, changed []complaint.Message) {
	all = slices.Clone(messages)
	for i, m := range all {
		files := slices.Clone(m.Attachments)
		touched := false
		for j := range files {
			at := slices.IndexFunc(heard, func(h complaint.Heard) bool { return h.File == files[j].FileID && h.Kind == files[j].Kind })
			if at < 0 || files[j].Tried || m.Direction != complaint.In {
				continue
			}
			files[j].Tried, touched = true, true
			if files[j].Kind == voiceFile { // a picture's description is nobody's words
				files[j].Heard = heard[at].Words
			}
		}
		if touched {
			all[i].Attachments = files
			changed = append(changed, all[i])
		}
	}
	return all, changed
}

// takeHeard puts on record what a machine made of the files, and tells the customer at once
// when a voice message could not be made out.
func (t *turn) takeHeard() {
	all, changed := heardIn(t.st.Messages, t.tr.Heard)
	if len(changed) == 0 {
		return
	}
	t.st.Messages = all
	t.res.Messages = append(t.res.Messages, changed...)
	t.c.Heard = append(t.c.Heard, t.tr.Heard...)
	lost := 0
	for _, h := range t.tr.Heard {
		if h.Kind == voiceFile && h.Words == "" {
			lost++
		}
	}
	if lost > 0 {
		t.tell(t.voice().Say("voice_lost", "n", lost))
	}
}

// spokenIn are the voice messages of a message as a machine wrote them down.
func spokenIn(m complaint.Message) (words []string) {
	for _, a := range m.Attachments {
		if m.Direction == complaint.In && a.Heard != "" {
			words = append(words, a.Heard)
		}
	}
	return words
}

// heardLines shows what a machine made of voice messages and photos, marked as such.
func (t *turn) heardLines(v texts.Voice, spoken, seen string) complaint.Rich {
	var lines []complaint.Rich
	for _, h := range t.c.Heard {
		key := spoken
		if h.Kind == photoFile {
			key = seen
		}
		if h.Words != "" {
			lines = append(lines, v.Say(key, "words", excerpt(h.Words, 300)))
		}
	}
	return joinLines(lines...)
}

// asWritten quotes what the customer typed, without what a machine wrote down for them.
func (t *turn) asWritten() complaint.Rich {
	var words []string
	for _, m := range t.st.Messages {
		if m.Direction == complaint.In && m.Latest() != "" {
			words = append(words, m.Latest())
		}
	}
	if words == nil {
		return nil
	}
	return quoted(strings.Join(words, "\n"))
}

// shortAnswer is how many characters of an answer leave what the matter is untouched.
const shortAnswer = 80

// answersOnly reports whether the customer has only answered the question, shortly, since a
// model read the whole: then the local understanding reads the answer, and what the model made
// of the rest stays.
func answersOnly(st State) bool {
	if st.Session.Stage != complaint.Asking || st.Session.Question == "" || st.Session.Unheard != 1 || st.Complaint.SummaryBy != "both" {
		return false
	}
	for _, m := range slices.Backward(st.Messages) {
		if m.Direction == complaint.In {
			return m.Text != "" && len([]rune(m.Latest())) <= shortAnswer && len(m.Attachments) == 0
		}
	}
	return false
}

func (t *turn) privacyMedia() (out complaint.Rich) {
	v := t.voice()
	if t.house.perceives(t.st.Org, voiceFile) {
		out = append(append(out, complaint.Span{Text: "\n"}), v.Say("privacy_voice")...)
	}
	if t.house.perceives(t.st.Org, photoFile) {
		out = append(append(out, complaint.Span{Text: "\n"}), v.Say("privacy_photos")...)
	}
	return out
}
