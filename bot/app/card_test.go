package app

import (
	"testing"

	"redress/bot/telegram/telegramtest"
)

// onlyCard checks that a complaint has exactly one card that was not deleted.
func (w *town) onlyCard(number string) telegramtest.MessageView {
	w.t.Helper()
	w.settle()
	card := w.card(number)
	if got := w.count(w.staff.ID(), "Owner:"); got != 1 {
		w.t.Errorf("%d cards:\n%s", got, w.shows(w.staff.ID()))
	}
	return card
}

func TestCardThatWasDeletedComesBackWithTheNextChange(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]telegramtest.Kind{"with topics": telegramtest.Forum, "without topics": telegramtest.Supergroup} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, kind)
			n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
			first := w.onlyCard(n)
			if err := w.otto.In(w.staff).Delete(first.MessageID); err != nil {
				t.Fatal(err)
			}
			w.press(w.anna, w.anna.ID(), "Where it stands")
			telegramtest.Must(w.anna.Private().Document("bill.pdf", "application/pdf", []byte("bill")))
			w.settle()
			second := w.onlyCard(n)
			if second.MessageID == first.MessageID {
				t.Fatal("the deleted card is still shown")
			}
			w.press(w.li, w.staff.ID(), "Release")
			third := w.seesWhere(w.staff.ID(), "the card to claim", func(m telegramtest.MessageView) bool {
				return m.MessageID == second.MessageID && m.Buttons()[0].Text == "Claim"
			})
			if w.onlyCard(n).MessageID != third.MessageID {
				t.Error("the card is not edited any more")
			}
		})
	}
}

func TestTopicThatWasDeletedIsMadeAnew(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	old := w.onlyCard(n).MessageThreadID
	if err := w.staff.DeleteTopic(old); err != nil {
		t.Fatal(err)
	}
	w.say(w.anna, "Is there any news?")
	m := w.sees(w.staff.ID(), "Is there any news?")
	if m.MessageThreadID == old || m.MessageThreadID == 0 {
		t.Errorf("the message is in topic %d, the deleted one was %d", m.MessageThreadID, old)
	}
	if card := w.onlyCard(n); card.MessageThreadID != m.MessageThreadID {
		t.Errorf("the card is in topic %d, the message in %d", card.MessageThreadID, m.MessageThreadID)
	}
	if topics := w.topics(); len(topics) != 1 {
		t.Errorf("%d topics for one complaint", len(topics))
	}
	w.answer(w.li, n, "It is on its way.")
	w.sees(w.anna.ID(), "It is on its way.")
}

func TestTopicIsClosedWithTheComplaintAndOpensAgain(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.resolve(w.li, n, "Refunded.")
	w.press(w.anna, w.anna.ID(), "Solved")
	w.await("the topic closes", func() bool { return w.topics()[0].Closed })
	w.press(w.anna, w.anna.ID(), "1")
	w.sees(w.anna.ID(), "service and communication")
	w.press(w.anna, w.anna.ID(), "1")
	w.press(w.anna, w.anna.ID(), "No comment")
	w.press(w.anna, w.anna.ID(), "Open it again")
	w.say(w.anna, "The money never came.")
	m := w.sees(w.staff.ID(), "The money never came.")
	if topics := w.topics(); len(topics) != 1 || topics[0].Closed || topics[0].ID != m.MessageThreadID {
		t.Errorf("topics %+v, the message is in %d", topics, m.MessageThreadID)
	}
	w.onlyCard(n)
}

// topics are the topics of complaints in the staff group.
func (w *town) topics() []telegramtest.TopicView {
	var made []telegramtest.TopicView
	for _, topic := range w.tg.Chat(w.staff.ID()).Topics {
		if topic.Name != "General" {
			made = append(made, topic)
		}
	}
	return made
}

func TestWhereTheBotMayNotMakeTopics(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Forum)
	rights := telegramtest.AllRights()
	rights.CanManageTopics = false
	w.staff.PromoteBot(w.otto, rights)
	n := w.owned(w.anna, "You charged me twice for order A-1001, I want my 40 euros back")
	w.answer(w.li, n, "It is on its way.")
	w.sees(w.anna.ID(), "It is on its way.")
	w.say(w.anna, "Thank you, I am waiting for it")
	w.sees(w.staff.ID(), "I am waiting for it")
	w.onlyCard(n)
	if len(w.topics()) != 0 {
		t.Errorf("topics %+v", w.topics())
	}
}
