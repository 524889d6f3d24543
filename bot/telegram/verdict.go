package telegram

import (
	"net/http"
	"strings"
	"time"

	"redress/flows/complaint"
)

// verdict says what an answer means for a parcel, whatever was asked.
func verdict(a answer) complaint.Outcome {
	o := complaint.Outcome{State: complaint.Failed, Reason: a.Description}
	switch {
	case a.OK:
		return complaint.Outcome{State: complaint.Sent}
	case a.Err != nil:
		o = complaint.Outcome{State: complaint.Retrying, Offline: true, Uncertain: a.Wrote, Reason: "no answer: " + a.Err.Error()}
	case a.Code == http.StatusTooManyRequests:
		o.State, o.Throttled = complaint.Retrying, max(a.RetryAfter, time.Second)
	case a.MigrateTo != 0:
		o.State, o.Migrated = complaint.Retrying, a.MigrateTo
	case a.Code >= 500:
		o.State, o.Offline, o.Uncertain = complaint.Retrying, true, true
		o.Throttled = a.RetryAfter
	case a.Code == http.StatusUnauthorized, a.Code == http.StatusNotFound:
		o.State, o.Offline = complaint.Retrying, true
		o.Reason = ErrToken.Error()
	case a.Code == http.StatusConflict:
		o.State = complaint.Retrying
	case a.Code == http.StatusForbidden, a.says("user_is_blocked", "input_user_deactivated", "user is deactivated"):
		o.State = complaint.BlockedBy
	}
	return o
}

// says reports whether the refusal contains one of the phrases, given in lower case. Telegram
// has no finer codes than its sentences.
func (a answer) says(phrases ...string) bool {
	text := strings.ToLower(a.Description)
	for _, p := range phrases {
		if !a.OK && a.Err == nil && strings.Contains(text, p) {
			return true
		}
	}
	return false
}

func (a answer) badRequest() bool {
	return !a.OK && a.Err == nil && a.Code == http.StatusBadRequest && a.MigrateTo == 0
}

func (a answer) topicGone() bool {
	return a.badRequest() && a.says("message thread not found", "topic_id_invalid", "topic_deleted", "topic not found")
}

func (a answer) topicClosed() bool {
	return a.badRequest() && a.says("topic_closed", "topic is closed")
}

func (a answer) notModified() bool { return a.badRequest() && a.says("not modified", "not_modified") }

func (a answer) cardGone() bool {
	return a.badRequest() && a.says("message to edit not found", "message can't be edited", "message_id_invalid")
}
