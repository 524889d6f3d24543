package sqlstore

import (
	"slices"

	"redress/flows/complaint"
)

// cleanEvent returns ev as it is stored: every text valid, the time in UTC microseconds. The
// original is left alone.
func cleanEvent(ev complaint.Event) complaint.Event {
	ev.Source = clean(ev.Source)
	ev.At = moment(micros(ev.At))
	ev.Chat.Title = clean(ev.Chat.Title)
	ev.From = cleanPerson(ev.From)
	ev.Raw = clean(ev.Raw)
	if ev.Member != nil {
		p := cleanPerson(*ev.Member)
		ev.Member = &p
	}
	if ev.Press != nil {
		p := *ev.Press
		p.ID, p.Data = clean(p.ID), clean(p.Data)
		ev.Press = &p
	}
	if ev.Message != nil {
		m := cleanIncoming(*ev.Message)
		ev.Message = &m
	}
	return ev
}

func cleanPerson(p complaint.Person) complaint.Person {
	p.Name, p.Username, p.Language = clean(p.Name), clean(p.Username), clean(p.Language)
	return p
}

func cleanIncoming(m complaint.Incoming) complaint.Incoming {
	m.Text, m.Album, m.Unsupported = clean(m.Text), clean(m.Album), clean(m.Unsupported)
	if m.ReplyFrom != nil {
		p := cleanPerson(*m.ReplyFrom)
		m.ReplyFrom = &p
	}
	m.Attachments = slices.Clone(m.Attachments)
	for i := range m.Attachments {
		a := &m.Attachments[i]
		a.FileID, a.Name, a.MIME, a.Text = clean(a.FileID), clean(a.Name), clean(a.MIME), clean(a.Text)
	}
	return m
}
