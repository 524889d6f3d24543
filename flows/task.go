package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// What other desks are asked, as the history names it, and the form it is asked in.
const (
	actTask     complaint.Action = "task"
	actReported complaint.Action = "reported"
	taskForm                     = "task"
)

// taskSlot begins the slot of what another desk is asked. A reply to it never goes to the
// customer, whichever group it is shown in.
const taskSlot = "task:"

// desksAnswered is the requirement of a closing list that every desk that was asked has
// answered.
const desksAnswered = "desks_answered"

// taskCommand asks another desk: "/task legal words", in the complaint's topic or as a reply
// to its card.
func (t *turn) taskCommand(args string) {
	v := t.desk(t.where())
	word, words, _ := strings.Cut(strings.TrimSpace(args), " ")
	desk, known := complaint.Desk(""), false
	if t.c != nil {
		desk, known = t.deskMeant(word)
	}
	switch {
	case t.c == nil || t.c.Number == "" || t.elsewhere() || t.where() == complaint.ManagersDesk:
		t.here(v.Say("task_where"))
	case t.concerned():
		t.here(v.Say("staff_colleague"))
	case !t.c.Status.Open():
		t.here(v.Say("staff_over", "status", v.Str("state_"+string(t.c.Status))))
	case len(t.otherDesks()) == 0:
		t.here(v.Say("task_nobody"))
	case !known || strings.TrimSpace(words) == "":
		t.here(v.Say("task_how", "desks", t.deskIDs()))
	default:
		t.openTask(desk, strings.TrimSpace(words), false)
		t.here(v.Say("task_sent", "desk", t.deskName(desk, v.Lang)))
	}
}

func (t *turn) deskIDs() string {
	var ids []string
	for _, d := range t.otherDesks() {
		ids = append(ids, string(d))
	}
	return strings.Join(ids, ", ")
}

// chooseTaskDesk offers the desks that can be asked.
func (t *turn) chooseTaskDesk() {
	v := t.desk(complaint.StaffDesk)
	if len(t.otherDesks()) == 0 || !t.c.Status.Open() {
		t.answer(v.Str("button_stale"))
		return
	}
	t.showForm(v.Say("form_task_whom", "number", t.c.Number), append(t.deskButtons("taskto"), row(t.formButton("button_back", "cancel")))...)
}

// startTask asks what the other desk shall find out or do.
func (t *turn) startTask(to string) {
	v := t.desk(complaint.StaffDesk)
	if !slices.Contains(t.otherDesks(), complaint.Desk(to)) || !t.c.Status.Open() {
		t.answer(v.Str("button_stale"))
		return
	}
	t.s.Stage, t.s.Question = complaint.Resolving, "words"
	t.s.Form = map[string]string{"complaint": t.c.ID, "form": taskForm, "desk": to}
	t.showForm(v.Say("form_task_words", "by", t.st.Actor.Name, "desk", t.deskName(complaint.Desk(to), v.Lang)), row(t.formButton("button_back", "cancel")))
}

// finishTask asks the desk of the form what was typed.
func (t *turn) finishTask(words string) {
	to := complaint.Desk(t.s.Form["desk"])
	v := t.desk(complaint.StaffDesk)
	if !slices.Contains(t.otherDesks(), to) || !t.c.Status.Open() {
		t.showForm(v.Say("form_cancelled", "by", t.st.Actor.Name))
	} else {
		t.showForm(v.Say("task_sent", "desk", t.deskName(to, v.Lang)))
		t.openTask(to, words, false)
	}
	t.endForm()
}

// openTask puts a question before another desk, or demands improvement of it. The policy's
// clocks that run from then begin, and their end is the task's deadline.
func (t *turn) openTask(to complaint.Desk, words string, demand bool) {
	words = excerpt(words, 1500)
	act, h := actTask, policy.HandedOver
	if demand {
		act, h = actDemand, policy.Demanded
	}
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), act, string(to)+": "+words)
	t.c.Tasks = append(t.c.Tasks, complaint.Task{N: len(t.c.Tasks) + 1, From: t.home(), To: to, Words: words, Demand: demand, By: cmp.Or(t.st.Actor.Name, t.c.OwnerName), At: t.now})
	t.happened(h)
	task := &t.c.Tasks[len(t.c.Tasks)-1]
	task.Due = t.reportDue(h)
	t.showTask(*task)
	t.showCard()
}

