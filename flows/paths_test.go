package flows_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
)

// A circumstance is something about a complaint that a clock's condition may ask for.
type circumstance struct {
	now   string
	alter func(*complaint.Complaint)
}

func circumstances(p *policy.Policy) (out []circumstance) {
	fact := func(names ...string) func(*complaint.Complaint) {
		return func(c *complaint.Complaint) {
			for _, n := range names {
				c.Facts = append(c.Facts, complaint.Fact{Name: n, By: 21})
			}
		}
	}
	alters := []func(*complaint.Complaint){
		fact(), fact(complaint.FactUnclear), fact(complaint.FactNeedsHelp), fact(complaint.FactBeyond),
		func(c *complaint.Complaint) { c.Tasks = []complaint.Task{{N: 1}} },
		func(c *complaint.Complaint) { c.Fields = map[string]string{"raised_at": "dining"} },
		func(c *complaint.Complaint) { c.Fields = map[string]string{"raised_at": "payment"} },
		func(c *complaint.Complaint) { c.ReceivedAt = c.CreatedAt.Add(-25 * time.Hour) },
	}
	for _, channel := range []string{"phone", "email", "letter", "visit", "forum", "book"} {
		alters = append(alters, func(c *complaint.Complaint) { c.Channel = channel })
	}
	for _, now := range []string{"2026-11-23 10:00", "2019-03-04 10:00", "2020-06-01 10:00", "2022-06-01 10:00", "2026-05-06 10:00", "2027-03-01 10:00"} {
		for _, category := range p.Categories() {
			for severity := complaint.P4; severity >= complaint.P1; severity-- {
				for _, alter := range alters {
					out = append(out, circumstance{now, func(c *complaint.Complaint) {
						c.Category, c.Severity = category.ID, severity
						alter(c)
					}})
				}
			}
		}
	}
	return out
}

// concerns finds circumstances under which the clock of that id concerns a complaint.
func concerns(t *testing.T, p *policy.Policy, rule policy.ClockRule) circumstance {
	t.Helper()
	for _, c := range circumstances(p) {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, p.Zone())
		if err != nil {
			t.Fatal(err)
		}
		com := &complaint.Complaint{Kind: complaint.KindComplaint, CreatedAt: now, FiledAt: now}
		c.alter(com)
		if slices.ContainsFunc(p.ClocksOf(p.FactsOf(com, now)), func(r policy.ClockRule) bool { return r.ID == rule.ID }) {
			return c
		}
	}
	t.Fatalf("no complaint is concerned by %s", rule.ID)
	return circumstance{}
}

