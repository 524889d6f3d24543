// Package flows is what the product does: a complaint comes in, is taken down, read back,
// filed, claimed, answered, resolved and rated. It is pure: Step turns what is known and
// what happened into what to change and what to say. Stores load a State and commit a
// Result; nothing here touches a database, a network or a clock.
package flows

import (
	"time"

	"redress/flows/complaint"
)

// Want is what Step needs to see of the records, worked out from the event alone by Wants.
type Want struct {
	Number   string // a complaint by number, as typed or carried by a button
	ID       string // a complaint by id
	Chat     int64  // where Reply, Thread or the customer is
	Reply    int64  // the complaint that this message of Chat is about
	Thread   int64  // the complaint whose forum topic this is
	Customer int64  // the session of this customer, the complaint it is at, and their complaints
	Session  int64  // the session of this chat or person, if not Customer
	Words    bool   // the messages of the complaint, too
	Related  bool   // the complaints of thirty days that may be about the same matter as the complaint
	Similar  bool   // filed complaints that resemble the complaint, in the same category
	Surveyed bool   // when the customer of the complaint was last asked to rate another
	List     *List
	Figures  *Period
	Behind   *Behind // the complaints behind a number of a report, in State.List
}

// List asks for complaints, gravest and oldest first.
type List struct {
	Open  bool   // only open ones
	At    int64  // only what the desks of this chat are in charge of; what the staff group or the managers' chat asks for is not narrowed
	Ended bool   // only those that were handled to an end
	Owner int64  // only this person's
	Words string // only those that contain all these words (number, summary, messages)
	Limit int
}

// Period is a span of time [From, To) of a report; states are those at CutOff (zero: at To), by
// what was on record before Known (zero: before CutOff). Days of the chart begin at midnight in
// the location of From.
type Period struct {
	From, To      time.Time
	CutOff, Known time.Time
	Desk          complaint.Desk // only what this desk had; "" everything
	Chat          int64          // where it was asked for: the group of a desk is told of that desk alone
	Brief         bool           // only what happened, without states, lines, charts and what looks back further
	Daily         bool           // without M12 to M14 and M17, which no digest shows
}

// State is what Step knows when it decides.
type State struct {
	Org       Org
	Actor     complaint.Actor   // who acts in a group; zero for customers
	Session   complaint.Session // zero value for a chat never seen
	Complaint *complaint.Complaint
	Slot      string                // of the bot's message that is replied to (Want.Chat, Want.Reply), as it is shown now; "" for any other
	Messages  []complaint.Message   // of Complaint, oldest first, when wanted
	Mine      []complaint.Complaint // the customer's, newest first, drafts and cancelled left out, at most 50
	List      []complaint.Line      // answer to Want.List
	Accounts                        // Figures is the answer to Want.Figures
	Sheet     *Sheet                // of the regular report that is due
	Rating    *complaint.Rating     // of Complaint, once it was put to the customer
	Surveyed  time.Time             // answer to Want.Surveyed; zero: never
	Related   *Related              // answer to Want.Related, when there is a complaint
	Similar   []Similar             // answer to Want.Similar, the likeliest first
	Cases     []complaint.Complaint // answer to Want.List when it asks for ended ones, the newest first, without clocks
	Number    int                   // the next free number of this year
}

// Related are other filed complaints of the last thirty days: the newest about the same object
// and the newest of the same category, and of ninety days those with nearly the same words,
// each once and bounded in number however many there are. Their clocks are left out.
type Related struct{ Others []complaint.Complaint }

// Similar is a filed complaint that resembles another, with the reasons. Its clocks are left out.
type Similar struct {
	Complaint complaint.Complaint
	Score     float64  // 0 to 1
	Object    string   // what both are about, "" if not known to be one thing
	Words     []string // in common
}

// Org is the organisation as it is set up now.
type Org struct {
	Staff    complaint.Binding // the staff group; Chat 0 while unbound
	Managers complaint.Binding
	Desks    []complaint.Binding // the policy's other desks, as far as they are bound
	People   []complaint.Staff
	SetupKey string // SHA-256, in hex, of the one-time code that binds a chat; "" when used up
	Model    bool   // a language model is configured (for the privacy notice)
	Hears    bool   // a model that writes down voice messages is configured
	Sees     bool   // a model that describes pictures is configured
	Bot      string // the bot's username
}

// Result is everything that one event changes, to be committed in one transaction together
// with "event done". The zero value changes nothing.
type Result struct {
	Session    *complaint.Session
	Complaints []*complaint.Complaint // new ones have Version 0
	Messages   []complaint.Message    // new, or replaced by ID
	History    []complaint.Entry
	Outbox     []complaint.Outbound
	Timers     []complaint.Timer // set or moved by Key; zero At cancels
	Rating     *complaint.Rating
	Labels     []complaint.Label
	Reports    []complaint.Report // as sent; the first of an ID stays
	Bindings   []complaint.Binding
	Staff      []complaint.Staff
	UsedSetup  bool       // the one-time code is spent
	Migrated   *Migration // a group has a new id: rewrite every place that holds the old one
}

// Labelled is a correction with the customer's words it is about, oldest first.
type Labelled struct {
	complaint.Label
	Words []string
}

// Migration is a group that became a supergroup.
type Migration struct{ From, To int64 }
