package sqlstore

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// micros is t at rest: UTC microseconds, 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is the reverse of micros.
func moment(µs int64) time.Time {
	if µs == 0 {
		return time.Time{}
	}
	return time.UnixMicro(µs).UTC()
}

// clean makes s storable everywhere: valid UTF-8 without NUL.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// fold is the form in which words are searched: lower case, without NUL.
func fold(parts ...string) string { return clean(strings.ToLower(strings.Join(parts, "\n"))) }

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("store: cannot encode %T", v)
	}
	return string(b), nil
}

func decode(s string, into any) error {
	if err := json.Unmarshal([]byte(s), into); err != nil {
		return fmt.Errorf("store: cannot decode %T", into)
	}
	return nil
}
