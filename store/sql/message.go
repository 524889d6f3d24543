package sqlstore

import "redress/flows/complaint"

// saveMessage adds a message or replaces the one with its ID, and makes a reply to it one
// about its complaint. A delivery state that is known is not forgotten.
func saveMessage(q *conn, m complaint.Message) error {
	edits, err := encode(m.Edits)
	if err != nil {
		return err
	}
	attachments, err := encode(m.Attachments)
	if err != nil {
		return err
	}
	err = q.send(`
		INSERT INTO messages (id, complaint, direction, chat, message_id, author, text, edits, attachments, album,
			forwarded, unsupported, delivery, at, folded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
		ON CONFLICT (id) DO UPDATE SET complaint = excluded.complaint, direction = excluded.direction,
			chat = excluded.chat, message_id = excluded.message_id, author = excluded.author, text = excluded.text,
			edits = excluded.edits, attachments = excluded.attachments, album = excluded.album,
			forwarded = excluded.forwarded, unsupported = excluded.unsupported, at = excluded.at, folded = excluded.folded,
			delivery = CASE WHEN excluded.delivery = '' THEN messages.delivery ELSE excluded.delivery END`,
		m.ID, m.Complaint, string(m.Direction), m.Chat, m.MessageID, m.Author, clean(m.Text), edits, attachments,
		clean(m.Album), bit(m.Forwarded), clean(m.Unsupported), string(m.Delivery), micros(m.At), foldMessage(m))
	if err != nil {
		return err
	}
	return refer(q, m.Chat, m.MessageID, m.Complaint)
}

// foldMessage is all that was ever said in a message, for searching.
func foldMessage(m complaint.Message) string {
	parts := []string{m.Text}
	for _, e := range m.Edits {
		parts = append(parts, e.Text)
	}
	for _, a := range m.Attachments {
		parts = append(parts, a.Name)
	}
	return fold(parts...)
}

// refer notes that a message of a chat is about a complaint.
func refer(q *conn, chat, message int64, complaint string) error {
	if chat == 0 || message == 0 || complaint == "" {
		return nil
	}
	err := q.send(`
		INSERT INTO refs (chat, message_id, complaint) VALUES ($1, $2, $3)
		ON CONFLICT (chat, message_id) DO UPDATE SET complaint = excluded.complaint`, chat, message, complaint)
	return err
}

func readMessages(q *conn, id string) ([]complaint.Message, error) {
	return collect(q, scanMessage, `
		SELECT id, complaint, direction, chat, message_id, author, text, edits, attachments, album, forwarded,
			unsupported, delivery, at
		FROM messages WHERE complaint = $1 ORDER BY at, message_id, id`, id)
}

func scanMessage(row scanner) (m complaint.Message, err error) {
	var edits, attachments string
	var at int64
	err = row.Scan(&m.ID, &m.Complaint, &m.Direction, &m.Chat, &m.MessageID, &m.Author, &m.Text, &edits, &attachments,
		&m.Album, &m.Forwarded, &m.Unsupported, &m.Delivery, &at)
	if err != nil {
		return m, err
	}
	m.At = moment(at)
	if err := decode(edits, &m.Edits); err != nil {
		return m, err
	}
	return m, decode(attachments, &m.Attachments)
}
