// Package telegramtest is a Bot API server that behaves like Telegram: it keeps chats, messages,
// members, topics and files in memory, validates calls and refuses them in Telegram's own words,
// enforces rate limits, delivers updates by long poll or webhook, and lets a test (or the
// playground page) act as the people on the other side.
//
// One [Server] serves one bot token. The bot's side is plain HTTP, so the real client talks to
// it; the people's side are the methods of [Person], [Talk] and [Group]; what happened is read
// with [Server.Chat], [Server.Snapshot], [Server.Calls] and awaited with [Server.Wait].
//
// Known differences: only the HTML parse mode is understood, files are never fetched from
// URLs, names of topics over 128 characters are refused instead of cut, and a plain http
// webhook is accepted for loopback hosts, as a self-hosted Bot API server does, a method call in
// the answer to a webhook is ignored, and replies stay inside one chat.
package telegramtest
