package telegramtest

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// webhook delivers updates by POST. The updates of one chat form one queue: in order, and a
// failing one holds up the later ones (TG-23).
type webhook struct {
	s       *Server
	url     string
	secret  string
	most    int
	ctx     context.Context
	stop    context.CancelFunc
	client  *http.Client
	slots   chan struct{}
	waiting map[int64][]*update // a key exists while its queue is being worked on
	failed  time.Time
	failure string
	gone    time.Time // since when the receiver answers 410
}

// goneAge is how long a receiver may answer 410 before the webhook is dropped (TG-23).
const goneAge = 23 * time.Hour

func (c *call) setWebhook() (any, *Error) {
	if c.str("url") == "" {
		return c.deleteWebhook()
	}
	if e := checkWebhook(c.str("url"), c.str("secret_token")); e != nil {
		return nil, e
	}
	most := c.int("max_connections")
	if most == 0 {
		most = 40
	}
	if most < 1 || most > 100 {
		return nil, badRequest("bad webhook: max_connections must be between 1 and 100")
	}
	if e := c.subscribe(); e != nil {
		return nil, e
	}
	c.stopWebhook()
	if c.flag("drop_pending_updates") {
		c.dropPending()
	}
	if c.queue.poller != nil {
		close(c.queue.poller)
		c.queue.poller = nil
	}
	c.startWebhook(most)
	return true, nil
}

// checkWebhook applies TG-22; plain http is for loopback only.
func checkWebhook(raw, secret string) *Error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return badRequest("bad webhook: invalid URL specified")
	}
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	ports := []string{"", "443", "80", "88", "8443"}
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback):
		return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	case !loopback && !slices.Contains(ports, u.Port()):
		return badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	case len(secret) > 256:
		return badRequest("secret token is too long")
	}
	for _, r := range secret {
		if r != '-' && (r > 'z' || nameLen(string(r)) == 0) {
			return badRequest("secret token contains unallowed characters")
		}
	}
	return nil
}

func (c *call) startWebhook(most int) {
	ctx, stop := context.WithCancel(context.Background())
	h := &webhook{
		s: c.Server, url: c.str("url"), secret: c.str("secret_token"), most: most, ctx: ctx, stop: stop,
		slots: make(chan struct{}, most), waiting: map[int64][]*update{},
		client: c.postman,
	}
	if h.client == nil {
		h.client = &http.Client{
			Timeout:       time.Minute,
			Transport:     &http.Transport{MaxIdleConnsPerHost: most},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	c.hook = h
	for e := c.queue.pending.Front(); e != nil; e = e.Next() {
		h.enqueue(e.Value.(*update))
	}
	c.touch()
}

// stopWebhook ends deliveries; what was not delivered stays pending. The server is locked.
func (s *Server) stopWebhook() {
	if s.hook != nil {
		s.hook.stop()
		s.hook.client.CloseIdleConnections()
		s.hook = nil
	}
}

func (s *Server) dropPending() {
	for id := range s.queue.places {
		s.queue.drop(id)
	}
	s.queue.again = nil
}

func (c *call) deleteWebhook() (any, *Error) {
	c.stopWebhook()
	if c.flag("drop_pending_updates") {
		c.dropPending()
	}
	c.touch()
	return true, nil
}

func (c *call) getWebhookInfo() (any, *Error) {
	info := struct {
		URL         string   `json:"url"`
		Certificate bool     `json:"has_custom_certificate"`
		Pending     int      `json:"pending_update_count"`
		FailedAt    int64    `json:"last_error_date,omitempty"`
		Failure     string   `json:"last_error_message,omitempty"`
		Most        int      `json:"max_connections,omitempty"`
		Allowed     []string `json:"allowed_updates,omitempty"`
	}{Pending: c.queue.pending.Len(), Allowed: c.queue.allowed}
	if h := c.hook; h != nil {
		info.URL, info.Most, info.Failure = h.url, h.most, h.failure
		if h.failure != "" {
			info.FailedAt = h.failed.Unix()
		}
	}
	return info, nil
}
