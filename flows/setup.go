package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"redress/flows/complaint"
)

// SetupKey is what the store keeps of the one-time setup code.
func SetupKey(code string) string {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.TrimSpace(code))))
	return hex.EncodeToString(sum[:])
}

// wish is what a /setup command asks for.
type wish struct {
	desk complaint.Desk
	code string // anything that names no desk
	off  bool   // give up the desk's group
}

// wished reads the words of a /setup command.
func (t *turn) wished(args string) wish {
	w := wish{desk: complaint.StaffDesk}
	for word := range strings.FieldsSeq(args) {
		switch lower := strings.ToLower(word); lower {
		case "managers", "manager", "管理":
			w.desk = complaint.ManagersDesk
		case "staff", "客服":
			w.desk = complaint.StaffDesk
		case "off":
			w.off = true
		default:
			if d, ok := t.policyDesk(word); ok {
				w.desk = d
			} else {
				w.code = word
			}
		}
	}
	return w
}

// setup binds this group to a desk: with the one-time code printed at start, or by somebody
// who owns the installation. "/setup CODE", "/setup CODE managers", "/setup managers",
// "/setup DESK", "/setup DESK off"; "/setup" alone lists the policy's desks.
func (t *turn) setup(args string) {
	w := t.wished(args)
	desk, code := w.desk, w.code
	v := t.Texts.In(t.Texts.Match(t.ev.From.Language, t.Policy.Languages()[0]))
	byCode := code != "" && t.st.Org.SetupKey != "" && SetupKey(code) == t.st.Org.SetupKey
	switch {
	case t.ev.From.Anonymous:
		t.here(v.Say("staff_anonymous"))
		return
	case args == "" && t.st.Actor.May() && t.st.Org.Staff.Chat != 0 && len(t.house.Policy.Desks()) > 0:
		t.here(t.deskList(v))
		return
	case !byCode && t.st.Actor.Role != complaint.RoleOwner:
		t.here(v.Say("setup_refused"))
		return
	}
	if t.setupDesk(v, w, byCode) {
		return
	}
	t.bind(desk, v.Lang)
	if byCode {
		t.res.UsedSetup = true
		t.res.Staff = append(t.res.Staff, complaint.Staff{ID: t.ev.From.ID, Name: t.ev.From.Name, Role: complaint.RoleOwner})
	}
	if desk != complaint.StaffDesk && desk != complaint.ManagersDesk {
		t.here(v.Say("setup_done_desk", "desk", t.deskName(desk, v.Lang)))
		t.refreshCards(t.ev.Chat.ID)
		return
	}
	t.here(v.Say("setup_done_" + string(desk)))
}

func (t *turn) bind(desk complaint.Desk, lang string) {
	chat := t.ev.Chat
	t.res.Bindings = append(t.res.Bindings, complaint.Binding{
		Desk: desk, Chat: chat.ID, Forum: chat.Forum, Title: chat.Title, Language: lang})
}

// deskLanguage sets the language spoken in this group.
func (t *turn) deskLanguage(desk complaint.Desk, lang string) {
	t.bind(desk, t.Texts.Match(lang))
	t.strip()
	t.here(t.Texts.In(lang).Say("language_set"))
}

// staffList shows who is on the list, or changes it: in reply to somebody's message,
// "/staff add", "/staff add supervisor", "/staff remove"; or with a user id.
func (t *turn) staffList(args string) {
	v := t.desk(t.where())
	words := strings.Fields(args)
	if len(words) == 0 {
		t.here(t.people())
		return
	}
	if !t.st.Actor.Leads() {
		t.here(v.Say("staff_leaders_only"))
		return
	}
	who, ok := t.meant(words[1:])
	if !ok {
		t.here(v.Say("staff_whom"))
		return
	}
	switch strings.ToLower(words[0]) {
	case "add":
		who.Role = complaint.RoleStaff
		if len(words) > 1 && strings.EqualFold(words[1], "supervisor") {
			who.Role = complaint.RoleSupervisor
		}
		t.res.Staff = append(t.res.Staff, who)
		t.here(v.Say("staff_added", "name", who.Name, "role", v.Str("role_"+string(who.Role))))
	case "remove":
		if t.isOwner(who.ID) && t.st.Actor.Role != complaint.RoleOwner {
			t.here(v.Say("staff_leaders_only"))
			return
		}
		who.Removed, who.Role = true, complaint.RoleStaff
		t.res.Staff = append(t.res.Staff, who)
		t.here(v.Say("staff_removed", "name", who.Name))
	default:
		t.here(v.Say("staff_whom"))
	}
}

// meant finds the person a /staff command is about: whose message it replies to, or a user id.
func (t *turn) meant(words []string) (complaint.Staff, bool) {
	if p := t.ev.Message.ReplyFrom; p != nil && !p.Bot && !p.Anonymous {
		return complaint.Staff{ID: p.ID, Name: p.Name}, true
	}
	for _, w := range words {
		var id int64
		if _, err := fmt.Sscan(w, &id); err == nil && id > 0 {
			return t.onList(id), true
		}
	}
	return complaint.Staff{}, false
}

func (t *turn) onList(id int64) complaint.Staff {
	for _, s := range t.st.Org.People {
		if s.ID == id {
			return s
		}
	}
	return complaint.Staff{ID: id, Name: fmt.Sprint(id)}
}

func (t *turn) isOwner(id int64) bool {
	s := t.onList(id)
	return s.Role == complaint.RoleOwner && !s.Removed
}

func (t *turn) people() complaint.Rich {
	v := t.desk(t.where())
	text := v.Say("staff_head")
	for _, s := range t.st.Org.People {
		if !s.Removed {
			text = joinLines(text, complaint.Words("· "+s.Name+" — "+v.Str("role_"+string(s.Role))))
		}
	}
	return joinLines(text, v.Say("staff_how"))
}
