package nlp

import (
	"context"
	"strings"
	"unicode/utf8"

	"redress/flows/complaint"
	"redress/nlp/llm"
	"redress/nlp/redact"
)

// Writer drafts a reply, and reads a day's figures. Its text is checked, never trusted.
type Writer interface {
	Write(ctx context.Context, l llm.Letter) (string, error)
	Comment(ctx context.Context, d llm.Commentary) (string, error)
}

// Bounds of a draft, in runes.
const (
	shortestDraft = 15
	longestDraft  = 1200
)

// Draft asks the model for a reply that a person will read first. It returns "" when there is
// no model, when it does not answer in time, and when what it wrote cannot be used: it then
// names numbers nobody told it, personal data that never was, or is no text for a customer.
func (u *Understanding) Draft(ctx context.Context, w complaint.Writing) string {
	if u.writer == nil || u.suspicious(u.reader.Read(strings.Join(w.Words, "\n"))) {
		return ""
	}
	var vault redact.Vault
	mask := func(texts []string) []string {
		out := make([]string, len(texts))
		for i, t := range texts {
			out[i] = vault.Redact(t)
		}
		return out
	}
	letter := llm.Letter{Language: w.Language, Words: mask(w.Words), Replies: mask(w.Replies), Plain: vault.Redact(w.Plain),
		Cases: mask(w.Cases), Norms: w.Norms, Customer: w.Customer}
	text, err := u.writer.Write(ctx, letter)
	if err != nil {
		u.log.Info("the plain draft stands", "reason", err.Error())
		return ""
	}
	if vault.Left(text) {
		return ""
	}
	text = strings.TrimSpace(vault.Restore(text))
	if n := utf8.RuneCountInString(text); n < shortestDraft || n > longestDraft || strings.ContainsAny(text, "<{`") ||
		!numbersFrom(text, strings.Join(w.Words, "\n")+"\n"+w.Plain+"\n"+strings.Join(w.Replies, "\n")) {
		return ""
	}
	return text
}

// numbersFrom reports whether every number of a text stands in its source.
func numbersFrom(text, source string) bool {
	known := map[string]bool{}
	for _, n := range numbers(source) {
		known[n] = true
	}
	for _, n := range numbers(text) {
		if !known[n] {
			return false
		}
	}
	return true
}
