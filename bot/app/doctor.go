package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"time"

	"redress/bot/telegram"
	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	redisstore "redress/store/redis"
	sqlstore "redress/store/sql"
)

// doctor checks every setting and what it points to, and says how to mend what is wrong.
type doctor struct {
	cfg    Config
	out    io.Writer
	faults int
}

// errSick is what doctor ends with when something is wrong.
var errSick = errors.New("something needs mending; see above")

// examine is `redress doctor`.
func examine(ctx context.Context, environ []string, out io.Writer) error {
	cfg, err := ReadConfig(environ)
	d := &doctor{cfg: cfg, out: out}
	d.say(err, "configuration", "every setting can be used")
	if p, err := loadPolicy(cfg.Policy); err == nil {
		for _, w := range p.Warnings() {
			d.note("policy " + cfg.Policy + ": " + w)
		}
		d.media(p.Media())
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	d.records(ctx)
	d.sessions(ctx)
	d.bot(ctx)
	if d.faults > 0 {
		return errSick
	}
	return nil
}

func (d *doctor) say(err error, what, fine string) {
	if err != nil {
		d.faults++
		d.line("FAIL", what+": "+err.Error())
		return
	}
	d.line("ok", what+": "+fine)
}

func (d *doctor) note(what string) { d.line("note", what) }

func (d *doctor) line(mark, text string) {
	if _, err := fmt.Fprintf(d.out, "%-5s %s\n", mark, text); err != nil {
		d.faults++
	}
}

// media tells where policy and configuration do not go together.
func (d *doctor) media(m policy.Media) {
	for _, x := range []struct {
		allowed       bool
		model         string
		key, variable string
	}{{m.Voice, d.cfg.OpenAITranscription, "voice", "OPENAI_TRANSCRIPTION_MODEL"}, {m.Photos, d.cfg.OpenAIVision, "photos", "OPENAI_VISION_MODEL"}} {
		switch {
		case x.allowed && x.model == "":
			d.note(x.variable + ": not set, so " + x.key + " are only attached although the policy allows a model")
		case !x.allowed && x.model != "":
			d.note(x.variable + ": not used, because the policy does not say \"media: {" + x.key + ": true}\"")
		}
	}
}

// records opens the database as the bot would, which also brings it up to date.
func (d *doctor) records(ctx context.Context) {
	db, err := sqlstore.Open(ctx, d.cfg.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		d.say(err, "records", "")
		return
	}
	d.say(db.Ping(ctx), "records", "can be read and written")
	st, err := db.Load(ctx, flows.Want{}, time.Now())
	if err = errors.Join(err, db.Close()); err != nil {
		d.say(err, "groups", "")
		return
	}
	d.groups(st.Org)
}

// groups tells for the staff group, the managers' chat and every desk of the policy whether it
// has a chat of its own, and where what belongs to it appears until it has.
func (d *doctor) groups(org flows.Org) {
	staff := "no group yet; set STAFF_CHAT_ID or write /setup there"
	if org.Staff.Chat != 0 || d.cfg.StaffChat != 0 {
		staff = "bound" + titled(org.Staff)
	}
	d.note("staff group: " + staff)
	managers := "no chat yet; alerts and the digest appear in the staff group"
	if org.Managers.Chat != 0 || d.cfg.ManagerChat != 0 {
		managers = "bound" + titled(org.Managers)
	}
	d.note("managers' chat: " + managers)
	p, err := loadPolicy(d.cfg.Policy)
	if err != nil {
		return // said with the configuration
	}
	for _, desk := range p.Desks() {
		if desk.ID == policy.DefaultDesk {
			continue
		}
		where := "no group of its own; what belongs there appears in the staff group until the owner writes /setup " + desk.ID + " in its group"
		if b := org.Binding(complaint.Desk(desk.ID)); b.Chat != 0 {
			where = "bound" + titled(b)
		}
		d.note("desk " + desk.ID + " (" + desk.Name.In("en") + "): " + where)
	}
}

func titled(b complaint.Binding) string {
	if b.Title == "" {
		return ""
	}
	return " to " + strconv.Quote(b.Title)
}

func (d *doctor) sessions(ctx context.Context) {
	if d.cfg.Redis == "" {
		d.note("sessions: kept with the records; REDIS_URL is not set")
		return
	}
	c, err := redisstore.Open(d.cfg.Redis, slog.New(slog.DiscardHandler))
	if err == nil {
		err = errors.Join(c.Ping(ctx), c.Close())
	}
	d.say(err, "Redis", "answers")
}

// bot asks Telegram who the bot is and what it may do in the groups the environment names.
func (d *doctor) bot(ctx context.Context) {
	if d.cfg.Token == "" {
		d.say(errors.New("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather"), "Telegram", "")
		return
	}
	c, err := telegram.New(telegram.Config{Token: d.cfg.Token, APIURL: d.cfg.APIURL})
	if err != nil {
		d.say(err, "Telegram", "")
		return
	}
	me, err := c.Me(ctx)
	d.say(err, "Telegram", "the bot is @"+me.Username)
	if err != nil {
		return
	}
	d.group(ctx, c, me, "STAFF_CHAT_ID", d.cfg.StaffChat)
	d.group(ctx, c, me, "MANAGER_CHAT_ID", d.cfg.ManagerChat)
}

func (d *doctor) group(ctx context.Context, c *telegram.Client, me telegram.Me, name string, id int64) {
	if id == 0 {
		d.note(name + ": not set; bind the group with /setup")
		return
	}
	chat, err := c.Chat(ctx, id)
	if err != nil {
		d.say(fmt.Errorf("%w; add the bot to the group, or correct the id", err), name, "")
		return
	}
	member, admin, known := c.Member(ctx, id, me.ID)
	switch {
	case known && !member:
		err = errors.New("the bot is not a member; add it to the group")
	case known && !admin:
		err = errors.New("the bot is not an administrator; without it, it does not see replies and cannot make topics")
	}
	kind := "a group without topics"
	if chat.Forum {
		kind = "a group with topics"
	}
	d.say(err, name, kind)
}
