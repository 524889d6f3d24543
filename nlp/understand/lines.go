package understand

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrLines tells that some lines were left out; each was named as it came.
var ErrLines = errors.New("some lines could not be read")

// mostLine is the longest line that is read, in bytes.
const mostLine = 4 << 20

// Print reads {"id","text"} lines and writes one Line each, in order. A line that is none is
// named on errs by its number, and the rest goes on; the error is then ErrLines.
func Print(ctx context.Context, u Reader, in io.Reader, out, errs io.Writer, now time.Time) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	r := bufio.NewReaderSize(in, 64<<10)
	bad := 0
	for n := 1; ; n++ {
		raw, whole, err := line(r)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if fault := one(ctx, u, raw, whole, enc, now); fault != nil {
			var broken *lineError
			if !errors.As(fault, &broken) {
				return fault
			}
			bad++
			if _, err := fmt.Fprintf(errs, "line %d: %v\n", n, fault); err != nil {
				return err
			}
		}
		if err != nil {
			break
		}
	}
	if bad > 0 {
		return fmt.Errorf("%w: %d", ErrLines, bad)
	}
	return nil
}

// lineError is what is wrong with a line; it holds nothing of it.
type lineError struct{ what string }

func (e *lineError) Error() string { return e.what }

// line reads up to the next line end. whole is false when it was too long, and cut.
func line(r *bufio.Reader) (raw []byte, whole bool, err error) {
	whole = true
	for {
		part, err := r.ReadSlice('\n')
		if len(raw)+len(part) > mostLine {
			whole = false
		} else {
			raw = append(raw, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\ufeff"))), whole, err
		}
	}
}

// one understands one line; blank ones are passed over.
func one(ctx context.Context, u Reader, raw []byte, whole bool, enc *json.Encoder, now time.Time) error {
	if whole && len(raw) == 0 {
		return nil
	}
	if !whole {
		return &lineError{fmt.Sprintf("longer than %d MB; split it", mostLine>>20)}
	}
	var row struct {
		ID   json.RawMessage `json:"id"`
		Text *string         `json:"text"`
	}
	if json.Unmarshal(raw, &row) != nil {
		return &lineError{`not one JSON object; write {"id":"…","text":"…"}`}
	}
	if row.Text == nil {
		return &lineError{`no "text"; write {"id":"…","text":"…"}`}
	}
	return enc.Encode(Understand(ctx, u, row.ID, *row.Text, now))
}
