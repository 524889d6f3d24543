// Package sandbox is the browser page of `redress play`: the faces of two customers, a staff
// group and a managers' chat, drawn from a fake Telegram, with a clock that can be moved and
// stories that play themselves.
//
// The page knows nothing of the bot. It shows what telegramtest holds and lets a visitor do
// what people can do in Telegram; the bot behind it is the real one. Everything is rendered
// here; the browser gets a note that something changed and fetches the stage again.
package sandbox
