package bench

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Siege lets customers file, two members of staff claim at once and the winner answer, while
// the bot is killed and the line is bad. Who asks is told what was said, so that it can be
// looked for afterwards.
type Siege struct {
	Stories int // customers, each with one complaint
	Words   int // messages of each, at least 2
	Replies int // of staff to each

	server  *Server
	mu      sync.Mutex
	people  []*story
	patient *story
	number  map[string]*story
	claims  map[string]claim // cards that somebody has, by number
	begun   int
	left    int
	over    chan struct{} // closed when every story has come to its end
}

// story is one customer's: what was said, and how much of it has arrived.
type story struct {
	customer int64
	said     []string
	number   string
	pressed  map[string]bool
	relayed  map[int]bool // customer's messages seen in the staff group
	answered map[int]bool // replies seen by the customer
	owned    bool
	over     bool
}

// claim is who has a complaint, and the card that says so.
type claim struct {
	owner int64
	card  Sent
}

// Patient is a customer whom Telegram lets nobody write to for an hour. They say one thing.
const Patient = 9_999

const (
	firstCustomer = 10_000
	siegeAtOnce   = 40 // stories under way
)

// NewSiege puts everybody in their place; Begin lets them write.
func NewSiege(s *Server, stories, words, replies int) *Siege {
	g := &Siege{Stories: stories, Words: words, Replies: replies, server: s, number: map[string]*story{}, claims: map[string]claim{}, left: stories, over: make(chan struct{}), patient: &story{customer: Patient}}
	s.Live(Staff, g.staffHear)
	for i := range stories {
		p := &story{customer: int64(firstCustomer + i), pressed: map[string]bool{}, relayed: map[int]bool{}, answered: map[int]bool{}}
		g.people = append(g.people, p)
		s.Live(p.customer, func(m Sent) { g.customerHear(p, m) })
	}
	return g
}

// Begin starts the first stories; each that ends starts the next. Over is closed after the last.
func (g *Siege) Begin() (over <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for range min(siegeAtOnce, g.Stories) {
		g.another()
	}
	g.say(g.patient, "You charged me twice for order A-199999, I want my 40 euros back")
	return g.over
}

// another begins the next story.
func (g *Siege) another() {
	if g.begun == len(g.people) {
		return
	}
	p := g.people[g.begun]
	g.begun++
	g.say(p, fmt.Sprintf("You charged me twice for order A-1%05d, I want my 40 euros back", p.customer))
}

// say lets a customer write the next of their words.
func (g *Siege) say(p *story, text string) {
	text = fmt.Sprintf("S%d-%d: %s", p.customer, len(p.said), text)
	p.said = append(p.said, text)
	g.server.Write(p.customer, p.customer, text, 0)
}

var (
	filedNumber = regexp.MustCompile(`\d{4}-\d{4,}`)
	saidWord    = regexp.MustCompile(`S(\d+)-(\d+):`)
	replyWord   = regexp.MustCompile(`R(\d+-\d+)-(\d+):`)
)

func (g *Siege) customerHear(p *story, m Sent) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, step := range []string{"d:submit", "d:skip"} {
		if data, ok := button(m, step); ok && m.Method == "sendMessage" {
			g.server.Press(p.customer, m, data)
			return
		}
	}
	if p.number == "" && strings.Contains(m.Text, "Your number is") {
		p.number = filedNumber.FindString(m.Text)
		g.number[p.number] = p
		g.reply(p.number)
		for len(p.said) < (g.Words+1)/2 {
			g.say(p, "by the way, there is more")
		}
	}
	if r := replyWord.FindStringSubmatch(m.Text); r != nil && p.number == r[1] {
		n, _ := strconv.Atoi(r[2]) // digits
		p.answered[n] = true
		for len(p.said) < g.Words {
			g.say(p, "and one more thing")
		}
	}
	g.end(p)
}

func (g *Siege) staffHear(m Sent) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if w := saidWord.FindStringSubmatch(m.Text); w != nil && m.Method == "sendMessage" {
		who, _ := strconv.Atoi(w[1]) // digits
		n, _ := strconv.Atoi(w[2])
		if i := who - firstCustomer; i >= 0 && i < len(g.people) {
			g.people[i].relayed[n] = true
			g.end(g.people[i])
		}
	}
	if claim, ok := button(m, "s:claim"); ok {
		for _, who := range []int64{Desk, Desk + 1} {
			g.server.Press(who, m, claim)
		}
		return
	}
	if _, mine := button(m, "s:resolve"); mine {
		number := filedNumber.FindString(m.Text)
		g.claims[number] = claim{ownerOf(m.Text), m}
		g.reply(number)
	}
}

// reply lets the owner of a complaint answer, once both the card and the customer say what it is.
func (g *Siege) reply(number string) {
	p, c := g.number[number], g.claims[number]
	if p == nil || c.owner == 0 || p.owned {
		return
	}
	p.owned = true
	for n := range g.Replies {
		g.server.Write(c.owner, Staff, fmt.Sprintf("R%s-%d: we are looking into it", number, n), c.card.MessageID)
	}
}

var ownerName = regexp.MustCompile(`Owner: P(\d+)`)

// ownerOf reads from a card who has it; 0: nobody.
func ownerOf(card string) int64 {
	if m := ownerName.FindStringSubmatch(card); m != nil {
		return number(m[1])
	}
	return 0
}

// end notes a story that has come to its end, and begins another.
func (g *Siege) end(p *story) {
	words := len(p.relayed)
	if p.relayed[0] {
		words--
	}
	if p.over || len(p.answered) < g.Replies || len(p.said) < g.Words || words < g.Words-1 {
		return
	}
	p.over = true
	if g.left--; g.left == 0 {
		close(g.over)
	}
	g.another()
}

// Said is everything that a customer wrote, by customer.
func (g *Siege) Said() map[int64][]string {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := map[int64][]string{}
	for _, p := range append(g.people[:g.begun:g.begun], g.patient) {
		all[p.customer] = p.said
	}
	return all
}

// Unfinished are the numbers, or the customers, of stories that did not come to their end.
func (g *Siege) Unfinished() (names []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range g.people[:g.begun] {
		if !p.over {
			names = append(names, fmt.Sprintf("%d %s: said %d, relayed %d, answered %d", p.customer, p.number, len(p.said), len(p.relayed), len(p.answered)))
		}
	}
	return names
}

// Wait returns when every story has ended, or with ctx.
func (g *Siege) Wait(ctx context.Context) {
	select {
	case <-g.over:
	case <-ctx.Done():
	}
}
