package bench

import (
	"io"
	"net/http"
)

// Fault is what goes wrong with one call.
type Fault int

// A fault before leaves no trace; one after has carried the call out, and its answer is lost.
const (
	None        Fault = iota
	Flood             // 429, to be patient for a second
	LongFlood         // 429, to be patient for an hour
	Internal          // 500
	BadGateway        // 502 with a page, as a proxy says it
	DropBefore        // the line breaks before
	DropAfter         // the line breaks after
	GarbleAfter       // half of the answer arrives
)

// Faults decides on what goes wrong with a call; 0 for calls that are about no chat.
type Faults func(method string, chat int64) Fault

func (s *Server) faultFor(method string, chat int64) Fault {
	s.mu.Lock()
	faults := s.faults
	s.mu.Unlock()
	if faults == nil {
		return None
	}
	return faults(method, chat)
}

// refuse answers a call that is not carried out.
func (f Fault) refuse(w http.ResponseWriter) bool {
	switch f {
	case Flood:
		say(w, http.StatusTooManyRequests, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1}}`)
	case LongFlood:
		say(w, http.StatusTooManyRequests, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3600","parameters":{"retry_after":3600}}`)
	case Internal:
		say(w, http.StatusInternalServerError, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`)
	case BadGateway:
		say(w, http.StatusBadGateway, "<html><body><h1>502 Bad Gateway</h1></body></html>")
	case DropBefore:
		hangUp(w, "")
	default:
		return false
	}
	return true
}

// lose spoils the answer to a call that was carried out.
func (f Fault) lose(w http.ResponseWriter, result string) bool {
	switch f {
	case DropAfter:
		hangUp(w, "")
	case GarbleAfter:
		say(w, http.StatusOK, `{"ok":true,"result":`+result[:len(result)/2])
	default:
		return false
	}
	return true
}

func say(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // a bot that has gone does not hear it
}

// hangUp breaks the line.
func hangUp(w http.ResponseWriter, last string) {
	line, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = buffered.WriteString(last)
	_ = line.Close()
}
