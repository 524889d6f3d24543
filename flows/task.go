package flows

import (
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
		t.openTask(desk, strings.TrimSpace(words))
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
		t.openTask(to, words)
	}
	t.endForm()
}

// openTask puts a question before another desk. The policy's clocks that run from handing
// over begin, and their end is the task's deadline.
func (t *turn) openTask(to complaint.Desk, words string) {
	words = excerpt(words, 1500)
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actTask, string(to)+": "+words)
	t.c.Tasks = append(t.c.Tasks, complaint.Task{N: len(t.c.Tasks) + 1, From: t.home(), To: to, Words: words, By: t.st.Actor.Name, At: t.now})
	t.happened(policy.HandedOver)
	task := &t.c.Tasks[len(t.c.Tasks)-1]
	task.Due = t.reportDue()
	t.showTask(*task)
	t.showCard()
}

// reportDue is when the policy wants the answer of a unit that is asked now; zero: it says
// nothing. A clock that was met by an earlier answer begins again.
func (t *turn) reportDue() (due time.Time) {
	for _, rule := range t.Policy.ClocksOf(t.facts()) {
		if rule.Start != policy.HandedOver || rule.Stop != policy.Reported {
			continue
		}
		if !slices.ContainsFunc(t.c.Clocks, func(c complaint.Clock) bool {
			return c.Running() && c.Rule == rule.At(c.Started, t.Policy.Calendar()).ID
		}) {
			t.startClock(rule, t.now)
		}
		if at, _ := t.Policy.Due(rule, t.now, t.pauses()); !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// showTask makes the small card in the other desk's group look like the task is now.
func (t *turn) showTask(k complaint.Task) {
	v := t.voiceOf(k.To)
	text := v.Say("task_head", "number", t.c.Number, "desk", t.deskName(k.From, v.Lang), "by", k.By)
	if !t.namesColleague() {
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
	t.send(complaint.Outbound{Op: complaint.Show, Slot: fmt.Sprintf("task:%s:%d", t.c.ID, k.N), Desk: k.To, Text: text, Buttons: buttons})
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
	t.mergeAnswer(m)
	if task != nil {
		t.finish(task)
	}
	t.here(v.Say("task_passed_on", "desk", t.deskName(t.home(), v.Lang)))
}

// taskMeant is the open task of this desk that a reply answers: the one chosen with the button,
// otherwise the oldest. asked tells whether this desk was asked anything at all.
func (t *turn) taskMeant() (task *complaint.Task, asked bool) {
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

// mergeAnswer puts what another desk wrote into the complaint's own thread, with who and when.
func (t *turn) mergeAnswer(m complaint.Message) {
	v := t.desk(complaint.StaffDesk)
	text := v.Say("task_answer", "desk", t.deskName(t.where(), v.Lang), "by", t.st.Actor.Name, "when", v.When(t.now, t.now, t.Policy.Zone()))
	if m.Text != "" {
		text = joinLines(text, quoted(m.Text))
	}
	t.remark(text)
	if len(m.Attachments) > 0 {
		t.toStaff(complaint.Outbound{Op: complaint.Copy, CopyFrom: m.Chat, CopyIDs: []int64{m.MessageID}})
	}
}

// finish closes a task; with the last one the unit has reported.
func (t *turn) finish(task *complaint.Task) {
	task.DoneBy, task.DoneAt = t.st.Actor.Name, t.now
	delete(t.s.Form, "answers")
	t.note(t.st.Actor.ID, string(t.st.Actor.Role), actReported, fmt.Sprintf("%s %d", task.To, task.N))
	if !t.awaitsDesks() {
		t.happened(policy.Reported)
	}
	t.showTask(*task)
	t.showCard()
}

// awaitsDesks reports whether another desk still owes an answer.
func (t *turn) awaitsDesks() bool { return slices.ContainsFunc(t.c.Tasks, complaint.Task.Open) }

// owedByDesks is the requirement of the closing list that waits for other desks; nil when it
// does not stand in the way.
func (t *turn) owedByDesks() []policy.Requirement {
	for _, r := range t.Policy.CloseMissing(t.closingFacts(), t.given()) {
		if r.ID == desksAnswered {
			return []policy.Requirement{r}
		}
	}
	return nil
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
