package flows_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

var update = flag.Bool("update", false, "write what the dialogues say now into testdata")

// TestDialogues plays every conversation in testdata. Lines that begin with ">" are what
// people do; everything below them is what the bot says. See testdata/README.
func TestDialogues(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dialogues in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range ar.Files {
				got := play(t, string(ar.Comment), string(f.Data))
				if *update {
					ar.Files[i].Data = []byte(got)
				} else if got != string(f.Data) {
					t.Errorf("%s differs; run with -update and read the change\n%s", f.Name, diff(string(f.Data), got))
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// diff shows the first lines that differ.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			end := min(len(g), i+12)
			return fmt.Sprintf("line %d\nwant: %s\ngot:\n%s", i+1, w[i], strings.Join(g[i:end], "\n"))
		}
	}
	return fmt.Sprintf("want %d lines, got %d", len(w), len(g))
}

// scene is one dialogue being played.
type scene struct {
	t        *testing.T
	w        *world
	b        strings.Builder
	people   map[string]complaint.Person
	settings map[string]string
	msgs     map[string]int64 // last message of each person
	nextMsg  int64
	seen     map[string][]string // what each message of the bot looked like last
}

const (
	staffChat   = -1001
	managerChat = -1002
	firstDesk   = -2001 // further desks have the next ones
)

func play(t *testing.T, comment, script string) string {
	s := newScene(t, comment)
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, ">") {
			fmt.Fprintln(&s.b, line)
		}
		if do, ok := strings.CutPrefix(line, "> "); ok {
			s.do(do)
		}
	}
	return s.b.String()
}

func newScene(t *testing.T, comment string) *scene {
	s := &scene{t: t, settings: map[string]string{"policy": "generic", "now": "2026-11-23 10:00", "lang": "en", "forum": "yes"},
		msgs: map[string]int64{}, nextMsg: 1, seen: map[string][]string{}}
	for line := range strings.Lines(comment) {
		if k, v, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			s.settings[k] = v
		}
	}
	p, err := policy.Load("policy", []byte(fmt.Sprintf("schema: 1\nversion: 1\nextends: %s\nmedia: {voice: true, photos: true}\n", s.settings["policy"])))
	if s.settings["hears"] != "yes" {
		p, err = policy.Pack(s.settings["policy"])
	}
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", s.settings["now"], p.Zone())
	if err != nil {
		t.Fatal(err)
	}
	lang := s.settings["lang"]
	s.w = newWorld(&flows.Desk{Policy: p, Texts: catalogue}, understanding(p), now)
	s.people = map[string]complaint.Person{
		"Anna": {ID: 11, Name: "Anna", Language: lang}, "Boris": {ID: 12, Name: "Boris", Language: lang},
		"Clara": {ID: 13, Name: "Clara", Language: lang}, "Dan": {ID: 14, Name: "Dan", Language: lang},
		"Li": {ID: 21, Name: "Li", Language: lang}, "Mona": {ID: 22, Name: "Mona", Language: lang},
		"Otto": {ID: 23, Name: "Otto", Language: lang}, "Stranger": {ID: 29, Name: "Stranger", Language: lang},
		"Ghost": {ID: 1087968824, Name: "Group", Anonymous: true},
	}
	if s.settings["bound"] != "no" {
		s.w.org.Staff = complaint.Binding{Desk: complaint.StaffDesk, Chat: staffChat, Forum: s.settings["forum"] == "yes", Language: lang}
		s.w.org.Managers = complaint.Binding{Desk: complaint.ManagersDesk, Chat: managerChat, Language: lang}
		s.w.org.People = []complaint.Staff{{ID: 21, Name: "Li", Role: complaint.RoleStaff},
			{ID: 22, Name: "Mona", Role: complaint.RoleStaff}, {ID: 23, Name: "Otto", Role: complaint.RoleOwner}}
		s.cast()
		s.openDesks(lang)
	}
	s.w.org.Model = s.settings["model"] == "yes"
	s.w.org.Hears, s.w.org.Sees = s.settings["hears"] == "yes", s.settings["hears"] == "yes"
	s.w.listen = func(kind string) string { return s.settings[kind] }
	s.w.org.SetupKey = flows.SetupKey("OPEN-SESAME")
	s.w.out = s.appear
	return s
}

