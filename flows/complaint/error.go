package complaint

import (
	"errors"
	"fmt"
)

// Code classifies an error for whoever has to act on it.
type Code string

const (
	Illegal  Code = "illegal"   // the life cycle forbids it
	Conflict Code = "conflict"  // somebody changed it meanwhile: reload and step again
	Early    Code = "early"     // what came before it in the same chat is not done: wait for that
	NotFound Code = "not_found" // does not exist for this person
	Invalid  Code = "invalid"   // input that cannot be used
	Internal Code = "internal"  // our fault
)

// Error is an error with a code. Its message never carries personal data.
type Error struct {
	Code Code
	Msg  string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Msg }

// Errorf makes an *Error.
func Errorf(code Code, format string, args ...any) error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// CodeOf returns the code of err, or Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