// reportDue is when the policy wants the answer of a unit that is asked now; zero: it says
// nothing. Every task has clocks of its own.
func (t *turn) reportDue(h policy.Happening) (due time.Time) {
	for _, rule := range t.Policy.ClocksOf(t.facts()) {
		if rule.Start != h || rule.Stop != policy.Reported {
			continue
		}
		id := rule.At(t.now, t.Policy.Calendar()).ID
		if !slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool { return c.Running() && c.Rule == id && c.Started.Equal(t.now) }) {
			t.startClock(rule, t.now)
		}
		if at, _ := t.Policy.Due(rule, t.now, t.pauses()); !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// isClockOf reports whether a clock of that rule waits for the answer to a task.
func isClockOf(c *complaint.Clock, rule policy.ClockRule, k complaint.Task) bool {
	begins := policy.HandedOver
	if k.Demand {
		begins = policy.Demanded
	}
	return rule.Start == begins && rule.Stop == policy.Reported && c.Started.Equal(k.At)
}

// ofOpenTask reports whether a clock waits for an answer that is still owed.
func (t *turn) ofOpenTask(c *complaint.Clock, rule policy.ClockRule) bool {
	return slices.ContainsFunc(t.c.Tasks, func(k complaint.Task) bool { return k.Open() && isClockOf(c, rule, k) })
}

// showTask makes the small card in the other desk's group look like the task is now.
func (t *turn) showTask(k complaint.Task) {
	v := t.voiceOf(k.To)
	head := "task_head"
	if k.Demand {
		head = "task_head_demand"
	}
	text := v.Say(head, "number", t.c.Number, "desk", t.deskName(k.From, v.Lang), "by", k.By)
	if !t.veiled() {
		text = joinLines(text, quoted(excerpt(t.c.Summary, 200)))
	}
	text = joinLines(text, bold(k.Words))
	var buttons [][]complaint.Button
	switch {
	case !k.Open():
		text = joinLines(text, v.Say("task_answered", "by", k.DoneBy, "when", v.When(k.DoneAt, t.now, t.Policy.Zone())))
	case !k.Due.IsZero():
		text = joinLines(text, v.Say("task_due", "when", v.When(k.Due, t.now, t.Policy.Zone())))
	}
	if k.Open() {
		buttons = append(buttons, row(complaint.Button{Text: v.Str("button_task_done"), Data: data("s", "taskdone", t.c.Number, strconv.Itoa(k.N))}))
	}
	t.send(complaint.Outbound{Op: complaint.Show, Slot: t.taskSlotOf(k), Desk: k.To, Text: text, Buttons: buttons})
}

// taskPressed says how to answer a task, and which one the next reply answers.
func (t *turn) taskPressed(n string) {
	v := t.desk(t.where())
	i, err := strconv.Atoi(n)
	if err != nil || i < 1 || i > len(t.c.Tasks) || !t.c.Tasks[i-1].Open() {
		t.answer(v.Str("button_stale"))
		return
	}
	t.endForm()
	t.s.Form = map[string]string{"complaint": t.c.ID, "answers": n}
	t.alert(v.Str("task_reply_here", "desk", t.deskName(t.c.Tasks[i-1].From, v.Lang)))
}

// fromOtherDesk deals with words about a complaint that another desk has: the answer to what
// this one was asked goes to that desk; anything else is kept as a note.
func (t *turn) fromOtherDesk() {
	v := t.voiceOf(t.where())
	m := t.record(complaint.Note)
	task, asked := t.taskMeant()
	if !asked {
		t.here(v.Say("staff_desk_has_it", "number", t.c.Number, "desk", t.deskName(t.home(), v.Lang)))
		return
	}
	t.mergeAnswer(m, task)
	if task != nil && task.Open() {
		t.finish(task)
	}
	t.here(v.Say("task_passed_on", "desk", t.deskName(t.home(), v.Lang)))
}

// taskMeant is the task that a reply answers: the one whose message it replies to, the one
// chosen with the button, otherwise the oldest that this desk owes. asked tells whether this
// desk was asked anything at all.
func (t *turn) taskMeant() (task *complaint.Task, asked bool) {
	if k := t.taskOfSlot(); k != nil {
		return k, true
	}
	chosen, _ := strconv.Atoi(t.s.Form["answers"])
	for i := range t.c.Tasks {
		k := &t.c.Tasks[i]
		if t.st.Org.Resolve(k.To).Chat != t.ev.Chat.ID {
			continue
		}
		asked = true
		if k.Open() && (task == nil || t.s.Form["complaint"] == t.c.ID && k.N == chosen) {
			task = k
		}
	}
	return task, asked
}

// taskOfSlot is the task whose message this event replies to, or nil.
func (t *turn) taskOfSlot() *complaint.Task {
	for i := range t.c.Tasks {
		if t.st.Slot != "" && t.st.Slot == t.taskSlotOf(t.c.Tasks[i]) {
			return &t.c.Tasks[i]
		}
	}
	return nil
}

func (t *turn) taskSlotOf(k complaint.Task) string { return fmt.Sprintf(taskSlot+"%s:%d", t.c.ID, k.N) }

// mergeAnswer puts what another desk wrote into the complaint's own thread, with who and when.
func (t *turn) mergeAnswer(m complaint.Message, task *complaint.Task) {
	v, from := t.desk(complaint.StaffDesk), t.where()
	if task != nil {
		from = task.To
	}
	text := v.Say("task_answer", "desk", t.deskName(from, v.Lang), "by", t.st.Actor.Name, "when", v.When(t.now, t.now, t.Policy.Zone()))
	if m.Text != "" {
		text = joinLines(text, quoted(m.Text))
	}
	t.remark(text)
	if len(m.Attachments) > 0 {
		t.toStaff(complaint.Outbound{Op: complaint.Copy, CopyFrom: m.Chat, CopyIDs: []int64{m.MessageID}})
	}
}

// finish closes a task: its unit has reported. What other units owe runs on.
func (t *turn) finish(task *complaint.Task) {
	task.DoneBy, task.DoneAt = t.st.Actor.Name, t.now
	delete(t.s.Form, "answers")
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actReported, fmt.Sprintf("%s %d", task.To, task.N))
	t.happened(policy.Reported)
	t.showTask(*task)
	t.showCard()
}

// awaitsDesks reports whether another desk still owes an answer.
func (t *turn) awaitsDesks() bool { return slices.ContainsFunc(t.c.Tasks, complaint.Task.Open) }

// owedToClose are the requirements of the closing list that words of the owner cannot fulfil:
// what other desks owe, and what was to be arranged and done.
func (t *turn) owedToClose() (out []policy.Requirement) {
	for _, r := range t.Policy.CloseMissing(t.closingFacts(), t.given()) {
		if r.ID == desksAnswered || t.owedInSteps(r.ID) {
			out = append(out, r)
		}
	}
	return out
}

// cardTasks lists what other desks still owe.
func (t *turn) cardTasks(v texts.Voice) (out complaint.Rich) {
	for _, k := range t.c.Tasks {
		if !k.Open() || !t.c.Status.Open() {
			continue
		}
		line := v.Say("card_task", "desk", t.deskName(k.To, v.Lang), "words", excerpt(k.Words, 60))
		if !k.Due.IsZero() {
			line = append(line, v.Say("card_task_due", "when", v.When(k.Due, t.now, t.Policy.Zone()))...)
		}
		out = joinLines(out, line)
	}
	return out
}
