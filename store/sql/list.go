package sqlstore

import (
	"strconv"
	"strings"

	"redress/flows"
	"redress/flows/complaint"
)

const (
	listLimit = 50     // lines, when nothing else is asked for
	wordLimit = 8      // words searched for
	wordReach = 20_000 // complaints searched through: the newest, or of the open ones the gravest
)

// list answers a wish for complaints, gravest and oldest first. Drafts are not in it.
func list(q *conn, l flows.List, desks []complaint.Desk) ([]complaint.Line, error) {
	var b query
	b.add(`SELECT c.id, c.number, c.severity, c.status, c.category, c.summary, c.owner_name, c.filed_at `)
	words := strings.Fields(fold(l.Words))
	if len(words) > 0 {
		b.add(`FROM (SELECT * FROM complaints WHERE number IS NOT NULL ORDER BY filed_at DESC LIMIT `, wordReach, `) c `)
	} else if len(desks) > 0 && l.Open {
		b.add(`FROM (SELECT * FROM complaints WHERE open_rank > 0 ORDER BY open_rank, filed_at, id LIMIT `, wordReach, `) c `)
	} else {
		b.add(`FROM complaints c `)
	}
	b.add(`WHERE c.number IS NOT NULL AND c.status NOT IN ('draft', 'cancelled') `)
	if l.Open {
		b.add(`AND c.open_rank > 0 `)
	}
	if l.Ended {
		b.add(`AND c.status IN ('closed', 'declined') `)
	}
	if l.Owner != 0 {
		b.add(`AND c.owner = `, l.Owner, ` `)
	}
	b.atDesks(desks)
	for _, word := range words[:min(len(words), wordLimit)] {
		pattern := likePattern(word)
		b.add(`AND (c.folded LIKE `, pattern, ` ESCAPE '\' OR EXISTS (
			SELECT 1 FROM messages m WHERE m.complaint = c.id AND m.folded LIKE `, pattern, ` ESCAPE '\')) `)
	}
	limit := l.Limit
	if limit <= 0 {
		limit = listLimit
	}
	if l.Open {
		b.add(`ORDER BY c.open_rank, c.filed_at, c.id LIMIT `, limit)
	} else if l.Ended {
		b.add(`ORDER BY c.closed_at DESC, c.id LIMIT `, limit)
	} else {
		b.add(`ORDER BY CASE c.severity WHEN 0 THEN 9 ELSE c.severity END, c.filed_at, c.id LIMIT `, limit)
	}
	lines, err := collect(q, scanLine, b.text.String(), b.args...)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		if err := fillDue(q, &lines[i]); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// atDesks keeps the complaints those desks are in charge of, if there are any. Inside a body
// only the key itself stands like this: quotation marks in people's words are escaped.
func (b *query) atDesks(desks []complaint.Desk) {
	before := `AND (`
	for _, d := range desks {
		b.add(before+`c.body LIKE `, likePattern(`"Desk":"`+string(d)+`"`), ` ESCAPE '\' `)
		before = `OR `
	}
	if len(desks) > 0 {
		b.add(`) `)
	}
}

// desksAt are the desks whose group a chat is; none for the staff group and the managers'
// chat, from where everything is seen.
func desksAt(org flows.Org, chat int64) (desks []complaint.Desk) {
	for _, b := range org.Bindings() {
		if b.Chat != chat || chat == 0 {
			continue
		}
		if b.Desk == complaint.StaffDesk || b.Desk == complaint.ManagersDesk {
			return nil
		}
		desks = append(desks, b.Desk)
	}
	return desks
}

// fillDue notes the next deadline that runs.
func fillDue(q *conn, l *complaint.Line) error {
	var due int64
	_, err := q.row(`SELECT COALESCE(MIN(due), 0) FROM clocks WHERE complaint = $1 AND met = 0 AND due > 0`, args(l.ID), &due)
	l.Due = moment(due)
	return err
}

// likePattern matches texts that contain word, whatever characters it has.
func likePattern(word string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
}

func scanLine(row scanner) (l complaint.Line, err error) {
	var filed int64
	err = row.Scan(&l.ID, &l.Number, &l.Severity, &l.Status, &l.Category, &l.Summary, &l.OwnerName, &filed)
	l.FiledAt = moment(filed)
	return l, err
}

// query is a statement being put together: text and arguments in turn.
type query struct {
	text strings.Builder
	args []any
}

// add appends text, argument, text, … : every second part is a parameter.
func (b *query) add(parts ...any) {
	for i, part := range parts {
		if i%2 == 0 {
			b.text.WriteString(part.(string))
			continue
		}
		b.args = append(b.args, part)
		b.text.WriteString("$" + strconv.Itoa(len(b.args)))
	}
}
