package app

import (
	"log/slog"
	"os"
	"testing"

	"go.uber.org/goleak"

	redisstore "redress/store/redis"
)

func TestMain(m *testing.M) {
	redisstore.LogTo(slog.New(slog.DiscardHandler))
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(workshop()) // what is left over is in the temporary folder
		os.Exit(code)
	}))
}
