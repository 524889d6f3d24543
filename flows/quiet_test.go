package flows_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// crowd lets people do whatever they can at any hour.
type crowd struct {
	*scene
	r    *rand.Rand
	did  []string
	late []string // messages to a customer at a wrong hour
}

// TestNobodyIsDisturbedAtNight lets weeks pass under every policy while a customer and two of
// staff say things and press whatever they see: what the bot says to the customer by itself comes
// in contact hours, or at once when the matter is critical (SH-Q1).
func TestNobodyIsDisturbedAtNight(t *testing.T) {
	t.Parallel()
	for _, pack := range policy.Packs() {
		t.Run(pack, func(t *testing.T) {
			t.Parallel()
			said := 0
			for seed := range uint64(2) {
				c := &crowd{scene: newScene(t, "policy: "+pack), r: rand.New(rand.NewPCG(seed, 17))}
				c.w.out = func(p *posted, how string) {
					c.appear(p, how)
					said += c.watch(p, how)
				}
				c.do("Anna files: my invoice 4711 is wrong and I was charged 20 euros too much, I will go to the newspaper unless you refund it")
				for range 40 {
					c.w.pass(time.Duration(1+c.r.IntN(30*60)) * time.Minute)
					c.anything()
				}
				c.w.pass(45 * 24 * time.Hour)
				if len(c.late) > 0 {
					t.Fatalf("seed %d, after %v: %s", seed, c.did, strings.Join(c.late, "\n"))
				}
			}
			if said == 0 {
				t.Error("the bot never said anything by itself")
			}
		})
	}
}

// watch counts what the bot says to the customer by itself, and notes what comes at night.
func (c *crowd) watch(p *posted, how string) int {
	ev := c.w.current
	answers := ev.Kind == complaint.Due && slices.Contains([]string{"quiet", "heard", "album"}, ev.Timer.Name)
	if p.chat != c.people["Anna"].ID || how != string(complaint.Say) || ev.Kind != complaint.Due || answers {
		return 0
	}
	at := later(c.w.now, p.o.NotBefore)
	grave := c.w.complaints[p.o.Complaint] != nil && c.w.complaints[p.o.Complaint].Severity == complaint.P1
	allowed := c.w.complaints[p.o.Complaint] != nil && c.w.complaints[p.o.Complaint].Fields["night"] != ""
	if !grave && !allowed && !c.w.desk.Policy.Calendar().CanContact(at) {
		c.late = append(c.late, fmt.Sprintf("%s (%s): %s", at.In(c.w.desk.Policy.Zone()).Format("Mon 15:04"), ev.Timer.Name, p.o.Text))
	}
	return 1
}

// anything lets one of the people write or press something they see.
func (c *crowd) anything() {
	who := c.people[[]string{"Anna", "Li", "Otto"}[c.r.IntN(3)]]
	chats := []int64{who.ID}
	if c.isStaff(who) {
		chats = []int64{staffChat, managerChat}
	}
	if c.r.IntN(4) == 0 {
		c.did = append(c.did, who.Name+" writes")
		if c.isStaff(who) {
			c.say(who, 0, 101, "We are looking into it and write again by 23:30 tonight.", nil)
			c.agree(who)
		} else {
			c.say(who, 0, 0, "It is still not settled.", nil)
		}
		return
	}
	var seen []*posted
	for _, chat := range chats {
		posts := c.w.chats[chat]
		for _, p := range posts[max(0, len(posts)-12):] {
			if len(p.o.Buttons) > 0 {
				seen = append(seen, p)
			}
		}
	}
	if len(seen) == 0 {
		return
	}
	p := seen[c.r.IntN(len(seen))]
	buttons := slices.Concat(p.o.Buttons...)
	b := buttons[c.r.IntN(len(buttons))]
	c.did = append(c.did, fmt.Sprintf("%s presses %s", who.Name, b.Data))
	c.pressed(who, p.chat, p, b)
}

// agree presses the newest button by which staff keep an eye on a promise.
func (c *crowd) agree(who complaint.Person) {
	for _, p := range slices.Backward(c.w.chats[staffChat]) {
		for _, b := range slices.Concat(p.o.Buttons...) {
			if strings.HasPrefix(b.Data, "s:promise:") {
				c.pressed(who, staffChat, p, b)
				return
			}
		}
	}
}
