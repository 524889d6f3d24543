package sandbox

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
)

const maxForm = 64 << 10 // bytes of one POST

// guard lets only this page act: it refuses names that are not loopback (DNS rebinding), other
// origins and POSTs without the token of this start, and forbids the browser everything the
// page does not need.
func (s *Stage) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		switch {
		case !loopback(r.Host):
			http.Error(w, "open the page by its loopback address", http.StatusForbidden)
		case r.Method == http.MethodPost && !sameOrigin(r):
			http.Error(w, "only the page itself may do this", http.StatusForbidden)
		case r.Method == http.MethodPost && !s.knows(w, r):
			http.Error(w, "the page is from an earlier start: load it again", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// loopback tells whether a Host header names this machine.
func loopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if name == "localhost" {
		return true
	}
	if n := len(name); n > 2 && name[0] == '[' && name[n-1] == ']' {
		name = name[1 : n-1]
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// sameOrigin trusts what browsers say about where a request comes from; a request that says
// nothing comes from no browser and still needs the token.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

func (s *Stage) knows(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	return subtle.ConstantTimeCompare([]byte(r.PostFormValue("token")), []byte(s.token)) == 1
}
