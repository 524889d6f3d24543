package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"redress/flows/complaint"
)

// The people of the simulated quarter act by what they are shown, each by dice of their own.

func offices() map[complaint.Desk]int64 {
	return map[complaint.Desk]int64{complaint.StaffDesk: -1001, "repairs": -1002, "accounts": -1003, complaint.ManagersDesk: managersAt}
}

const (
	clerksPerDesk = 4
	managersAt    = -1009
	leaderID      = 900
	ownerID       = 999
)

// matter is what a customer may complain about.
type matter struct{ words, category, fact string }

func matters() []matter {
	return []matter{
		{"was charged twice for", "billing_refund", ""}, {"waited for the bus with", "delivery_logistics", ""},
		{"got a rude answer about", "service_attitude", ""}, {"cannot use what came with", "product_quality", ""},
		{"had nobody come to repair", "after_sales", ""}, {"saw a dirty counter beside", "facility_environment", ""},
		{"was told something else about", "false_advertising", ""}, {"will go to the newspaper about", "product_quality", complaint.FactMedia},
		{"see smoke coming out of", "safety_injury", complaint.FactDanger},
	}
}

// people is who takes part.
type people struct {
	q         *quarter
	n         int
	messages  map[int64]int64 // by chat: the newest message
	customers map[int64]*customer
	cases     map[string]*matterAtHand // by complaint id
	clerks    map[complaint.Desk][]*clerk
	byID      map[int64]*clerk
	filed     int // times that somebody set out to complain
}

type customer struct {
	id    int64
	r     *rand.Rand
	knows map[string]bool // complaints whose buttons were answered, by button
}

// matterAtHand is what staff know of a complaint by its card.
type matterAtHand struct {
	id         string
	chat, card int64
	r          *rand.Rand
	owner      *clerk
	state      string // "", claiming, working, asked, resolving, resolved
	rounds     int
	steps      int       // of forms, so that nobody goes round in one for ever
	acked      time.Time // those who lead do not look again for a while
}

type clerk struct {
	complaint.Person
	desk  complaint.Desk
	until time.Time // busy with a form until then
}

func newPeople(q *quarter) people {
	p := people{q: q, messages: map[int64]int64{}, customers: map[int64]*customer{}, cases: map[string]*matterAtHand{},
		clerks: map[complaint.Desk][]*clerk{}, byID: map[int64]*clerk{}}
	id := int64(100)
	for _, desk := range []complaint.Desk{complaint.StaffDesk, "repairs", "accounts"} {
		for i := range clerksPerDesk {
			c := &clerk{Person: complaint.Person{ID: id, Name: fmt.Sprintf("%s%d", desk, i)}, desk: desk}
			p.clerks[desk], p.byID[id] = append(p.clerks[desk], c), c
			id++
		}
	}
	return p
}

func bindings() (all []complaint.Binding) {
	for desk, chat := range offices() {
		all = append(all, complaint.Binding{Desk: desk, Chat: chat, Title: string(desk), Language: "en"})
	}
	return all
}

func (p *people) payroll() []complaint.Staff {
	all := []complaint.Staff{{ID: leaderID, Name: "Lea", Role: complaint.RoleSupervisor}, {ID: ownerID, Name: "Otto", Role: complaint.RoleOwner}}
	for id, c := range p.byID {
		all = append(all, complaint.Staff{ID: id, Name: c.Name, Role: complaint.RoleStaff})
	}
	return all
}

func (p *people) messageID(chat int64) int64 {
	p.messages[chat]++
	return p.messages[chat]
}

// office is the first moment from then on at which staff are at work.
func (p *people) office(at time.Time) time.Time {
	return p.q.app.desk().Policy.Calendar().NextOpen(at)
}

// says and presses are what a person does.
func (p *people) says(who complaint.Person, chat complaint.Chat, reply int64, text string) *complaint.Event {
	return &complaint.Event{Kind: complaint.Said, Chat: chat, From: who,
		Message: &complaint.Incoming{ID: p.messageID(chat.ID), ReplyTo: reply, Text: text}}
}

