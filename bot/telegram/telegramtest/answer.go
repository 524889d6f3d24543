package telegramtest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Error is a refusal in Telegram's form; Code is also the HTTP status.
type Error struct {
	Code        int
	Description string
	RetryAfter  int   // seconds, in parameters
	MigrateTo   int64 // new chat id, in parameters
}

func (e *Error) Error() string { return e.Description }

func badRequest(text string) *Error {
	return &Error{Code: http.StatusBadRequest, Description: "Bad Request: " + text}
}

func forbidden(text string) *Error {
	return &Error{Code: http.StatusForbidden, Description: "Forbidden: " + text}
}

func conflict(text string) *Error {
	return &Error{Code: http.StatusConflict, Description: "Conflict: " + text}
}

func tooMany(seconds int) *Error {
	return &Error{
		Code:        http.StatusTooManyRequests,
		Description: "Too Many Requests: retry after " + strconv.Itoa(seconds),
		RetryAfter:  seconds,
	}
}

type parameters struct {
	MigrateToChatID int64 `json:"migrate_to_chat_id,omitempty"`
	RetryAfter      int   `json:"retry_after,omitempty"`
}

type refusal struct {
	OK          bool        `json:"ok"`
	ErrorCode   int         `json:"error_code"`
	Description string      `json:"description"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

func (e *Error) body() []byte {
	r := refusal{ErrorCode: e.Code, Description: e.Description}
	if e.RetryAfter != 0 || e.MigrateTo != 0 {
		r.Parameters = &parameters{MigrateToChatID: e.MigrateTo, RetryAfter: e.RetryAfter}
	}
	body, _ := json.Marshal(r) // strings and numbers only: cannot fail
	return body
}

func success(result any) ([]byte, error) {
	raw, ok := result.(json.RawMessage)
	if !ok {
		var err error
		if raw, err = json.Marshal(result); err != nil {
			return nil, err
		}
	}
	body := make([]byte, 0, len(raw)+24)
	body = append(body, `{"ok":true,"result":`...)
	return append(append(body, raw...), '}'), nil
}

func respond(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the peer may be gone
}

func refuse(w http.ResponseWriter, e *Error) {
	if e.RetryAfter != 0 {
		w.Header().Set("Retry-After", strconv.Itoa(e.RetryAfter))
	}
	respond(w, e.Code, e.body())
}