// TestEveryClockCanStartAndBeMet walks over the clocks of every pack: what starts and what
// stops each is brought about from outside, by somebody who presses or types, or by time.
func TestEveryClockCanStartAndBeMet(t *testing.T) {
	t.Parallel()
	for _, name := range policy.Packs() {
		p, err := policy.Pack(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range p.Clocks() {
			t.Run(name+"/"+rule.ID, func(t *testing.T) {
				t.Parallel()
				if u := rule.Limit.Unit; u == policy.Unset || u == policy.Agreed {
					return // a limit the organisation, or the customer, has yet to give
				}
				newPath(t, name, concerns(t, p, rule), rule).walk()
			})
		}
	}
}

// path is one complaint on its way through one clock.
type path struct {
	*scene
	rule policy.ClockRule
	c    circumstance
	desk string
}

func newPath(t *testing.T, pack string, c circumstance, rule policy.ClockRule) *path {
	t.Helper()
	p, err := policy.Pack(pack)
	if err != nil {
		t.Fatal(err)
	}
	var desks []string
	for _, d := range p.Desks() {
		if d.ID != policy.DefaultDesk {
			desks = append(desks, d.ID)
		}
	}
	s := newScene(t, "policy: "+pack+"\nnow: "+c.now+"\nforum: no\ndesks: "+strings.Join(desks, ","))
	return &path{scene: s, rule: rule, c: c}
}

func (p *path) walk() {
	p.t.Helper()
	p.file()
	p.bring(p.rule.Start)
	if p.clock() == nil {
		p.t.Fatalf("%s does not start with %s:\n%s\n%+v", p.rule.ID, p.rule.Start, p.b.String(), p.it().Clocks)
	}
	p.bring(p.rule.Stop)
	if k := p.clock(); k == nil || k.Met.IsZero() {
		p.t.Fatalf("%s is not met by %s:\n%s\n%+v", p.rule.ID, p.rule.Stop, p.b.String(), p.it().Clocks)
	}
}

func (p *path) it() *complaint.Complaint { return p.byNumber(p.number()) }

func (p *path) number() string {
	for _, c := range p.w.complaints {
		if c.Number != "" {
			return c.Number
		}
	}
	return ""
}

// clock is the first clock of the rule.
func (p *path) clock() *complaint.Clock {
	for i, k := range p.it().Clocks {
		if r, ok := p.w.desk.Policy.Clock(k.Rule); ok && r.ID == p.rule.ID {
			return &p.it().Clocks[i]
		}
	}
	return nil
}

// file takes a complaint down, gives it the circumstances, and submits it.
func (p *path) file() {
	p.do("Anna: It is broken and I am waiting, please help me soon")
	p.do("wait 7s")
	p.do("Anna skips")
	for _, c := range p.w.complaints {
		c.Kind = complaint.KindComplaint
		p.c.alter(c)
		c.Tasks = nil // staff ask later
		session := p.w.sessions[p.people["Anna"].ID]
		session.Form = map[string]string{"category": c.Category, "kind": "complaint"}
		p.w.sessions[p.people["Anna"].ID] = session
	}
	p.pressMeaning(p.people["Anna"], "submit")
	if p.number() == "" {
		p.t.Fatalf("nothing was filed:\n%s", p.b.String())
	}
}

// otto says something about the complaint, under its card.
func (p *path) otto(words string) {
	home := p.w.org.Resolve(p.it().Desk).Desk
	if home == complaint.StaffDesk {
		p.do("Otto in " + p.number() + ": " + words)
		return
	}
	p.do("Otto in " + string(home) + ":" + p.number() + ": " + words)
}

func (p *path) claim() {
	if p.it().Owner == 0 {
		p.do("Otto presses Claim on " + p.number())
	}
}

// bring makes something happen that starts or stops clocks.
func (p *path) bring(h policy.Happening) {
	p.t.Helper()
	switch h {
	case policy.Filed, policy.Classified, policy.DailyCheck:
	case policy.Claimed:
		p.claim()
	case policy.Replied:
		p.claim()
		p.otto("The part was ordered for you.")
		p.sendAnyway()
	case policy.HandedOver:
		p.handOver()
	case policy.Demanded:
		p.claim()
		p.otto("/demand Check it every week.")
	case policy.Reported:
		p.report()
	case policy.Approved:
		p.claim()
		p.otto("/approve")
	case policy.Decided:
		p.otto("/valid")
	case policy.Overdue:
		p.do("wait 1200h")
	case policy.Resolved:
		p.resolve()
	case policy.Confirmed:
		p.resolve()
		p.pressCustomer("solved")
	default:
		p.t.Fatalf("nothing brings about %q", h)
	}
}

// sendAnyway sends what was held for its wording, and tells a customer who is not in the chat.
func (p *path) sendAnyway() {
	p.t.Helper()
	switch {
	case !p.it().RepliedAt.IsZero():
	case p.it().Absent():
		p.do("Otto presses Told by phone")
	default:
		p.do("Otto presses Send anyway")
	}
}

// handOver asks another desk, or where there is none hands the complaint to a colleague.
func (p *path) handOver() {
	p.claim()
	for _, b := range p.w.org.Desks {
		if b.Desk != p.it().Desk {
			p.desk = string(b.Desk)
			p.otto("/task " + p.desk + " What happened?")
			return
		}
	}
	p.do("Otto presses Hand over on " + p.number())
	p.do("Otto presses Li")
}

// report answers what a desk was asked, or says itself what was found.
func (p *path) report() {
	if p.desk != "" {
		p.do("Mona in " + p.desk + " task " + p.number() + ": We found the fault.")
		return
	}
	p.claim()
	p.otto("/report We found the fault.")
}

// resolve arranges what the policy wants done and fills in the form of a result.
func (p *path) resolve() {
	p.t.Helper()
	p.claim()
	for _, step := range p.w.desk.Policy.Steps() {
		if slices.ContainsFunc(p.w.desk.Policy.StepsFor(p.w.desk.Policy.FactsOf(p.it(), p.w.now)), func(s policy.Step) bool { return s.ID == step.ID }) {
			p.do("Otto presses Steps on " + p.number())
			p.do("Otto presses Arrange: " + step.Name.In("en"))
			p.fill()
			p.do("Otto presses Steps on " + p.number())
			p.do("Otto presses Done: " + step.Name.In("en"))
			p.fill()
		}
	}
	p.do("Otto presses Resolve on " + p.number())
	p.fill()
}

// fill answers a form to its end, by the first button that goes on or in words.
func (p *path) fill() {
	p.t.Helper()
	for range 40 {
		form := p.w.shown["form:23:"+p.it().ID]
		if form == nil || p.w.sessions[23|1<<60].Form["complaint"] == "" {
			return
		}
		buttons := slices.Concat(form.o.Buttons...)
		i := slices.IndexFunc(buttons, func(b complaint.Button) bool {
			what := b.Data[strings.LastIndex(b.Data, ":")+1:]
			return !slices.Contains([]string{"cancel", "change", "approval", "special"}, what) && !strings.HasPrefix(b.Data, "s:special")
		})
		if i >= 0 {
			p.pressed(p.people["Otto"], form.chat, form, buttons[i])
		} else {
			p.otto("Thank you for telling us. It is repaired. Customer service centre")
		}
	}
}

func (p *path) pressCustomer(what string) {
	p.t.Helper()
	anna := p.people["Anna"]
	for _, post := range slices.Backward(p.w.chats[anna.ID]) {
		for _, b := range slices.Concat(post.o.Buttons...) {
			if strings.HasPrefix(b.Data, "c:"+what+":") {
				p.pressed(anna, anna.ID, post, b)
				return
			}
		}
	}
	p.t.Fatalf("Anna sees no button %s", what)
}