func (p *people) presses(who complaint.Person, chat complaint.Chat, message int64, data string) *complaint.Event {
	return &complaint.Event{Kind: complaint.Pressed, Chat: chat, From: who,
		Press: &complaint.Press{ID: fmt.Sprintf("p%d", p.q.events), Data: data, MessageID: message}}
}

func group(id int64) complaint.Chat { return complaint.Chat{ID: id, Kind: complaint.Group} }

// invent puts a day's complaints on the agenda.
func (p *people) invent(day time.Time, count, customers int) {
	r := rand.New(rand.NewPCG(p.q.seed, uint64(day.Unix())))
	for range count {
		hour := 8 + r.IntN(11)
		switch n := r.IntN(100); {
		case n < 18:
			hour = 18 + r.IntN(5)
		case n < 25:
			hour = r.IntN(8)
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), hour, r.IntN(60), 0, 0, day.Location())
		c := p.customer(int64(10_000 + r.IntN(customers)))
		kind := r.IntN(len(matters()) - 2)
		if n := r.IntN(200); n == 0 {
			kind = len(matters()) - 1
		} else if n < 6 {
			kind = len(matters()) - 2
		}
		order, known, things := r.IntN(90_000), r.IntN(10) < 7, invented(r)
		p.q.at(at, func() *complaint.Event {
			p.filed++
			if known {
				return c.says(p, fmt.Sprintf("I %s order A-%05d, %s", matters()[kind].words, order, things))
			}
			return c.says(p, fmt.Sprintf("I %s the %s", matters()[kind].words, things))
		})
	}
}

