//go:build unix

package sqlstore

import (
	"errors"
	"os"
	"syscall"
)

// lockFile holds an empty file until release, or until the process ends in whatever way.
func lockFile(name string) (release func() error, err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errTaken
		}
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
