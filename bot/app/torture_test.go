package app

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"redress/store/throwaway"
)

// stands runs a torture of the real program.
func stands(t *testing.T, one torment) {
	t.Helper()
	file, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	one.words, one.bound, one.program, one.out, one.errs = 10, 3*time.Minute, file, &out, &errs
	err = one.run(t.Context())
	absent := errors.Is(err, throwaway.ErrNoPostgres) || errors.Is(err, throwaway.ErrNoRedis)
	switch {
	case err == nil:
		t.Log(out.String())
	case absent && os.Getenv("REDRESS_REQUIRE_SERVICES") == "":
		t.Skip(err)
	default:
		t.Errorf("%v\n%s\n%s", err, out.String(), errs.String())
	}
}

// TestTortureFindsNothingMissing kills the real program at random while customers and staff work,
// calls go wrong and the model is of no use: nothing is lost, and nothing comes twice without an
// excuse.
func TestTortureFindsNothingMissing(t *testing.T) {
	t.Parallel()
	stands(t, torment{messages: 200, kills: 5, replicas: 1, faults: true, model: true})
}

// TestTortureOfReplicas kills one of two replicas again and again, while their PostgreSQL and their
// Redis are killed, too.
func TestTortureOfReplicas(t *testing.T) {
	t.Parallel()
	stands(t, torment{messages: 200, kills: 5, replicas: 2, faults: true, postgres: true, redisServer: true, trouble: true})
}

// TestTortureOfRedis flushes, freezes and kills the Redis of one program that is killed, too.
func TestTortureOfRedis(t *testing.T) {
	t.Parallel()
	stands(t, torment{messages: 200, kills: 8, replicas: 1, faults: true, redisServer: true, trouble: true})
}

// TestOthersTakeOverForGood kills one of two replicas, which does not come back.
func TestOthersTakeOverForGood(t *testing.T) {
	t.Parallel()
	stands(t, torment{messages: 200, kills: 2, lone: true, replicas: 2, postgres: true, redisServer: true})
}

// TestRollingRestart replaces both replicas, twice, while customers and staff work: nothing is
// lost, and nothing at all comes twice.
func TestRollingRestart(t *testing.T) {
	t.Parallel()
	stands(t, torment{messages: 300, rolls: 2, replicas: 2, postgres: true, redisServer: true})
}
