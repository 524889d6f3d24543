package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"redress/bot/telegram"
)

// listener is a running HTTP server, or nothing.
type listener struct{ server *http.Server }

func (l listener) stop() {
	if l.server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if l.server.Shutdown(ctx) != nil {
		_ = l.server.Close() // what is still open after the grace time is cut off
	}
}

// serveHTTP opens the port for health checks and the webhook, if there is one to open.
func (a *App) serveHTTP(in telegram.Inlet) (listener, error) {
	addr := a.cfg.HTTPAddr
	if addr == "" && a.cfg.WebhookURL != "" {
		addr = ":8080"
	}
	if addr == "" {
		return listener{}, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return listener{}, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /readyz", a.ready)
	if a.cfg.WebhookURL != "" {
		mux.Handle(webhookPath, telegram.Webhook(a.cfg.WebhookSecret, in))
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("HTTP server ended", "error", err)
		}
	}()
	return listener{server}, nil
}

// ready tells whether records can be written now.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.db.Ping(ctx); err != nil {
		http.Error(w, "records cannot be written", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}