// cast follows the settings "name Li: 李工" and "role Mona: supervisor", and "managers: no".
func (s *scene) cast() {
	for i, p := range s.w.org.People {
		s.w.org.People[i].Name = cmp.Or(s.settings["name "+p.Name], p.Name)
		s.w.org.People[i].Role = complaint.Role(cmp.Or(s.settings["role "+p.Name], string(p.Role)))
	}
	if s.settings["managers"] == "no" {
		s.w.org.Managers = complaint.Binding{}
	}
}

// openDesks gives the desks of the setting "desks: legal, sales" a group each.
func (s *scene) openDesks(lang string) {
	for i, id := range strings.FieldsFunc(s.settings["desks"], func(r rune) bool { return r == ',' || r == ' ' }) {
		s.w.org.Desks = append(s.w.org.Desks, complaint.Binding{Desk: complaint.Desk(id), Chat: firstDesk - int64(i),
			Forum: s.w.org.Staff.Forum, Title: id, Language: lang})
	}
}

// deskChat is the group of a desk named in a script, or 0.
func (s *scene) deskChat(name string) int64 {
	return s.w.org.Binding(complaint.Desk(name)).Chat
}

// do carries out one line of a script: "Anna: words", "Anna sends photo: caption",
// "Anna edits: words", "Anna presses Submit", "Anna skips" (questions, until the read-back),
// "Anna files: words" (says, skips, submits), "Li presses Claim on 2026-0001",
// "Li in 2026-0001: words", "Li in managers: words", "Li in legal:2026-0001: words",
// "Li in legal task 2026-0001: words" (in reply to what the desk is asked), "Li in legal: words", "Anna blocks", "wait 6s", "digest", "sweep" (the nightly look at severities).
func (s *scene) do(line string) {
	s.t.Helper()
	if d, ok := strings.CutPrefix(line, "wait "); ok {
		span, err := time.ParseDuration(d)
		if err != nil {
			s.t.Fatalf("%q: %v", line, err)
		}
		s.w.pass(span)
		return
	}
	if line == "sweep" {
		s.w.sweep()
		return
	}
	if line == "digest" {
		s.w.happen(complaint.Event{Kind: complaint.Tick, Chat: complaint.Chat{ID: managerChat, Kind: complaint.Group},
			Timer: &complaint.Timer{Name: "digest", At: s.w.now}})
		return
	}
	name, rest, _ := strings.Cut(line, " ")
	name, colon := strings.CutSuffix(name, ":")
	who, ok := s.people[name]
	if !ok {
		s.t.Fatalf("%q: who is %q?", line, name)
	}
	verb, words, _ := strings.Cut(rest, " ")
	switch {
	case colon:
		s.say(who, 0, 0, rest, nil)
	case verb == "in":
		s.sayIn(who, words)
	case verb == "sends":
		kind, caption, _ := strings.Cut(words, ": ")
		s.send(who, 0, 0, kind, caption)
	case verb == "edits:":
		s.edit(who, words)
	case verb == "presses":
		s.press(who, words)
	case verb == "skips":
		s.skipAll(who)
	case verb == "files:":
		s.say(who, 0, 0, words, nil)
		s.w.pass(7 * time.Second)
		s.skipAll(who)
		s.pressMeaning(who, "submit")
	case verb == "replies:":
		s.say(who, s.lastPost(who.ID).id, 0, words, nil)
	case verb == "blocks", verb == "unblocks":
		s.w.blocked[who.ID] = verb == "blocks"
		kind := complaint.EventKind(strings.TrimSuffix(verb, "s") + "ed")
		s.w.happen(complaint.Event{Kind: kind, Chat: private(who), From: who})
	default:
		s.t.Fatalf("%q: not understood", line)
	}
}

