package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
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
	ErrNoModel    = errors.New("no model is configured for this")
)

// serverError is an answer other than 200, or none at all (status 0). It keeps the status,
// never the body: servers echo what they were sent.
type serverError struct {
	status int
	about  bool // the body speaks of the response format
	modern bool // the body wants the newer parameters
	after  time.Duration
}

func (e *serverError) Error() string {
	if e.status == 0 {
		return ErrServer.Error() + " without an answer"
	}
	return fmt.Sprintf("%v with status %d", ErrServer, e.status)
}

func (e *serverError) Unwrap() error { return ErrServer }

// unsupported tells that the server may not know this way of asking.
func (e *serverError) unsupported() bool {
	switch e.status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return e.about
}

// again tells that the same request may succeed later.
func (e *serverError) again() bool {
	switch e.status {
	case 0, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return e.status >= 500 && e.status != http.StatusNotImplemented
}

const usualWait = 500 * time.Millisecond

// translate looks at RequestError first: servers that are not OpenAI's fill only that.
func (c *Client) translate(err error, h http.Header) error {
	e := &serverError{after: retryAfter(h, c.conf.Now())}
	body := ""
	var re *openai.RequestError
	var ae *openai.APIError
	switch {
	case errors.Is(err, errTooLong):
		return fmt.Errorf("%w: longer than is read", ErrUnreadable)
	case errors.As(err, &re) && re.HTTPStatusCode != 0:
		e.status, body = re.HTTPStatusCode, string(re.Body)
	case errors.As(err, &ae) && ae.HTTPStatusCode != 0:
		e.status, body = ae.HTTPStatusCode, fmt.Sprint(ae.Message, " ", ae.Code)
	case broken(err):
		return fmt.Errorf("%w: not JSON", ErrUnreadable)
	}
	switch {
	case e.status == http.StatusOK:
		return fmt.Errorf("%w: not JSON", ErrUnreadable)
	case e.status >= 400 && e.status < 500 && mentions(body, "content_filter", "content management policy", "data_inspection_failed"):
		return ErrRefused
	}
	e.about = mentions(body, "response_format", "json_schema")
	e.modern = e.status == http.StatusBadRequest && mentions(body, "max_tokens", "max_completion_tokens", "temperature")
	return e
}

// broken tells a body that is no JSON from a connection that failed.
func broken(err error) bool {
	var syntax *json.SyntaxError
	var misfit *json.UnmarshalTypeError
	return errors.As(err, &syntax) || errors.As(err, &misfit) || errors.Is(err, io.EOF) && !isTransport(err)
}

func isTransport(err error) bool {
	var u *url.Error
	return errors.As(err, &u)
}

func mentions(s string, any ...string) bool {
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(s, w) })
}

// retryAfter reads milliseconds, seconds or a date; nonsense counts as the usual wait.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms >= 0 {
		return span(ms / 1000)
	}
	s := h.Get("Retry-After")
	if n, err := strconv.ParseFloat(s, 64); err == nil && n >= 0 {
		return span(n)
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, at.Sub(now))
	}
	return usualWait
}

// span is at most a day, so that no number overflows.
func span(seconds float64) time.Duration {
	return time.Duration(min(seconds, 86400) * float64(time.Second))
}