// invented are words that no other complaint has in that order.
func invented(r *rand.Rand) string {
	var words []string
	for range 6 {
		word := ""
		for range 2 + r.IntN(2) {
			word += []string{"ba", "ku", "ri", "no", "ste", "mal", "fen", "dor", "gi", "lup", "tas", "wen"}[r.IntN(12)]
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func (p *people) customer(id int64) *customer {
	if p.customers[id] == nil {
		p.customers[id] = &customer{id: id, r: rand.New(rand.NewPCG(p.q.seed, uint64(id))), knows: map[string]bool{}}
	}
	return p.customers[id]
}

func (c *customer) person() complaint.Person {
	return complaint.Person{ID: c.id, Name: "Customer", Language: "en"}
}
func (c *customer) chat() complaint.Chat { return complaint.Chat{ID: c.id, Kind: complaint.Private} }

func (c *customer) says(p *people, text string) *complaint.Event {
	return p.says(c.person(), c.chat(), 0, text)
}

// see lets whoever reads a message do something about it.
func (p *people) see(parcel complaint.Parcel, ids []int64) {
	if parcel.Op != complaint.Say && parcel.Op != complaint.Show && parcel.Op != complaint.Change || len(ids) == 0 {
		return
	}
	switch {
	case parcel.Private:
		p.read(p.customer(parcel.Chat), parcel, ids[0])
	case parcel.Chat == managersAt:
		p.manage(parcel, ids[0])
	default:
		p.work(parcel, ids[0])
	}
}

func buttonsOf(o complaint.Outbound) (data []string) {
	for _, row := range o.Buttons {
		for _, b := range row {
			data = append(data, b.Data)
		}
	}
	return data
}

func pick(data []string, part string) string {
	for _, d := range data {
		if strings.Contains(d, part) {
			return d
		}
	}
	return ""
}

// minutes is a random time, mostly short of the mean and sometimes far beyond it.
func minutes(r *rand.Rand, mean int) time.Duration {
	return time.Duration(r.ExpFloat64()*float64(mean)*60) * time.Second
}

// read is what a customer does about a message.
func (p *people) read(c *customer, o complaint.Parcel, id int64) {
	data := buttonsOf(o.Outbound)
	n := c.r.IntN(100)
	press := func(what string, wait time.Duration) {
		p.q.at(p.q.now.Add(wait), func() *complaint.Event { return p.presses(c.person(), c.chat(), id, what) })
	}
	once := func(key string) bool {
		was := c.knows[key]
		c.knows[key] = true
		return !was
	}
	submit, skip := pick(data, "d:submit:"), pick(data, "d:skip:")
	solved, rate, back := pick(data, "c:solved:"), pick(data, "c:rate:"), pick(data, "c:unsolved:")
	switch {
	case submit != "" && n < 94:
		press(submit, minutes(c.r, 2))
	case skip != "" && n < 96:
		press(skip, 0)
	case solved != "" && once(solved+o.Key):
		switch {
		case n < 62:
			press(solved, minutes(c.r, 240))
		case n < 70:
			press(back, minutes(c.r, 240))
			p.q.at(p.q.now.Add(24*time.Hour), func() *complaint.Event { return c.says(p, "It is still broken") })
		}
	case rate != "" && n < 55 && once(rate):
		score := []string{"5", "5", "4", "4", "4", "3", "2", "1"}[c.r.IntN(8)]
		press(rate[:len(rate)-1]+score, minutes(c.r, 30))
	case pick(data, "c:managers:") != "" && n < 15:
		press(pick(data, "c:managers:"), minutes(c.r, 30))
	case back != "" && solved == "" && n < 6 && once(back):
		press(back, minutes(c.r, 600))
	case strings.Contains(o.Text.String(), "receipt") && n < 70 && once("answer"+o.Complaint):
		p.q.at(p.q.now.Add(minutes(c.r, 600)), func() *complaint.Event { return c.says(p, "It is number 4711 of the blue one") })
	}
}

// manage is what those who lead do about a message in their chat.
func (p *people) manage(o complaint.Parcel, id int64) {
	data := buttonsOf(o.Outbound)
	r := p.dice(o.Complaint)
	leader := complaint.Person{ID: leaderID, Name: "Lea"}
	m := p.cases[o.Complaint]
	if m == nil || p.q.now.Sub(m.acked) < time.Hour {
		return
	}
	for _, what := range []string{"s:followed:", "s:ack:"} {
		if d := pick(data, what); d != "" && r.IntN(100) < 55 {
			m.acked = p.office(p.q.now)
			p.q.at(p.office(p.q.now.Add(minutes(r, 40))), func() *complaint.Event {
				return p.presses(leader, group(managersAt), id, d)
			})
			return
		}
	}
}

func (p *people) dice(complaintID string) *rand.Rand {
	if m := p.cases[complaintID]; m != nil {
		return m.r
	}
	return p.q.r
}

// work is what staff do about a message in the group of their desk.
func (p *people) work(o complaint.Parcel, id int64) {
	data := buttonsOf(o.Outbound)
	if strings.HasPrefix(o.Slot, "card:") {
		p.card(o, id, data)
		return
	}
	m := p.cases[o.Complaint]
	if m == nil || m.owner == nil {
		return
	}
	if strings.HasPrefix(o.Slot, "form:") {
		p.form(m, id, data)
		return
	}
	for _, what := range []string{"s:promise:", "s:kept:", "s:nonews:", "s:newtime:"} {
		if d := pick(data, what); d != "" && m.r.IntN(100) < 65 {
			p.act(m, minutes(m.r, 30), func() *complaint.Event { return p.presses(m.owner.Person, group(o.Chat), id, d) })
			return
		}
	}
}

// act lets the owner do something in office hours.
func (p *people) act(m *matterAtHand, wait time.Duration, do func() *complaint.Event) {
	p.q.at(p.office(p.q.now.Add(wait)), do)
}

func (p *people) card(o complaint.Parcel, id int64, data []string) {
	m := p.cases[o.Complaint]
	if m == nil {
		n := uint64(len(p.cases))
		m = &matterAtHand{id: o.Complaint, r: rand.New(rand.NewPCG(p.q.seed, 1<<40|n))}
		p.cases[o.Complaint] = m
	}
	m.chat, m.card = o.Chat, id
	claim, resolve := pick(data, "s:claim:"), pick(data, "s:resolve:")
	switch {
	case claim != "" && m.state != "claiming":
		m.state = "claiming"
		p.claims(m, claim)
	case resolve != "" && (m.state == "claiming" || m.state == "resolved" || m.state == "asked"):
		if m.state = "working"; m.owner != nil {
			p.works(m, resolve)
		}
	case claim == "" && resolve == "" && m.state == "working":
		m.state = "resolved"
	}
}

// claims lets somebody of the desk claim it: mostly soon, sometimes late.
func (p *people) claims(m *matterAtHand, data string) {
	wait := minutes(m.r, 22)
	switch n := m.r.IntN(100); {
	case n < 3:
		wait = time.Duration(20+m.r.IntN(30)) * time.Hour
	case n < 10:
		wait = time.Duration(90+m.r.IntN(300)) * time.Minute
	}
	chat := m.chat
	p.q.at(p.office(p.q.now.Add(wait)), func() *complaint.Event {
		if m.chat != chat || m.state != "claiming" {
			return nil
		}
		desk := complaint.StaffDesk
		for d, at := range offices() {
			if at == chat {
				desk = d
			}
		}
		m.owner = p.clerks[desk][m.r.IntN(clerksPerDesk)]
		return p.presses(m.owner.Person, group(chat), m.card, data)
	})
}

// works lets the owner write, ask or resolve, or fall silent.
func (p *people) works(m *matterAtHand, resolve string) {
	m.rounds++
	n := m.r.IntN(100)
	if m.rounds > 3 {
		n = 99
	}
	switch {
	case n < 3: // says nothing more
		m.state = "silent"
	case n < 14:
		p.asks(m, strings.Replace(resolve, "resolve", "ask", 1))
	case n < 40:
		text := "We are looking into it with the workshop."
		if m.r.IntN(2) == 0 {
			text = "You will hear from me by tomorrow 15:00."
		}
		p.act(m, minutes(m.r, 60), func() *complaint.Event {
			p.resolves(m, resolve, time.Duration(2+m.r.IntN(60))*time.Hour)
			return p.says(m.owner.Person, group(m.chat), m.card, text)
		})
	default:
		p.resolves(m, resolve, minutes(m.r, 120))
	}
}

// whenFree runs do once the owner has no form open, and keeps them busy for a while.
func (p *people) whenFree(m *matterAtHand, wait time.Duration, do func() *complaint.Event) {
	p.act(m, wait, func() *complaint.Event {
		if p.q.now.Before(m.owner.until) {
			p.whenFree(m, m.owner.until.Sub(p.q.now)+time.Duration(m.r.IntN(20))*time.Minute, do)
			return nil
		}
		m.owner.until = p.q.now.Add(12 * tact)
		return do()
	})
}

func (p *people) resolves(m *matterAtHand, data string, wait time.Duration) {
	p.whenFree(m, wait, func() *complaint.Event { return p.presses(m.owner.Person, group(m.chat), m.card, data) })
}

func (p *people) asks(m *matterAtHand, data string) {
	p.whenFree(m, minutes(m.r, 60), func() *complaint.Event {
		m.state = "asked"
		return p.presses(m.owner.Person, group(m.chat), m.card, data)
	})
}

// form answers the open question of a form: the button that goes on, or a few words.
func (p *people) form(m *matterAtHand, id int64, data []string) {
	if len(data) == 0 {
		m.owner.until = p.q.now
		return
	}
	next := pick(data, ":send")
	if m.steps++; m.steps > 40 {
		return
	}
	if next == "" {
		next = pick(data, ":skip")
	}
	if next == "" {
		i := slices.IndexFunc(data, func(d string) bool { return !strings.HasSuffix(d, ":cancel") })
		if i >= 0 {
			next = data[i]
		}
	}
	text := "We have put it right, the details were checked."
	if m.state == "asked" {
		text = "Which receipt number is it?"
	}
	p.q.at(p.q.now, func() *complaint.Event {
		if next != "" {
			return p.presses(m.owner.Person, group(m.chat), id, next)
		}
		return p.says(m.owner.Person, group(m.chat), m.card, text)
	})
}
