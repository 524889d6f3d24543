package policy

import (
	"regexp"
	"slices"
	"strings"
)

// fileKinds are the kinds of files a conduct rule may speak of.
var fileKinds = []string{"document", "photo", "video", "voice", "audio"}

func (b *builder) buildConduct(docs []conductDoc) (out []conductRule) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "conduct rule", seen)
		r := conductRule{
			id: id, name: b.names(d.Name, d.ID.at, "the conduct rule "+id), better: b.names(d.Better, d.ID.at, "the better wording of "+id),
			phrases: b.wordsOf(d.Phrases), must: b.wordsOf(d.Must), unlessTime: d.UnlessTime, final: d.Final, covers: d.Covers, when: b.compile(d.When), approval: b.role(d.Approval, "approval"),
		}
		for _, t := range d.Rules {
			r.sources = append(r.sources, t.value)
		}
		for _, t := range d.Patterns {
			pattern, err := regexp.Compile("(?i)" + t.value)
			switch {
			case err != nil:
				b.add(t.at, "the pattern %q cannot be read: %v", t.value, err)
			case pattern.MatchString(""):
				b.add(t.at, "the pattern %q matches everything: make it say at least one character", t.value)
			default:
				r.patterns = append(r.patterns, pattern)
			}
		}
		for _, t := range d.Files {
			if !slices.Contains(fileKinds, t.value) {
				b.add(t.at, "%q is no kind of file: write one of %s", t.value, strings.Join(fileKinds, ", "))
			}
			r.files = append(r.files, t.value)
		}
		if len(d.Phrases)+len(d.Patterns)+len(d.Must)+len(d.Files) == 0 && !d.Covers && !(d.Final && d.When.value != "") {
			b.add(b.place(d.ID.at), "the conduct rule %q has neither phrases nor patterns nor \"must\" nor files, nor \"final: true\" with \"when\"", id)
		}
		out = append(out, r)
	}
	return out
}

func (b *builder) buildSurvey(doc *surveyDoc) Survey {
	s := Survey{
		Delay: b.elapsed(doc.Delay, "delay"), Reminder: b.elapsed(doc.Reminder, "reminder"),
		Expires: b.elapsed(doc.Expires, "expires"), Edit: b.elapsed(doc.Edit, "edit"),
		Cap: b.elapsed(doc.Cap, "one_per_customer_in"), LowScore: doc.LowScore,
		FollowUp: b.elapsed(doc.FollowUp, "low_score_follow_up"),
	}
	seen := map[string]bool{}
	for _, q := range doc.Questions {
		id := b.id(q.ID, "survey question", seen)
		if q.Scale < 2 || q.Scale > 10 {
			b.add(b.place(q.ID.at), "the scale of question %q must be 2 to 10 (5 is usual)", id)
		}
		s.Questions = append(s.Questions, SurveyQuestion{id, b.names(q.Text, q.ID.at, "the question "+id), q.Scale})
	}
	if len(s.Questions) > 0 && (s.Expires <= 0 || s.Reminder >= s.Expires) {
		b.add(b.place(doc.At), "the survey must expire after its reminder: write for example \"reminder: 48 hour\" and \"expires: 7 day\"")
	}
	return s
}

func (b *builder) buildFollowUp(doc *followUpDoc) FollowUps {
	f := FollowUps{
		Notice: b.elapsed(doc.Notice, "closing_notice"), Close: b.elapsed(doc.Close, "close_without_reply"),
		Solved: b.elapsed(doc.Solved, "confirm_resolution"), Reopen: b.elapsed(doc.Reopen, "reopen_within"),
		Resume: b.elapsed(doc.Resume, "draft_expires"), Recheck: b.elapsed(doc.Recheck, "recheck"),
		Silent: doc.Silent.Span,
	}
	for _, s := range doc.Remind {
		f.Remind = append(f.Remind, b.elapsed(s, "remind"))
	}
	if !slices.IsSorted(f.Remind) || len(f.Remind) > 0 && f.Notice > 0 && f.Remind[len(f.Remind)-1] >= f.Notice || f.Notice > f.Close {
		b.add(b.place(doc.At), "follow_up must be in order: remind, then closing_notice, then close_without_reply (for example [24 hour, 72 hour], 7 day, 10 day)")
	}
	f.Anew = b.oneOf(doc.Objects, "objection", []string{"reopen", "new"}, "reopen") == "new"
	if f.Close <= 0 {
		b.add(b.place(doc.At), "follow_up needs close_without_reply, for example 10 day")
	}
	return f
}
