package telegramtest_test

import (
	"strings"
	"testing"
	"time"

	tt "redress/bot/telegram/telegramtest"
)

func TestTG34Edits(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := quiet(tt.Clock(c.now))
	p := anna(s)
	me := number(p.ID())
	said := tt.Must(p.Says("hello"))
	m := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", me, "text", "card").accepted(t))
	id := number(int64(m.MessageID))
	c.pass(400 * 24 * time.Hour)
	edited := decode[tt.Message](t, ask(t, s, "editMessageText", "chat_id", me, "message_id", id, "text", "card 2").accepted(t))
	if edited.EditDate != c.at.Unix() || edited.Date != m.Date {
		t.Errorf("edited %+v", edited)
	}
	same := "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	ask(t, s, "editMessageText", "chat_id", me, "message_id", id, "text", " card 2").refused(t, 400, same)
	ask(t, s, "editMessageReplyMarkup", "chat_id", me, "message_id", id).refused(t, 400, same)
	ask(t, s, "editMessageText", "chat_id", me, "message_id", "99999", "text", "x").refused(t, 400, "Bad Request: message to edit not found")
	ask(t, s, "editMessageText", "chat_id", me, "message_id", number(int64(said.MessageID)), "text", "x").refused(t, 400, "Bad Request: message can't be edited")
	ask(t, s, "editMessageCaption", "chat_id", me, "message_id", id, "caption", "x").refused(t, 400, "Bad Request: there is no caption in the message to edit")
	ask(t, s, "editMessageReplyMarkup", "chat_id", me, "message_id", id, "reply_markup", `{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`).accepted(t)
	if v := s.Chat(p.ID()).Messages; v[2].Buttons()[0].Text != "a" || len(v[2].Versions) != 1 {
		t.Errorf("view %+v", v[2])
	}
}

func TestTG33Deletion(t *testing.T) {
	t.Parallel()
	c := newClock()
	s := quiet(tt.Clock(c.now))
	p := anna(s)
	me := number(p.ID())
	own := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", me, "text", "x").accepted(t))
	old := tt.Must(p.Says("hello"))
	ask(t, s, "deleteMessage", "chat_id", me, "message_id", number(int64(own.MessageID))).accepted(t)
	ask(t, s, "deleteMessage", "chat_id", me, "message_id", number(int64(own.MessageID))).refused(t, 400, "Bad Request: message to delete not found")
	c.pass(48*time.Hour + time.Second)
	ask(t, s, "deleteMessage", "chat_id", me, "message_id", number(int64(old.MessageID))).refused(t, 400, "Bad Request: message can't be deleted for everyone")
	if v := s.Chat(p.ID()).Messages; !v[1].Deleted || v[2].Deleted {
		t.Errorf("view %+v", v)
	}
}

func TestDeletionNeedsRightsInGroups(t *testing.T) {
	t.Parallel()
	s := quiet()
	boss, worker := s.NewPerson(tt.User{}), s.NewPerson(tt.User{})
	g := s.NewGroup("Staff", tt.Supergroup, boss)
	g.AddBot(boss, tt.Rights{CanManageChat: true})
	g.Join(worker)
	said := tt.Must(worker.In(g).Text("x"))
	gid, id := number(g.ID()), number(int64(said.MessageID))
	ask(t, s, "deleteMessage", "chat_id", gid, "message_id", id).refused(t, 400, "Bad Request: message can't be deleted")
	own := tt.Must(boss.In(g).Text("y"))
	if err := worker.In(g).Delete(own.MessageID); err == nil {
		t.Error("a member deletes the owner's message")
	}
	g.PromoteBot(boss, tt.AllRights())
	ask(t, s, "deleteMessages", "chat_id", gid, "message_ids", "["+id+",9999]").accepted(t)
	ask(t, s, "deleteMessages", "chat_id", gid, "message_ids", "[]").refused(t, 400, "Bad Request: message identifiers are not specified")
	if err := boss.In(g).Delete(own.MessageID); err != nil {
		t.Error(err)
	}
	for _, m := range s.Chat(g.ID()).Messages {
		if m.Text != "" && !m.Deleted {
			t.Errorf("left: %+v", m)
		}
	}
}

func TestCaptionsAreEdited(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	me := number(p.ID())
	photo := tt.Must(p.Private().Photo(100, 100, nil)).Photo[0].FileID
	m := decode[tt.Message](t, ask(t, s, "sendPhoto", "chat_id", me, "photo", photo, "caption", "one").accepted(t))
	id := number(int64(m.MessageID))
	edited := decode[tt.Message](t, ask(t, s, "editMessageCaption", "chat_id", me, "message_id", id, "caption", "<b>two</b>", "parse_mode", "HTML").accepted(t))
	if edited.Caption != "two" || len(edited.CaptionEntities) != 1 || edited.EditDate == 0 {
		t.Errorf("edited %+v", edited)
	}
	ask(t, s, "editMessageText", "chat_id", me, "message_id", id, "text", "x").refused(t, 400, "Bad Request: there is no text in the message to edit")
	ask(t, s, "editMessageCaption", "chat_id", me, "message_id", id, "caption", strings.Repeat("a", 1025)).refused(t, 400, "Bad Request: message caption is too long")
}

func TestTG12ProtectedContentStays(t *testing.T) {
	t.Parallel()
	s := quiet()
	p := anna(s)
	me := number(p.ID())
	m := decode[tt.Message](t, ask(t, s, "sendMessage", "chat_id", me, "text", "x", "protect_content", "true").accepted(t))
	for _, method := range []string{"copyMessage", "forwardMessage"} {
		ask(t, s, method, "chat_id", me, "from_chat_id", me, "message_id", number(int64(m.MessageID))).
			refused(t, 400, "Bad Request: message has protected content and can't be forwarded")
	}
}
