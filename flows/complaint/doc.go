// Package complaint is the vocabulary of the product: what a complaint is, what can
// happen to it, what people say about it and what is said to them. It knows no
// database, no Telegram, no model and no clock; every other package speaks in its terms.
package complaint
