package sandbox

import (
	"fmt"
	"net/http"
	"time"
)

// stream tells the browser, by server-sent events, that the stage changed: something happened
// in a chat, the clock moved or showed a new minute, or a story went on.
func (s *Stage) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	ctx := r.Context()
	chats := s.cfg.Server.Subscribe(ctx)
	for n := 0; ; n++ {
		jumped, changed := s.cfg.Clock.Changed(), s.next() // before the note, so that nothing falls between
		if _, err := fmt.Fprintf(w, "data: %d\n\n", n); err != nil || out.Flush() != nil {
			return
		}
		minute := time.NewTimer(time.Minute - time.Duration(s.cfg.Clock.Now().UnixNano()%int64(time.Minute)))
		select {
		case <-ctx.Done():
			minute.Stop()
			return
		case _, open := <-chats:
			if !open {
				minute.Stop()
				return
			}
		case <-jumped:
		case <-changed:
		case <-minute.C:
		}
		minute.Stop()
	}
}
