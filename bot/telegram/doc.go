// Package telegram is all knowledge of the Telegram Bot API: it takes updates in without losing
// one ([Gate], [Webhook]), turns them into events ([Convert]), turns rich text into Telegram's
// entities ([Render]) and tries parcels ([Sender]). Telegram's types end here.
package telegram