// skipAll says that it is a complaint if asked, and skips questions until the complaint is read back.
func (s *scene) skipAll(who complaint.Person) {
	for range 5 {
		if s.pressMeaning(who, "kind") == nil && s.pressMeaning(who, "skip") == nil {
			return
		}
	}
}

// pressMeaning presses the button of the last message that does what, if there is one.
func (s *scene) pressMeaning(who complaint.Person, what string) *posted {
	p := s.lastPost(who.ID)
	for _, b := range slices.Concat(p.o.Buttons...) {
		if strings.HasPrefix(b.Data, "d:"+what+":") {
			s.pressed(who, who.ID, p, b)
			return p
		}
	}
	return nil
}

func private(p complaint.Person) complaint.Chat {
	return complaint.Chat{ID: p.ID, Kind: complaint.Private}
}

func (s *scene) isStaff(p complaint.Person) bool { return p.ID >= 20 }

func (s *scene) say(who complaint.Person, reply, thread int64, text string, files []complaint.Attachment) {
	s.nextMsg++
	chat := private(who)
	if s.isStaff(who) {
		chat = complaint.Chat{ID: staffChat, Kind: complaint.Group, Forum: s.w.org.Staff.Forum, Title: "Desk"}
	}
	if thread == managerChat {
		chat, thread = complaint.Chat{ID: managerChat, Kind: complaint.Group}, 0
	}
	s.msgs[who.Name] = s.nextMsg
	m := &complaint.Incoming{ID: s.nextMsg, ReplyTo: reply, Text: strings.ReplaceAll(text, `\n`, "\n"), Attachments: files}
	if who.Name == "Otto" && strings.Contains(text, "/staff") {
		p := s.people["Stranger"]
		m.ReplyFrom = &p
	}
	if len(files) == 2 {
		s.album(who, chat, thread, reply, m, files)
		return
	}
	s.w.happen(complaint.Event{Kind: complaint.Said, Chat: chat, Thread: thread, From: who, Message: m})
}

// album sends two files as two messages of one album.
func (s *scene) album(who complaint.Person, chat complaint.Chat, thread, reply int64, m *complaint.Incoming, files []complaint.Attachment) {
	for i, f := range files {
		part := *m
		part.Attachments, part.Album, part.ReplyTo = []complaint.Attachment{f}, fmt.Sprint("album", m.ID), reply
		if i > 0 {
			s.nextMsg++
			part.ID, part.Text = s.nextMsg, ""
		}
		s.w.happen(complaint.Event{Kind: complaint.Said, Chat: chat, Thread: thread, From: who, Message: &part})
	}
}

// send is a message with a file; "album" is two photos.
func (s *scene) send(who complaint.Person, reply, thread int64, kind, caption string) {
	files := []complaint.Attachment{{Kind: kind, FileID: "file-" + kind}}
	if kind == "album" {
		files = []complaint.Attachment{{Kind: "photo", FileID: "file-1"}, {Kind: "photo", FileID: "file-2"}}
	}
	s.say(who, reply, thread, caption, files)
}

// sayIn writes in a complaint's topic, under its card where there are no topics, in the
// managers' chat or in the group's general topic.
func (s *scene) sayIn(who complaint.Person, where string) {
	s.t.Helper()
	place, words, ok := strings.Cut(where, ": ")
	if !ok {
		s.t.Fatalf("%q: say where and what", where)
	}
	if name, _, _ := strings.Cut(strings.ReplaceAll(place, ":", " "), " "); s.deskChat(name) != 0 && name != string(complaint.ManagersDesk) && name != string(complaint.StaffDesk) {
		s.sayAtDesk(who, name, place, words)
		return
	}
	reply, thread := int64(0), int64(0)
	switch c := s.byNumber(place); {
	case place == "managers":
		thread = managerChat
	case place == "group":
	case c == nil:
		s.t.Fatalf("no complaint %s", place)
	case s.w.org.Staff.Forum:
		thread = topicOf(c)
	default:
		reply = s.w.shown["card:"+c.ID].id
	}
	if kind, ok := strings.CutPrefix(words, "sends "); ok {
		s.send(who, reply, thread, kind, "")
		return
	}
	s.say(who, reply, thread, words, nil)
}

