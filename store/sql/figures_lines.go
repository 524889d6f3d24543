package sqlstore

import (
	"strings"

	"redress/flows"
	"redress/flows/complaint"
)

const screen = 20 // lines of one kind

// lines fills in the complaints behind the states, a screen of each.
func (c *count) lines() error {
	for _, l := range []struct {
		into *[]complaint.Line
		of   string
	}{
		{&c.Urgent, flows.BehindUrgent}, {&c.Late, flows.BehindOverdue}, {&c.Next, flows.BehindSoon},
		{&c.Oldest, flows.BehindOpen}, {&c.Waiting, flows.BehindUnclaimed}, {&c.Approval, flows.BehindApproval},
	} {
		var err error
		if *l.into, err = c.behind(l.of, 0, screen); err != nil {
			return err
		}
	}
	return nil
}

// behind lists the complaints that a number of the figures counts, as they stood then; the
// n-th topic, where it is about topics.
func (c *count) behind(of string, n, limit int) ([]complaint.Line, error) {
	b := &query{}
	b.add(`SELECT s.complaint, c.number, s.severity, s.status, s.category, c.summary, CASE WHEN s.owner = 0 THEN '' ELSE
		COALESCE((SELECT p.name FROM staff p WHERE p.id = s.owner AND p.name <> ''), CASE WHEN c.owner = s.owner THEN c.owner_name ELSE '' END) END,
		s.filed, `)
	c.due(b)
	b.add(`AS due FROM (SELECT s.complaint, s.since, s.severity, s.filed, `)
	c.sortable(b, of)
	b.add(`WHERE s.merged = 0 AND (`, c.desk, ` = '' OR s.desk = `, c.desk, `) `)
	order, err := c.narrow(b, of, n)
	if err != nil {
		return nil, err
	}
	b.add(`ORDER BY `+order+`s.filed, s.complaint LIMIT `, limit, `) t JOIN standings s ON s.complaint = t.complaint AND s.since = t.since JOIN complaints c ON c.id = t.complaint
		ORDER BY `+strings.Replace(order, "due", "t.due", 1)+`s.filed, s.complaint`)
	return collect(c.q, func(row scanner) (l complaint.Line, err error) {
		var filed, due int64
		err = row.Scan(&l.ID, &l.Number, &l.Severity, &l.Status, &l.Category, &l.Summary, &l.OwnerName, &filed, &due)
		l.FiledAt, l.Due = moment(filed), moment(due)
		return l, err
	}, b.text.String(), b.args...)
}

// due is the deadline of s that ran out first, or will, among those not met at the cut-off.
func (c *count) due(b *query) {
	b.add(`COALESCE((SELECT MIN(k.due) FROM clocks k WHERE k.complaint = s.complaint AND k.due > 0 AND k.started < `, c.at, ` AND k.born < `, c.at,
		` AND (k.met = 0 OR k.met >= `, c.at, `)), 0) `)
}

// sortable adds what is listed, with the deadlines of those that are listed by them. The || has
// SQLite walk over what is open once, instead of looking up each complaint by itself.
func (c *count) sortable(b *query, of string) {
	from, to := int64(0), c.at
	switch of {
	case flows.BehindOverdue:
	case flows.BehindSoon:
		from, to = c.at, c.at+day
	default:
		b.add(`0 AS due FROM standings s `)
		return
	}
	b.add(`k.due AS due FROM standings s JOIN (SELECT r.complaint, MIN(r.due) AS due FROM (`)
	c.running(b, `k.complaint, k.due`, to)
	b.add(`) r GROUP BY r.complaint HAVING MAX(r.due) >= `, from, `) k ON k.complaint = (s.complaint || '') `)
}

const gravest = `CASE s.severity WHEN 0 THEN 9 ELSE s.severity END, `

