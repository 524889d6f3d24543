package llm

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// What kept the model from answering. In every case the local understanding stands.
var (
	ErrBudget     = errors.New("the model's budget for this hour is used up")
	ErrBusy       = errors.New("the model is busy")
	ErrOpen       = errors.New("the model failed repeatedly and is left alone for a while")
	ErrSlow       = errors.New("the model did not answer in time")
	ErrRefused    = errors.New("the model refused")
	ErrUnreadable = errors.New("the model's answer cannot be read")
	ErrServer     = errors.New("the model's server failed")
)

// serverError is an answer other than 200. It keeps the status, never the body: servers echo
// what they were sent.
type serverError struct {
	status int
	about  bool // the body speaks of the response format
	after  time.Duration
}

func (e *serverError) Error() string { return fmt.Sprintf("%v with status %d", ErrServer, e.status) }
func (e *serverError) Unwrap() error { return ErrServer }

// unsupported tells that the server does not know this way of asking.
func (e *serverError) unsupported() bool {
	switch e.status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return e.about
}

// again tells that the same request may succeed later.
func (e *serverError) again() bool {
	return e.status == http.StatusTooManyRequests || e.status >= 500 && e.status != http.StatusNotImplemented
}

const usualWait = 500 * time.Millisecond

// translate looks at RequestError first: servers that are not OpenAI's fill only that.
func translate(err error, h http.Header) error {
	e := &serverError{after: retryAfter(h)}
	var re *openai.RequestError
	var ae *openai.APIError
	switch {
	case errors.As(err, &re) && re.HTTPStatusCode != 0:
		e.status = re.HTTPStatusCode
		e.about = mentionsFormat(string(re.Body))
	case errors.As(err, &ae) && ae.HTTPStatusCode != 0:
		e.status = ae.HTTPStatusCode
		e.about = mentionsFormat(ae.Message)
	case errors.Is(err, errTooLong):
		return fmt.Errorf("%w: longer than %d bytes", ErrUnreadable, mostBytes)
	default:
		return fmt.Errorf("%w: no usable answer", ErrServer)
	}
	if e.status == http.StatusOK {
		return fmt.Errorf("%w: not JSON", ErrUnreadable)
	}
	return e
}

func mentionsFormat(s string) bool {
	return strings.Contains(s, "response_format") || strings.Contains(s, "json_schema")
}

// retryAfter reads seconds; a date or nonsense counts as the usual wait.
func retryAfter(h http.Header) time.Duration {
	n, err := strconv.ParseFloat(h.Get("Retry-After"), 64)
	if err != nil || n < 0 || n > 3600 {
		return usualWait
	}
	return time.Duration(n * float64(time.Second))
}
