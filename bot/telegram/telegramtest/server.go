package telegramtest

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the bot token of a server without the [Token] option.
const DefaultToken = "123456:telegramtest-token"

// Server is a fake Bot API server for one bot. It is an http.Handler and safe for concurrent use.
type Server struct {
	config
	methods map[string]method
	closed  chan struct{}

	mu       sync.Mutex
	world    world
	queue    queue
	hook     *webhook
	limiter  limiter
	files    fileStore
	queries  queries
	profile  profile
	rules    []*Scripted
	log      callLog
	changes  uint64
	changed  chan struct{} // closed at the next change; nil while nobody waits
	closeOne sync.Once
}

// New returns a server without people or chats.
func New(opts ...Option) *Server {
	c := defaults()
	for _, o := range opts {
		o(&c)
	}
	s := &Server{config: c, methods: methodTable(), closed: make(chan struct{})}
	s.world = newWorld(c.bot)
	s.queue = newQueue(c.firstUpdate, c.keepUpdates)
	s.limiter = newLimiter(c.limits)
	s.files = newFileStore(c.keepFiles)
	s.queries = newQueries(c.keepUpdates)
	s.profile = newProfile()
	s.log = callLog{limit: c.keepCalls}
	return s
}

// Close ends long polls, hanging calls and webhook deliveries. It does not forget anything.
func (s *Server) Close() {
	s.closeOne.Do(func() {
		close(s.closed)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stopWebhook()
	})
}

// T is the part of testing.TB that [Start] needs.
type T interface {
	Helper()
	Cleanup(func())
	Fatal(args ...any)
}

// Start serves a new server on loopback until the test ends and returns it with its base URL.
func Start(t T, opts ...Option) (*Server, string) {
	t.Helper()
	s := New(opts...)
	url, stop, err := s.Listen()
	if err != nil {
		t.Fatal("listen on loopback: ", err)
	}
	t.Cleanup(stop)
	return s, url
}

// Listen serves s on a free loopback port and returns the base URL and a function that stops.
func (s *Server) Listen() (url string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	web := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = web.Serve(l) }()
	return "http://" + l.Addr().String(), func() { s.Close(); _ = web.Close() }, nil
}

// BotToken is the token the bot has to use.
func (s *Server) BotToken() string { return s.token }

// BotUser is the bot itself.
func (s *Server) BotUser() User { return s.bot }

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, found := strings.Cut(rest, "/")
	switch {
	case !ok || !found || name == "":
		refuse(w, &Error{Code: http.StatusNotFound, Description: "Not Found"})
	case token != s.token:
		refuse(w, &Error{Code: http.StatusUnauthorized, Description: "Unauthorized"})
	default:
		s.serveCall(w, r, strings.TrimPrefix(name, "test/"))
	}
}
