package sqlstore

import (
	"net/url"
	"strings"
	"testing"
)

func TestServerThatCannotBeUsedIsExplained(t *testing.T) {
	t.Parallel()
	good, err := url.Parse(servers.Database(t))
	must(t, err)
	for want, change := range map[string]func(*url.URL){
		"has no database":        func(u *url.URL) { u.Path = "/missing" },
		"does not let user":      func(u *url.URL) { u.User = url.UserPassword("nobody", "s3cret-word") },
		"check that it runs":     func(u *url.URL) { u.Host = "127.0.0.1:1"; u.User = url.UserPassword("x", "s3cret-word") },
		"do not go together":     func(u *url.URL) { u.RawQuery = "sslmode=require"; u.User = url.UserPassword("postgres", "s3cret-word") },
		"not an address":         func(u *url.URL) { u.RawQuery = "sslmode=odd&password=s3cret-word" },
		"not an address of Post": func(u *url.URL) { u.Opaque = "//x:s3cret-word@[::1" },
	} {
		u := *good
		change(&u)
		_, err := Open(t.Context(), u.String(), quiet(t))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret-word") {
			t.Errorf("%s: %v", want, err)
		}
	}
}
