package flows

import (
	"redress/flows/complaint"
)

// showOriginal puts the customer's own words and files into the thread.
func (t *turn) showOriginal() {
	if t.namesColleague() && t.st.Org.Managers.Chat != 0 {
		m := t.desk(complaint.ManagersDesk)
		t.originalTo(m.Say("staff_original_of", "card", t.cardLink(t.c.ID, t.c.Number)), func(o complaint.Outbound) {
			o.Desk = complaint.ManagersDesk
			t.send(o)
		})
		t.answer(t.desk(complaint.StaffDesk).Str("staff_original_elsewhere"))
		return
	}
	t.originalTo(t.desk(complaint.StaffDesk).Say("staff_original"), t.toStaff)
}

func (t *turn) originalTo(head complaint.Rich, send func(complaint.Outbound)) {
	send(complaint.Outbound{Op: complaint.Say, Text: joinLines(head, t.asWritten())})
	for _, ids := range t.filesByAlbum() {
		send(complaint.Outbound{Op: complaint.Copy, CopyFrom: t.filesChat(), CopyIDs: ids})
	}
}

// filesChat is where the customer's files were sent, or those of a letter that staff took down.
func (t *turn) filesChat() int64 {
	for _, m := range t.st.Messages {
		if t.c.Absent() && m.Direction == complaint.In && len(m.Attachments) > 0 {
			return m.Chat
		}
	}
	return t.c.Customer
}

// filesByAlbum groups the messages that carry files, so that albums stay together.
func (t *turn) filesByAlbum() [][]int64 {
	var groups [][]int64
	last := ""
	for _, m := range t.st.Messages {
		if m.Direction != complaint.In || len(m.Attachments) == 0 && m.Unsupported == "" {
			continue
		}
		if n := len(groups); n > 0 && m.Album != "" && m.Album == last {
			groups[n-1] = append(groups[n-1], m.MessageID)
		} else {
			groups = append(groups, []int64{m.MessageID})
		}
		last = m.Album
	}
	return groups
}