// sayAtDesk writes in the group of a desk of its own: in a complaint's topic or under its card,
// in reply to what the desk is asked, or to nobody in particular.
func (s *scene) sayAtDesk(who complaint.Person, name, place, words string) {
	s.t.Helper()
	rest := strings.TrimLeft(strings.TrimPrefix(place, name), ": ")
	number, task := strings.CutPrefix(rest, "task ")
	s.nextMsg++
	m := &complaint.Incoming{ID: s.nextMsg, Text: words}
	b := s.w.org.Binding(complaint.Desk(name))
	ev := complaint.Event{Kind: complaint.Said, From: who, Message: m,
		Chat: complaint.Chat{ID: b.Chat, Kind: complaint.Group, Forum: b.Forum, Title: b.Title}}
	c := s.byNumber(number)
	switch {
	case number == "":
	case c == nil:
		s.t.Fatalf("no complaint %q", number)
	case task:
		m.ReplyTo = s.lastSlot(b.Chat, "task:"+c.ID)
	case b.Forum:
		ev.Thread = topicOf(c)
	default:
		m.ReplyTo = s.lastSlot(b.Chat, "card:"+c.ID)
	}
	s.w.happen(ev)
}

// lastSlot is the newest message of a chat that carries a slot of that name.
func (s *scene) lastSlot(chat int64, slot string) int64 {
	s.t.Helper()
	for _, p := range slices.Backward(s.w.chats[chat]) {
		if strings.HasPrefix(p.o.Slot, slot) {
			return p.id
		}
	}
	s.t.Fatalf("chat %d shows no %s", chat, slot)
	return 0
}

func (s *scene) byNumber(number string) *complaint.Complaint {
	for _, c := range s.w.complaints {
		if c.Number == number {
			return c
		}
	}
	return nil
}

func (s *scene) edit(who complaint.Person, text string) {
	ev := complaint.Event{Kind: complaint.Edited, Chat: private(who), From: who,
		Message: &complaint.Incoming{ID: s.msgs[who.Name], Text: text}}
	if s.isStaff(who) {
		ev.Chat = complaint.Chat{ID: staffChat, Kind: complaint.Group}
	}
	s.w.happen(ev)
}

// press presses the newest button with that label the person can see; "on 2026-0001" picks
// the card of that complaint.
func (s *scene) press(who complaint.Person, label string) {
	s.t.Helper()
	number, onCard := "", false
	if i := strings.LastIndex(label, " on "); i >= 0 && strings.Contains(label[i:], "-") {
		label, number, onCard = label[:i], label[i+len(" on "):], true
	}
	chats := []int64{who.ID}
	if s.isStaff(who) {
		chats = []int64{staffChat, managerChat}
		for _, b := range s.w.org.Desks {
			chats = append(chats, b.Chat)
		}
	}
	for _, chat := range chats {
		for _, p := range slices.Backward(s.w.chats[chat]) {
			if onCard && (s.byNumber(number) == nil || p.o.Slot != "card:"+s.byNumber(number).ID) {
				continue
			}
			for _, b := range slices.Concat(p.o.Buttons...) {
				if b.Text == label {
					s.pressed(who, chat, p, b)
					return
				}
			}
		}
	}
	s.t.Fatalf("%s sees no button %q after\n%s", who.Name, label, s.b.String())
}

