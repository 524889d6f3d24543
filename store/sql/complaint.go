package sqlstore

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
)

// A complaint is stored as a whole in body, except its clocks; the other columns repeat what
// is searched, and only saveComplaint writes them.

// saveComplaint inserts a complaint of version 0 or replaces the version it was loaded in.
// It fails with complaint.Conflict when that is not the stored version any more.
func saveComplaint(q *conn, c *complaint.Complaint) error {
	c = c.Clone()
	clocks, was := c.Clocks, c.Version
	c.Clocks, c.Version = nil, was+1
	normalise(c)
	if err := writeComplaint(q, c, was); err != nil {
		return err
	}
	if err := saveClocks(q, c.ID, clocks, micros(c.UpdatedAt)); err != nil {
		return err
	}
	if err := saveStanding(q, c); err != nil {
		return err
	}
	if err := saveKeys(q, c); err != nil {
		return err
	}
	return advanceNumber(q, c.Number)
}

func writeComplaint(q *conn, c *complaint.Complaint, was int) error {
	body, err := encode(c)
	if err != nil {
		return err
	}
	number := any(nil)
	if c.Number != "" {
		number = c.Number
	}
	row := args(c.ID, c.Version, number, string(c.Status), string(c.Kind), c.Customer, c.Category, int(c.Severity),
		c.Owner, clean(c.OwnerName), clean(c.Summary), c.Policy, micros(c.CreatedAt), micros(c.FiledAt),
		micros(c.RepliedAt), micros(c.ResolvedAt), micros(c.ClosedAt), micros(c.UpdatedAt), fold(c.Number, c.Summary), body, openRank(c), clean(c.About()),
		bit(c.SummaryBy == "local"), bit(isSecond(c)), callback(c))
	if was == 0 {
		err := q.send(`
			INSERT INTO complaints (id, version, number, status, kind, customer, category, severity, owner, owner_name,
				summary, policy, created_at, filed_at, replied_at, resolved_at, closed_at, updated_at, folded, body, open_rank, about,
				local_only, second, callback, first_reply, first_result)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
				$23, $24, $25, $15, $16)`, row...)
		return err
	}
	n, err := q.exec(`
		UPDATE complaints SET version = $2, number = $3, status = $4, kind = $5, customer = $6, category = $7,
			severity = $8, owner = $9, owner_name = $10, summary = $11, policy = $12, created_at = $13, filed_at = $14,
			replied_at = $15, resolved_at = $16, closed_at = $17, updated_at = $18, folded = $19, body = $20, open_rank = $21, about = $22,
			local_only = $23, second = $24, callback = $25,
			first_reply = CASE WHEN first_reply = 0 THEN $15 ELSE first_reply END,
			first_result = CASE WHEN first_result = 0 THEN $16 ELSE first_result END
		WHERE id = $1 AND version = $26`, append(row, was)...)
	if err == nil && n == 0 {
		err = complaint.Errorf(complaint.Conflict, "complaint %s is not in version %d any more", c.ID, was)
	}
	return err
}

// rank orders severities, gravest first and ungraded last.
func rank(s complaint.Severity) int {
	if s == 0 {
		return 9
	}
	return int(s)
}

// openRank orders open complaints, gravest first and ungraded last; 0: not open.
func openRank(c *complaint.Complaint) int {
	if !c.Status.Open() {
		return 0
	}
	return rank(c.Severity)
}

// normalise brings every time to what can be stored.
func normalise(c *complaint.Complaint) {
	for _, t := range []*time.Time{&c.OwnedAt, &c.SeenAt, &c.Promise, &c.Confirmed, &c.CreatedAt, &c.FiledAt,
		&c.RepliedAt, &c.ResolvedAt, &c.SolvedAt, &c.ClosedAt, &c.ReopenedAt, &c.UpdatedAt, &c.ReceivedAt} {
		*t = moment(micros(*t))
	}
	for i := range c.Tasks {
		for _, t := range []*time.Time{&c.Tasks[i].At, &c.Tasks[i].Due, &c.Tasks[i].DoneAt} {
			*t = moment(micros(*t))
		}
	}
	for i := range c.Steps {
		for _, t := range []*time.Time{&c.Steps[i].At, &c.Steps[i].Due, &c.Steps[i].DoneAt} {
			*t = moment(micros(*t))
		}
	}
	for i := range c.Ladders {
		for _, t := range []*time.Time{&c.Ladders[i].Started, &c.Ladders[i].At, &c.Ladders[i].AckAt} {
			*t = moment(micros(*t))
		}
	}
	for i, p := range c.Pauses {
		c.Pauses[i] = complaint.Pause{From: moment(micros(p.From)), To: moment(micros(p.To))}
	}
}

func readComplaint(q *conn, id string) (*complaint.Complaint, error) {
	var body string
	ok, err := q.row(`SELECT body FROM complaints WHERE id = $1`, args(id), &body)
	if err != nil || !ok {
		return nil, err
	}
	var c complaint.Complaint
	if err := decode(body, &c); err != nil {
		return nil, err
	}
	c.Clocks, err = collect(q, scanClock, `
		SELECT rule, started, due, met, breached, warned, provisional FROM clocks WHERE complaint = $1 ORDER BY n`, id)
	return &c, err
}

func complaintsOf(q *conn, customer int64) ([]complaint.Complaint, error) {
	all, err := collect(q, scanComplaint, `
		SELECT body FROM complaints
		WHERE customer = $1 AND status NOT IN ('draft', 'cancelled')
		ORDER BY filed_at DESC, id DESC LIMIT CAST($2 AS BIGINT)`, customer, mineLimit)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	for i := range all {
		c := &all[i]
		c.Clocks, err = collect(q, scanClock, `
			SELECT rule, started, due, met, breached, warned, provisional FROM clocks WHERE complaint = $1 ORDER BY n`, c.ID)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func scanComplaint(row scanner) (c complaint.Complaint, err error) {
	var body string
	if err := row.Scan(&body); err != nil {
		return c, err
	}
	err = decode(body, &c)
	return c, err
}

// nextNumber is the sequence number that the next complaint filed in year gets.
func nextNumber(q *conn, year int) (int, error) {
	var last int
	_, err := q.row(`SELECT value FROM counters WHERE name = $1`, args(fmt.Sprintf("number:%d", year)), &last)
	return last + 1, err
}

// advanceNumber keeps the counter of the year at or above every number given.
func advanceNumber(q *conn, number string) error {
	year, sequence, _ := strings.Cut(number, "-")
	n, err := strconv.Atoi(sequence)
	if err != nil || n <= 0 {
		return nil
	}
	err = q.send(`
		INSERT INTO counters (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value`, "number:"+year, n)
	return err
}
