package complaint

import (
	"slices"
	"time"
)

// Figures are the numbers of a report (domain 5.2), of the whole house or of one desk. What
// happened is counted in [From, To), how things stand at CutOff, both by what was on record
// before Known: with the same four times they are the same on any later day. A complaint that
// was merged into another does not count from the moment it was merged.
type Figures struct {
	From, To time.Time
	CutOff   time.Time
	Known    time.Time
	Desk     Desk // "" the whole house

	Flow
	Stock

	Days   []Day      // the thirty days up to To, oldest first, for a chart
	Topics []Topic    // M22: the hot ones, hottest first
	Kinds  []Tally    // received in the thirty days up to To, by category, most first, of as many the one that came last
	Desks  []DeskLine // when several desks have something
}

// Flow is what happened in the period.
type Flow struct {
	Received int // filed
	Closed   int // complaints that ended, also those opened again since

	Acknowledged Times // M01: filed to the bot's first message that arrived
	FirstReply   Times // M02: filed to the first human message that arrived, by the time of the message
	Gaps         Times // M03: the customer's message to the next human reply, several in a row counting as one
	FirstResult  Times // M04: filed to first resolved
	Resolution   Times // M05: filed to last closed; M06 is the same without Paused

	Limits      []Limit // M07, by limit id, without commitments
	Unlimited   int     // M07: received and never under a limit
	Reopened    int     // complaints opened again in the period
	Second      int     // M10: filed in the period by the same customer about the same matter, after it had been handled
	Validity    []Tally // M21: what ended in the period, by outcome
	Objections  int     // M21: disputes of customers
	Escalated   int     // M20: complaints raised by staff
	Raised      int     // M20: complaints raised by the clock
	Promises    Limit   // M18: what staff promised customers a time for
	Progress    Ratio   // M19: days of complaints open all day and for more than a day, those with a message to the customer first
	Ratings     []int   // M15: the last score given of each survey first answered in the period
	Low         []Score // M15: those of 1 and 2
	Surveyed    Ratio   // M16: answered of delivered
	Claims      Times   // M25: filed to claimed
	Offers      Offers  // M23
	Callbacks   Ratio   // M24: called back of closed with a callback on record or owed
	Fallbacks   int     // M26: filed with the local understanding alone
	Undelivered int     // M26: replies of the period that have not arrived

	Valid  Ratio // M12: closed valid of carried-over and received valid ones
	Cohort Ratio // M12: received valid in the period and ended by Known
	Done   Ratio // M13: ended of those received and accepted in the period
	Solved Ratio // M14: closed as resolved or agreed of closed valid ones

	// Back is M09 over the thirty days up to To: reopened within fourteen days of those closed.
	// It is final fourteen days after To and preliminary until then.
	Back      Ratio
	BackAgain int   // M09b: of these, more than once
	Repeat    Ratio // M17: people with two or more valid complaints in ninety days of those with any
}

// Stock is how things stand at the cut-off.
type Stock struct {
	Open         int    // M11
	Paused       int    // M11: of these, waiting for the customer
	Ages         [5]int // M11: up to a day, three days, a week, thirty days, more
	AgeMedian    time.Duration
	AgeP90       time.Duration
	OldestSince  time.Time // when the oldest open one was filed
	Overdue      int       // M08: open complaints with a limit that has passed
	OverdueRuns  int       // M08: such limits
	Soon         int       // open complaints with a limit that ends within a day
	Unclaimed    int       // M25
	UnclaimedAt  time.Time // M25: when the oldest of them was filed
	Unanswered   int       // M02: open, no human reply yet
	UnansweredAt time.Time
	Emergency    int    // open P1
	Grave        int    // open P1 and P2
	Pressing     int    // open P1 and P2, and what is overdue
	Load         []Load // M25: open ones by owner, most first
	Lacking      int    // M26: open ones without a required field
	Parked       int    // M26: events that could not be dealt with

	// Lines, at most a screen of each.
	Urgent   []Line // open P1 and P2, gravest first
	Late     []Line // overdue, gravest first, then longest overdue; Due is what has passed
	Next     []Line // due within a day, soonest first
	Oldest   []Line
	Waiting  []Line // unclaimed, oldest first
	Approval []Line // somebody has to agree before it goes on
}

// Took is how long something took, and how much of that the customer was waited for.
type Took struct {
	From, To time.Time
	Paused   time.Duration
}

// Elapsed is calendar time.
func (t Took) Elapsed() time.Duration { return t.To.Sub(t.From) }

// Net is Elapsed without Paused, never below zero.
func (t Took) Net() time.Duration { return max(0, t.Elapsed()-t.Paused) }

// Times are durations to take the median and percentiles of.
type Times []Took

// Quantile is the smallest length that a share q of all (0 to 1) does not exceed; 0 of none.
// length measures one, such as Took.Elapsed.
func (t Times) Quantile(q float64, length func(Took) time.Duration) time.Duration {
	if len(t) == 0 {
		return 0
	}
	all := make([]time.Duration, len(t))
	for i, one := range t {
		all[i] = length(one)
	}
	slices.Sort(all)
	i := int(q*float64(len(all))+0.999999) - 1
	return all[min(max(i, 0), len(all)-1)]
}

// Limit is how often a limit was kept and broken (M07, M18).
type Limit struct {
	Rule        string // id in the policy
	Met         int
	Breached    int
	Provisional int // of these, beyond the known holidays
}

// Ratio is a part of a whole.
type Ratio struct{ Part, Whole int }

// Percent is the rounded percentage; ok is false when there is nothing to divide by.
func (r Ratio) Percent() (percent int, ok bool) {
	if r.Whole == 0 {
		return 0, false
	}
	return (200*r.Part + r.Whole) / (2 * r.Whole), true
}

// Tally counts what has one id.
type Tally struct {
	ID string
	N  int
}

// Load is what one member of staff has.
type Load struct {
	Owner int64
	Name  string
	Open  int
}

// Score is a rating with the customer's words.
type Score struct {
	ID, Number string
	Result     int
	Comment    string
}

// Offers counts what was proposed to customers (M23). Their value is not on record.
type Offers struct{ Proposed, Approved int }

// Day is one day of a chart. Score is the sum of Ratings scores.
type Day struct {
	Start                  time.Time
	Received, Closed, Open int
	Ratings, Score         int
}

// Topic is a category, or one matter within it, that stands out (M22).
type Topic struct {
	Category string
	About    string   // category and object; "" the category as a whole
	Today    int      // received in the period
	Month    int      // received in thirty days
	People   int      // distinct complainants of these
	Usual    float64  // mean of the same weekday over the four weeks before
	Spike    bool     // Today is above that mean by two standard deviations, and at least three
	Numbers  []string // the newest complaints of it
}

// DeskLine is one desk's share.
type DeskLine struct {
	Desk                                       Desk
	Received, Closed, Open, Overdue, Unclaimed int
}

// Line is one complaint in a list for managers or staff. No names, no words of the customer
// beyond the summary.
type Line struct {
	ID, Number string
	Severity   Severity
	Status     Status
	Category   string
	Summary    string
	OwnerName  string
	FiledAt    time.Time
	Due        time.Time // next running deadline; zero: none
}

// Report is a message with figures as it was sent.
type Report struct {
	ID       string // "digest:<desk>:<day>"
	Job      string
	Desk     Desk
	From, To time.Time
	CutOff   time.Time
	Numbers  map[string]int // what it said, by name
	Text     string
}