func (s *scene) pressed(who complaint.Person, chat int64, p *posted, b complaint.Button) {
	if len(b.Data) > 64 {
		s.t.Errorf("button %q carries %d bytes", b.Text, len(b.Data))
	}
	c := complaint.Chat{ID: chat, Kind: complaint.Group, Forum: s.w.org.At(chat).Forum}
	if chat == who.ID {
		c.Kind = complaint.Private
	}
	s.w.happen(complaint.Event{Kind: complaint.Pressed, Chat: c, From: who,
		Press: &complaint.Press{ID: "press", Data: b.Data, MessageID: p.id}})
}

func (s *scene) lastPost(chat int64) *posted {
	posts := s.w.chats[chat]
	if len(posts) == 0 {
		s.t.Fatal("nothing to reply to")
	}
	return posts[len(posts)-1]
}

// appear writes into the transcript what people now see.
func (s *scene) appear(p *posted, how string) {
	o := p.o
	switch complaint.Op(how) {
	case complaint.Typing:
		return
	case complaint.Reply:
		if text := o.Text.String(); text != "" {
			fmt.Fprintf(&s.b, "(pop-up) %s\n", text)
		}
		return
	case complaint.CloseTopic, complaint.OpenTopic:
		fmt.Fprintf(&s.b, "%s (%s)\n", s.place(p), strings.ReplaceAll(how, "_", " "))
		return
	case complaint.Attach:
		if o.File.Chart != nil {
			fmt.Fprintf(&s.b, "%s picture %q\n", s.place(p), o.File.Chart.Title)
			return
		}
		fmt.Fprintf(&s.b, "%s file %q %s\n", s.place(p), o.File.Name, markup(o.Text))
		for _, line := range buttonLines(o.Buttons) {
			fmt.Fprintln(&s.b, line)
		}
		return
	case complaint.Copy:
		fmt.Fprintf(&s.b, "%s copy of %d %s\n", s.place(p), len(o.CopyIDs), plural(len(o.CopyIDs), "message"))
		return
	}
	text, buttons := strings.Split(markup(o.Text), "\n"), buttonLines(o.Buttons)
	key := fmt.Sprintf("%d:%d", p.chat, p.id)
	if before, ok := s.seen[key]; ok && how == "edit" {
		text, buttons = fresh(text, before), fresh(buttons, before)
		if len(text)+len(buttons) == 0 {
			return
		}
		text = append([]string{"changed"}, text...)
	}
	s.seen[key] = append(strings.Split(markup(o.Text), "\n"), buttonLines(o.Buttons)...)
	fmt.Fprintf(&s.b, "%s %s\n", s.place(p), strings.Join(text, "\n    "))
	for _, line := range buttons {
		fmt.Fprintln(&s.b, line)
	}
}

func buttonLines(rows [][]complaint.Button) []string {
	var lines []string
	for _, r := range rows {
		line := "   "
		for _, b := range r {
			line += " [" + b.Text + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

// fresh leaves out the lines that were there before, so that a changed card shows its change.
func fresh(lines, before []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(before, l) })
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// place names where a message appears: "Anna <", "staff 2026-0001 <", "managers <".
func (s *scene) place(p *posted) string {
	for _, name := range slices.Sorted(maps.Keys(s.people)) {
		if s.people[name].ID == p.chat {
			return name + " <"
		}
	}
	if p.chat == managerChat {
		return "managers <"
	}
	what := "staff"
	for _, b := range s.w.org.Desks {
		if b.Chat == p.chat {
			what = string(b.Desk)
		}
	}
	if c := s.w.complaints[p.o.Complaint]; c != nil && p.o.Topic != "" {
		what += " " + c.Number
	}
	if strings.HasPrefix(p.o.Slot, "card:") {
		what += " card"
	}
	return what + " <"
}

// markup shows styles as plain marks.
func markup(r complaint.Rich) string {
	var b strings.Builder
	for _, s := range r {
		switch s.Style {
		case complaint.Bold:
			b.WriteString("*" + s.Text + "*")
		case complaint.Quote:
			b.WriteString("“" + s.Text + "”")
		case complaint.Spoiler:
			b.WriteString("||" + s.Text + "||")
		case complaint.Mention:
			b.WriteString("@" + s.Text)
		default:
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
