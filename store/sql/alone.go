package sqlstore

import (
	"errors"
	"fmt"
	"path/filepath"
)

// errTaken means that another process has locked a file.
var errTaken = errors.New("locked")

// workAlone keeps every other process from working on the same file for as long as this one
// lives. Others may still read it.
func workAlone(file string) (release func() error, err error) {
	release, err = lockFile(file + "-working")
	if errors.Is(err, errTaken) {
		return nil, fmt.Errorf("another redress works on %s: stop it first; several at once need PostgreSQL (DATABASE_URL=postgres://…)", filepath.Base(file))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot make sure that nobody else works on %s: %w", filepath.Base(file), err)
	}
	return release, nil
}
