// Package bench measures the program from outside: a small stand-in for Telegram in this
// process, invented people who write and press, and the bot as a process of its own that is
// reached over HTTP only. The stand-in does no more than it must, so that what is measured is
// the bot; whether the bot behaves is shown elsewhere, against the faithful fake server.
package bench
