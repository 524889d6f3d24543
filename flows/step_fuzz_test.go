package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// FuzzStep lets two customers and three people of the staff do anything in any order. Nothing
// may panic, every word of a customer is kept, complaints are numbered once and never lose
// their number, and every change of status is one the table allows.
func FuzzStep(f *testing.F) {
	p, err := policy.Pack("generic")
	if err != nil {
		f.Fatal(err)
	}
	words, err := texts.Load()
	if err != nil {
		f.Fatal(err)
	}
	understand := understanding(p)
	f.Add([]byte{0, 2, 5, 60, 61, 62}, "my invoice 4711 is wrong, please refund it")
	f.Add([]byte{0, 5, 2, 80, 12, 100, 101, 13, 14, 44}, "楼道里煤气味很重，我妈头晕站不住了")
	f.Add([]byte{6, 7, 8, 9, 10, 11, 5, 5, 30, 31, 32, 33, 34}, "/status 2026-0001")
	f.Add([]byte{200, 6, 100, 101, 103, 6, 100, 106, 110, 109, 112, 107, 201, 120, 121}, "/file letter my invoice 4711 is wrong, please refund it")
	f.Add([]byte{200, 6}, "/file 0")
	f.Fuzz(func(t *testing.T, acts []byte, text string) {
		if len(acts) > 60 || len(text) > 4000 {
			return
		}
		w := newWorld(&flows.Desk{Policy: p, Texts: words}, understand, time.Date(2026, 11, 23, 10, 0, 0, 0, p.Zone()))
		w.org.Staff = complaint.Binding{Desk: complaint.StaffDesk, Chat: staffChat, Forum: true}
		w.org.Managers = complaint.Binding{Desk: complaint.ManagersDesk, Chat: managerChat}
		w.org.People = []complaint.Staff{{ID: 21, Name: "Li", Role: complaint.RoleStaff}, {ID: 23, Name: "Otto", Role: complaint.RoleOwner}}
		m := mayhem{t: t, w: w, text: text, before: map[string]complaint.Complaint{}}
		for _, act := range acts {
			m.do(int(act))
			m.check()
		}
	})
}

// mayhem does what a byte says and checks what must hold afterwards.
type mayhem struct {
	t      *testing.T
	w      *world
	text   string
	id     int64
	said   []string // ids of messages that must be on record
	before map[string]complaint.Complaint
}

func (m *mayhem) do(act int) {
	who := complaint.Person{ID: int64(11 + act%2), Name: "Anna"}
	switch {
	case act < 5:
		m.write(private(who), who, m.text, nil)
	case act < 8:
		m.w.pass(time.Duration(act-4) * 7 * time.Second)
	case act < 10:
		m.w.pass(time.Duration(act-7) * 30 * time.Hour)
	case act < 20:
		commands := []string{"/start", "/status", "/mine", "/withdraw", "/new", "/cancel", "/language zh", "cancel", "yes", "thanks"}
		m.write(private(who), who, commands[act-10], nil)
	case act < 24:
		m.write(private(who), who, "", []complaint.Attachment{{Kind: "photo"}})
	case act < 100:
		m.pressAny(who.ID, who, act)
	case act < 200:
		staff := complaint.Person{ID: int64(21 + act%3), Name: "Li"}
		m.pressAny(staffChat, staff, act)
	default:
		staff := complaint.Person{ID: int64(21 + act%3), Name: "Li"}
		m.id++
		m.w.happen(complaint.Event{Kind: complaint.Said, Chat: complaint.Chat{ID: staffChat, Kind: complaint.Group, Forum: true},
			Thread: int64(101 + act%2), From: staff, Message: &complaint.Incoming{ID: m.id, Text: m.text}})
	}
}

func (m *mayhem) write(chat complaint.Chat, who complaint.Person, text string, files []complaint.Attachment) {
	m.id++
	m.w.happen(complaint.Event{Kind: complaint.Said, Chat: chat, From: who,
		Message: &complaint.Incoming{ID: m.id, Text: text, Attachments: files}})
	if text == m.text && !strings.HasPrefix(strings.TrimSpace(text), "/") && !m.isWord(text) {
		m.said = append(m.said, ref(chat.ID, m.id))
	}
}

// isWord reports whether a text is one that stands for a button, and so is not kept.
func (m *mayhem) isWord(text string) bool {
	word := strings.ToLower(strings.Trim(strings.TrimSpace(text), "。.!！ "))
	for _, lang := range m.w.desk.Texts.Languages() {
		for _, list := range []string{"words_cancel", "words_yes", "words_no"} {
			if slices.Contains(strings.Split(m.w.desk.Texts.In(lang).Str(list), ","), word) {
				return true
			}
		}
	}
	return false
}

func (m *mayhem) pressAny(chat int64, who complaint.Person, n int) {
	var all []complaint.Press
	for _, p := range m.w.chats[chat] {
		for _, b := range slices.Concat(p.o.Buttons...) {
			all = append(all, complaint.Press{ID: "p", Data: b.Data, MessageID: p.id})
		}
	}
	if len(all) == 0 {
		return
	}
	kind := complaint.Private
	if chat < 0 {
		kind = complaint.Group
	}
	press := all[len(all)-1-n%len(all)]
	m.w.happen(complaint.Event{Kind: complaint.Pressed, Chat: complaint.Chat{ID: chat, Kind: kind, Forum: chat == staffChat}, From: who, Press: &press})
}

func (m *mayhem) check() {
	for _, id := range m.said {
		if !slices.ContainsFunc(m.w.messages, func(msg complaint.Message) bool { return msg.ID == id && m.w.complaints[msg.Complaint] != nil }) {
			m.t.Fatalf("message %s is on no record", id)
		}
	}
	numbers := map[string]string{}
	for id, c := range m.w.complaints {
		if c.Number != "" && numbers[c.Number] != "" {
			m.t.Fatalf("%s is the number of two complaints", c.Number)
		}
		numbers[c.Number] = id
		old, ok := m.before[id]
		if ok && old.Number != "" && old.Number != c.Number {
			m.t.Fatalf("%s became %s", old.Number, c.Number)
		}
		if ok && old.Status != c.Status && !legal(old.Status, c.Status) {
			m.t.Fatalf("%s went from %s to %s", c.Number, old.Status, c.Status)
		}
		if c.Status.Open() == (c.Number == "") {
			m.t.Fatalf("a %s complaint has the number %q", c.Status, c.Number)
		}
		if (c.Status == complaint.Claimed || c.Status == complaint.Waiting) && c.Owner == 0 {
			m.t.Fatalf("%s is %s and nobody's", c.Number, c.Status)
		}
		m.before[id] = *c.Clone()
	}
}

// legal reports whether one or two moves of the table lead from a to b; one event may do two
// things, such as filing an emergency and closing it.
func legal(a, b complaint.Status) bool {
	for _, first := range complaint.Transitions() {
		if !slices.Contains(first.From, a) {
			continue
		}
		if first.To == b || b == complaint.Filed && first.To == complaint.Claimed {
			return true
		}
		for _, second := range complaint.Transitions() {
			if slices.Contains(second.From, first.To) && second.To == b {
				return true
			}
		}
	}
	return false
}
