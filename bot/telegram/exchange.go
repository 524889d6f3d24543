package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

const maxAnswer = 64 << 20 // bytes of one answer

// answer is what came back for one call, read from the wire: the library's own errors lose the
// difference between "refused", "answer lost" and "done, but the result has a field unknown to it".
type answer struct {
	OK          bool
	Code        int // Telegram's error code, or the HTTP status; 0: no answer
	Description string
	RetryAfter  time.Duration
	MigrateTo   int64
	Result      json.RawMessage
	Err         error // no answer: why, without the token
	Wrote       bool  // the request went out completely
}

// exchange is where the recorder puts down what happened to one call.
type exchange struct {
	wrote  atomic.Bool
	status int
	header http.Header
	body   []byte
}

type exchangeKey struct{}

// recorder notes the fate of calls whose context carries an exchange. It also buffers the
// body, so that a connection closed while idle can be replaced before anything was written.
type recorder struct{ base http.RoundTripper }

func (r recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	x, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		return r.base.RoundTrip(req)
	}
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, err
	}
	traced := false
	ctx := httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GetConn:      func(string) { traced = true },
		WroteRequest: func(i httptrace.WroteRequestInfo) { x.wrote.Store(i.Err == nil) },
	})
	out := req.Clone(ctx)
	out.ContentLength = int64(len(body))
	out.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	out.Body, _ = out.GetBody()
	resp, err := r.base.RoundTrip(out)
	if err != nil {
		if !traced { // a transport that does not tell; assume the worse
			x.wrote.Store(true)
		}
		return nil, err
	}
	x.wrote.Store(true)
	x.status, x.header = resp.StatusCode, resp.Header
	x.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	_ = resp.Body.Close()
	if err != nil {
		x.body = nil
		x.status = 0
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(x.body))
	return resp, nil
}

// call runs one call of the library and reads its fate from the wire.
func (c *Client) call(ctx context.Context, do func(ctx context.Context) error) answer {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	x := &exchange{}
	err := do(context.WithValue(ctx, exchangeKey{}, x))
	if x.status == 0 {
		return answer{Err: bare(err), Wrote: x.wrote.Load()}
	}
	return read(x.status, x.header, x.body)
}

// read understands an answer of the Bot API, or of a proxy in front of it.
func read(status int, header http.Header, body []byte) answer {
	var r struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
		ErrorCode   int             `json:"error_code"`
		Parameters  struct {
			RetryAfter      int64 `json:"retry_after"`
			MigrateToChatID int64 `json:"migrate_to_chat_id"`
		} `json:"parameters"`
	}
	a := answer{Code: status, Wrote: true}
	if err := json.Unmarshal(body, &r); err != nil {
		a.Description = "HTTP " + strconv.Itoa(status) + " without a Bot API answer"
		if status < 500 && status != http.StatusTooManyRequests && status != http.StatusRequestEntityTooLarge {
			a.Code = http.StatusBadGateway // something in between answered, not Telegram
		}
		a.RetryAfter = retryHeader(header)
		return a
	}
	a.OK, a.Result, a.Description = r.OK, r.Result, r.Description
	a.RetryAfter = time.Duration(r.Parameters.RetryAfter) * time.Second
	a.MigrateTo = r.Parameters.MigrateToChatID
	if r.ErrorCode != 0 {
		a.Code = r.ErrorCode
	}
	if a.RetryAfter <= 0 {
		a.RetryAfter = retryHeader(header)
	}
	if !a.OK && a.Code < 400 {
		a.Code = http.StatusBadGateway
	}
	return a
}

func retryHeader(h http.Header) time.Duration {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n < 0 || n > 3600 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// bare strips what wraps a transport error, since a *url.Error quotes the URL and with it
// the token.
func bare(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	switch {
	case err == nil:
		return errors.New("no answer")
	case errors.Is(err, context.DeadlineExceeded):
		return context.DeadlineExceeded
	case errors.Is(err, context.Canceled):
		return context.Canceled
	}
	return err
}
