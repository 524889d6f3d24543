package complaint

import (
	"cmp"
	"time"
)

// inChat is how a complaint comes that the customer told the bot.
const inChat = "chat"

// Way is how the complaint reached us: chat, phone, email, letter, visit, forum or book.
func (c *Complaint) Way() string { return cmp.Or(c.Channel, inChat) }

// Absent reports whether the customer is not in the chat: staff took the complaint down, and
// tell them what there is to tell.
func (c *Complaint) Absent() bool { return c.Customer&absent != 0 }

// absent marks the made-up user ids of customers who are not in the chat. Telegram's ids have
// fewer bits.
const absent = int64(1) << 59

// AbsentCustomer is the id under which a customer who is not in the chat is kept; n tells them
// apart.
func AbsentCustomer(n int64) int64 { return absent | n }

// Received is when the complaint reached us: when it was filed, or before.
func (c *Complaint) Received() time.Time {
	if c.ReceivedAt.IsZero() {
		return c.FiledAt
	}
	return c.ReceivedAt
}