// narrow adds the condition of one number, and says what its list is ordered by first.
func (c *count) narrow(b *query, of string, n int) (order string, err error) {
	if open, order := openCondition(of); open != "" {
		b.add(`AND s.active = 1 AND s.until >= `, c.at, ` AND +s.since < `, c.at, ` `)
		c.condition(b, open)
		return order, nil
	}
	b.add(`AND s.since < `, c.known, ` AND s.until >= `, c.known, ` `)
	switch of {
	case flows.BehindReceived:
		b.add(`AND s.filed >= `, c.from, ` AND s.filed < `, c.to, ` `)
	case flows.BehindClosed:
		b.add(`AND s.complaint IN (SELECT e.complaint FROM standings e WHERE e.closed >= `, c.from, ` AND e.closed > 0 AND e.closed < `, c.to,
			` AND e.since < `, c.known, `) `)
	case flows.BehindLow:
		b.add(`AND s.complaint IN (SELECT v.complaint FROM surveys v WHERE v.result > 0 AND v.at >= `, c.from, ` AND v.at < `, c.to,
			` AND (SELECT r.result FROM scores r WHERE r.complaint = v.complaint AND r.at < `, c.known, ` ORDER BY r.at DESC LIMIT 1) <= 2) `)
	case flows.BehindReopened:
		b.add(`AND s.complaint IN (SELECT h.complaint FROM history h WHERE`+marked+`AND h.action IN ('reopen', 'dispute') AND h.at >= `, c.from,
			` AND h.at < `, c.to, ` AND EXISTS (SELECT 1 FROM standings e WHERE e.complaint = h.complaint AND e.until = h.at AND e.active = 0)) `)
	case flows.BehindSecond:
		b.add(`AND s.complaint IN (SELECT c.id FROM complaints c WHERE c.second = 1 AND c.number IS NOT NULL AND c.filed_at >= `, c.from,
			` AND c.filed_at < `, c.to, `) `)
	case flows.BehindPromises:
		b.add(`AND s.valid = 1 AND s.complaint IN (SELECT k.complaint FROM clocks k WHERE k.rule = 'commitment' AND k.due >= `, c.from,
			` AND k.due > 0 AND k.due < `, c.to, ` AND k.due < `, c.known, ` AND +k.born < `, c.known, ` AND (k.met = 0 OR k.met > k.due)) `)
	case flows.BehindBroken:
		b.add(`AND s.valid = 1 AND s.complaint IN (SELECT k.complaint FROM clocks k WHERE k.rule <> 'commitment' AND k.due >= `, c.from,
			` AND k.due > 0 AND k.due < `, c.to, ` AND k.due < `, c.known, ` AND +k.born < `, c.known, ` AND (k.met = 0 OR k.met > k.due)) `)
	case flows.BehindUndelivered:
		b.add(`AND s.complaint IN (SELECT m.complaint FROM messages m WHERE m.direction = 'out' AND m.at >= `, c.from, ` AND m.at < `, c.to,
			` AND m.delivery IN ('retrying', 'blocked', 'failed')) `)
	case flows.BehindTopic:
		return `s.filed DESC, `, c.narrowTopic(b, n)
	default:
		err = complaint.Errorf(complaint.Invalid, "no number of the figures is called %q", of)
	}
	return gravest, err
}

// openCondition is what makes an open complaint part of a number; "" for numbers of another kind.
func openCondition(of string) (condition, order string) {
	switch of {
	case flows.BehindOpen:
		return "1 = 1", ""
	case flows.BehindUrgent:
		return "urgent", gravest
	case flows.BehindGrave:
		return "s.severity IN (1, 2)", gravest
	case flows.BehindUnclaimed:
		return "s.status = 'filed'", ""
	case flows.BehindPaused:
		return "s.status = 'waiting'", ""
	case flows.BehindApproval:
		return "s.proposed = 1", ""
	case flows.BehindLacking:
		return "s.lacking = 1", ""
	case flows.BehindUnanswered:
		return "s.answered = 0", ""
	case flows.BehindOverdue:
		return "1 = 1", gravest + "due, "
	case flows.BehindSoon:
		return "1 = 1", "due, "
	}
	return "", ""
}

// condition adds what openCondition says. The || is that of sortable.
func (c *count) condition(b *query, condition string) {
	if condition != "urgent" {
		b.add(`AND ` + condition + ` `)
		return
	}
	b.add(`AND (s.severity IN (1, 2) OR (s.complaint || '') IN (`)
	c.running(b, `k.complaint`, c.at)
	b.add(`)) `)
}

// running are the limits that run out before a moment and were not met at the cut-off.
func (c *count) running(b *query, columns string, before int64) {
	b.add(`SELECT `+columns+` FROM clocks k WHERE k.met = 0 AND k.due > 0 AND k.due < `, before, ` AND k.started < `, c.at, ` AND +k.born < `, c.at,
		` UNION ALL SELECT `+columns+` FROM clocks k WHERE k.met >= `, c.at, ` AND k.met > 0 AND +k.due > 0 AND +k.due < `, before,
		` AND k.started < `, c.at, ` AND +k.born < `, c.at, ` `)
}

func (c *count) narrowTopic(b *query, n int) error {
	if err := c.topics(); err != nil {
		return err
	}
	if n < 0 || n >= len(c.Topics) {
		return complaint.Errorf(complaint.NotFound, "there is no such topic")
	}
	t := c.Topics[n]
	b.add(`AND s.valid = 1 AND s.filed >= `, c.to-monthBack, ` AND s.filed < `, c.to, ` AND s.category = `, t.Category,
		` AND (`, t.About, ` = '' OR s.about = `, t.About, `) `)
	return nil
}
