package nlp

import (
	"strings"
	"unicode"

	"redress/nlp/entity"
	"redress/nlp/reading"
)

// answers tells words that may answer a question from a story told, or a question put, in
// place of an answer: a time must sound like one, an order is a number or a short name.
func (u *Understanding) answers(question string, t reading.Text) bool {
	switch question {
	case "when":
		return len(t.Fold) <= 80 && u.soundsLikeTime(t)
	case "order", "batch", "product":
		return !asks(t) && (hasDigits(t.Fold) && len(t.Fold) <= 80 || len(t.Clauses) <= 2 && len(t.Fold) <= 40 && u.kinds.Hear(t).Score.Complaint < grievance)
	case entity.Wish:
		return !asks(t) && u.speaksOf("want", t)
	case "phone", "contact_phone":
		return hasDigits(t.Fold)
	case "email":
		return strings.ContainsRune(string(t.Fold), '@')
	}
	return true
}

// grievance is the weight of cues from which words complain rather than name a thing.
const grievance = 3

func asks(t reading.Text) bool {
	for _, c := range t.Clauses {
		if c.Asks {
			return true
		}
	}
	return false
}

func hasDigits(fold []rune) bool {
	for _, r := range fold {
		if unicode.IsDigit(r) || strings.ContainsRune("一二三四五六七八九十", r) {
			return true
		}
	}
	return false
}

func (u *Understanding) soundsLikeTime(t reading.Text) bool {
	return !asks(t) && (hasDigits(t.Fold) || u.speaksOf("time", t))
}

func (u *Understanding) speaksOf(tag string, t reading.Text) bool {
	for _, h := range u.words.Find(t.Fold) {
		if h.Tag == tag {
			return true
		}
	}
	return false
}
