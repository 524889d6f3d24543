package sqlstore

import (
	"cmp"
	"slices"

	"redress/flows"
	"redress/flows/complaint"
)

const (
	oldestLines = 5
	urgentLines = 20
)

// figures counts a period. The states at the cut-off (zero: the end of the period) are taken
// from the history where a complaint has changed since, so that the same cut-off gives the
// same numbers on any later day.
func figures(q *conn, p flows.Period) (*complaint.Figures, error) {
	if p.CutOff.IsZero() {
		p.CutOff = p.To
	}
	f := &complaint.Figures{From: p.From, To: p.To, CutOff: p.CutOff}
	from, to := micros(p.From), micros(p.To)
	if _, err := q.row(`
		SELECT COUNT(*) FROM complaints WHERE number IS NOT NULL AND filed_at >= $1 AND filed_at < $2`,
		args(from, to), &f.Received); err != nil {
		return nil, err
	}
	if _, err := q.row(`
		SELECT COUNT(*) FROM (
			SELECT complaint AS id FROM history
			WHERE action IN ('confirm', 'lapse', 'decline', 'withdraw') AND at >= $1 AND at < $2
			UNION
			SELECT id FROM complaints
			WHERE number IS NOT NULL AND status IN ('closed', 'declined', 'withdrawn')
				AND closed_at > 0 AND closed_at >= $1 AND closed_at < $2
		) AS ended`, args(from, to), &f.Closed); err != nil {
		return nil, err
	}
	var err error
	if f.Ratings, err = collect(q, scanInt, `
		SELECT result FROM surveys WHERE result > 0 AND at >= $1 AND at < $2 ORDER BY at, complaint`, from, to); err != nil {
		return nil, err
	}
	matters, err := openAt(q, micros(p.CutOff))
	if err != nil {
		return nil, err
	}
	count(f, matters)
	return f, nil
}

func scanInt(row scanner) (n int, err error) {
	err = row.Scan(&n)
	return n, err
}

// matter is a complaint that was open at the cut-off, as it was then.
type matter struct {
	complaint.Line
	overdue int
}

// openAt returns the complaints that were open at a time.
func openAt(q *conn, to int64) ([]matter, error) {
	all, err := collect(q, scanMatter, `
		SELECT c.id, c.number, COALESCE(h.severity, c.severity), COALESCE(h.status, c.status), c.category, c.summary,
			c.owner_name, c.filed_at,
			COALESCE((SELECT MIN(k.due) FROM clocks k
				WHERE k.complaint = c.id AND k.due > 0 AND k.started < $1 AND (k.met = 0 OR k.met >= $1)), 0),
			(SELECT COUNT(*) FROM clocks k
				WHERE k.complaint = c.id AND k.started < $1 AND k.due > 0 AND k.due < $1 AND (k.met = 0 OR k.met >= $1))
		FROM complaints c LEFT JOIN history h ON c.updated_at >= $1 AND h.complaint = c.id
			AND h.n = (SELECT MAX(n) FROM history WHERE complaint = c.id AND at < $1)
		WHERE c.number IS NOT NULL AND c.filed_at < $1
			AND (c.open_rank > 0 OR c.updated_at >= $1)
		ORDER BY c.filed_at, c.id`, to)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(m matter) bool { return !m.Status.Open() }), nil
}

func scanMatter(row scanner) (m matter, err error) {
	var filed, due int64
	err = row.Scan(&m.ID, &m.Number, &m.Severity, &m.Status, &m.Category, &m.Summary, &m.OwnerName, &filed, &due, &m.overdue)
	m.FiledAt, m.Due = moment(filed), moment(due)
	return m, err
}

// count fills in what follows from the complaints open at the cut-off, given oldest first.
func count(f *complaint.Figures, open []matter) {
	f.Open = len(open)
	for _, m := range open {
		f.Overdue += m.overdue
		if m.Status == complaint.Filed {
			f.Unclaimed++
		}
		if m.Severity == complaint.P1 {
			f.Emergency++
		}
		if len(f.Oldest) < oldestLines {
			f.Oldest = append(f.Oldest, m.Line)
		}
		if m.Severity == complaint.P1 || m.Severity == complaint.P2 || m.overdue > 0 {
			f.Urgent = append(f.Urgent, m.Line)
		}
	}
	slices.SortStableFunc(f.Urgent, func(a, b complaint.Line) int { return cmp.Compare(rank(a.Severity), rank(b.Severity)) })
	f.Urgent = f.Urgent[:min(len(f.Urgent), urgentLines)]
}

// rank orders severities, gravest first and ungraded last.
func rank(s complaint.Severity) int {
	if s == 0 {
		return 9
	}
	return int(s)
}
