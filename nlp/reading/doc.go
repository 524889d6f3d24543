// Package reading turns a customer's words into a form that rules can match: folded rune by
// rune, so that every match points back at the words as written, and cut into clauses. It
// also says in which language the words are.
package reading
