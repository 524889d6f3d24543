package nlp

import (
	"strings"
	"unicode"

	"redress/flows/complaint"
	"redress/nlp/entity"
	"redress/nlp/reading"
)

// unknown is the value of a field that the customer was asked for and cannot tell.
const unknown = "-"

// fields files the entities under the names of the triage.
func (u *Understanding) fields(t *complaint.Triage, found []entity.Entity) {
	for _, e := range found {
		switch e.Kind {
		case entity.Link, entity.Person:
		case entity.Duration:
			if _, ok := entity.First(found, entity.When); !ok {
				put(t.Fields, entity.When, e.Value)
			}
		case entity.Amount:
			more(t.Fields, entity.Amount, e.Value)
		case entity.Site:
			put(t.Fields, entity.Site, e.Value)
			put(t.Fields, "where", e.Value)
		case entity.Employee:
			put(t.Fields, entity.Employee, e.Value)
			put(t.Fields, "who", e.Value)
		default:
			put(t.Fields, e.Kind, e.Value)
		}
	}
}

func put(m map[string]string, key, value string) {
	if m[key] == "" {
		m[key] = value
	}
}

func more(m map[string]string, key, value string) {
	switch {
	case m[key] == "":
		m[key] = value
	case !strings.Contains(m[key], value):
		m[key] += ", " + value
	}
}

// answer reads the last text as the answer to the field that was asked for.
func (u *Understanding) answer(t *complaint.Triage, in complaint.Inquiry, texts []string) {
	if in.Question == "" || len(texts) == 0 {
		return
	}
	last := u.reader.Read(texts[len(texts)-1])
	if u.noAnswer(last) {
		t.Fields[in.Question] = unknown
		return
	}
	if in.Question == entity.Wish && t.Fields[entity.Wish] != "" {
		return
	}
	now := in.Now
	found := u.finder.Find(last, now.In(u.zone))
	if e, ok := entity.First(found, entity.Site); ok && len(last.Clauses) > 1 && (in.Question == "where" || in.Question == entity.Site) {
		t.Fields[in.Question] = e.Value
		return
	}
	if v := fitting(in.Question, found); v != "" {
		t.Fields[in.Question] = v
		return
	}
	switch s := tidyAnswer(last); {
	case s == "":
	case u.answers(in.Question, last):
		t.Fields[in.Question] = s
	default:
		t.Fields[in.Question] = unknown
	}
}

// fitting returns the entity in the answer that the question is after, if the answer is
// short of others.
func fitting(question string, found []entity.Entity) string {
	kinds := map[string][]string{
		"when": {entity.When, entity.Duration}, "order": {entity.Order},
		"batch": {entity.Batch}, "amount": {entity.Amount}, "phone": {entity.Phone},
		"email": {entity.Email}, "wish": {entity.Wish}, "employee": {entity.Employee},
	}
	for _, k := range kinds[question] {
		if e, ok := entity.First(found, k); ok {
			return e.Value
		}
	}
	return ""
}

// noAnswer tells "I don't know", "skip" and the like.
func (u *Understanding) noAnswer(t reading.Text) bool {
	s := strings.TrimFunc(string(t.Fold), func(r rune) bool { return !isLetterOrDigit(r) && r != '-' })
	switch s {
	case "", "-", "不知道", "不清楚", "不记得", "不记得了", "记不清", "记不清了", "忘了", "忘记了", "没有", "无", "没", "跳过", "略过", "略", "不想说", "不方便", "不方便说", "不晓得", "我不知道", "我忘了", "没注意", "没看", "找不到", "找不到了", "不确定", "说不好", "随便", "都行", "no", "none", "skip", "don't know", "dont know", "i don't know", "i dont know", "dunno", "idk", "no idea", "not sure", "i'm not sure", "don't remember", "i don't remember", "can't remember", "i can't remember", "i forgot", "forgot", "unknown", "n/a", "na", "pass", "next", "whatever", "not applicable", "i have no idea", "can't say", "don't have it", "i don't have it", "не знаю", "не помню", "пропустить", "нет", "weet ik niet", "geen idee", "weiß nicht", "je ne sais pas", "no sé", "no lo sé", "não sei":
		return true
	}
	return false
}

func tidyAnswer(t reading.Text) string {
	s := strings.Join(strings.Fields(string(t.Raw)), " ")
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("。.，,!！;；~", r)
	})
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// withEntities adds the facts that entities show: an employee named, money in dispute,
// short measure.
func withEntities(fs []complaint.Fact, found []entity.Entity, t reading.Text) []complaint.Fact {
	if e, ok := entity.First(found, entity.Employee); ok {
		fs = append(fs, complaint.Fact{Name: complaint.FactEmployee, Words: t.Words(e.Start, e.End)})
	}
	if e, ok := entity.First(found, entity.Quantity); ok {
		fs = append(fs, complaint.Fact{Name: complaint.FactQuantity, Words: t.Words(e.Start, e.End), Count: int(e.Number)})
	}
	if e, ok := entity.First(found, entity.Amount); ok && disputed(t, found) {
		fs = append(fs, complaint.Fact{Name: complaint.FactMoney, Words: t.Words(e.Start, e.End)})
	}
	return fs
}

// disputed tells that the amount is claimed or contested.
func disputed(t reading.Text, found []entity.Entity) bool {
	if e, ok := entity.First(found, entity.Wish); ok && (e.Value == entity.Refund || e.Value == entity.Compensation) {
		return true
	}
	s := string(t.Fold)
	for _, w := range []string{"退", "赔", "多收", "多扣", "扣了", "扣款", "乱收", "收费", "损失", "押金", "refund", "charge", "owe", "compensat", "money back", "deposit", "fee", "paid", "cost me"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
