package complaint

import (
	"slices"
	"strings"
	"time"
)

// Health is how the installation itself does. Zero numbers are good.
type Health struct {
	Unseen     int       `json:"unseen,omitempty"` // messages for a desk that has no group: nobody sees them
	UnseenFor  Desk      `json:"unseen_for,omitempty"`
	UnseenFrom time.Time `json:"unseen_from,omitzero"`
	Stuck      int       `json:"stuck,omitempty"` // messages that should have been sent long ago
	StuckFrom  time.Time `json:"stuck_from,omitzero"`
	Waiting    int       `json:"waiting,omitempty"` // events that nobody has dealt with for long
	WaitFrom   time.Time `json:"wait_from,omitzero"`
	Failed     int       `json:"failed,omitempty"`    // messages given up in the last day
	Parked     int       `json:"parked,omitempty"`    // events set aside in the last day
	Deliver    string    `json:"deliver,omitempty"`   // why Telegram cannot deliver, in its words
	Unsaved    string    `json:"unsaved,omitempty"`   // why there is no backup
	BackupAt   time.Time `json:"backup_at,omitzero"`  // of the last one
	Backups    bool      `json:"backups,omitempty"`   // backups are made
	Received   int       `json:"received,omitempty"`  // complaints of the last seven days
	Closed     int       `json:"closed,omitempty"`    // of the last seven days
	Sent       int       `json:"sent,omitempty"`      // messages of the last seven days
	Open       int       `json:"open,omitempty"`      // complaints now
	Corrupted  int       `json:"corrupted,omitempty"` // complaints whose history was changed behind the bot's back
}

// Wrong names what a person has to look at, "" when there is nothing.
func (h Health) Wrong() string {
	var all []string
	for name, is := range map[string]bool{
		"unseen": h.Unseen > 0, "stuck": h.Stuck > 0, "waiting": h.Waiting > 0, "corrupted": h.Corrupted > 0,
		"deliver": h.Deliver != "", "unsaved": h.Unsaved != "",
	} {
		if is {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return strings.Join(all, "+")
}
