package app

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"redress/store/storetest"
)

func TestMigrateMovesTheRecords(t *testing.T) {
	t.Parallel()
	server := storetest.NewServer(t)
	file, there := "sqlite:"+filepath.Join(t.TempDir(), "redress.db"), server.Database(t)
	var out, errs bytes.Buffer
	move := func(args ...string) (int, string) {
		out.Reset()
		errs.Reset()
		code := Main(t.Context(), append([]string{"migrate"}, args...), []string{"DATABASE_URL=" + file}, strings.NewReader(""), &out, &errs)
		return code, out.String() + errs.String()
	}
	if code, said := move("--to", there); code != 0 || !strings.Contains(said, "complaints ") || !strings.Contains(said, "Set DATABASE_URL") {
		t.Errorf("exit %d: %s", code, said)
	}
	if code, said := move("--from", there, "--to", "mysql://u:secret@h/d"); code != 1 || !strings.Contains(said, "nothing was moved") || strings.Contains(said, "secret") {
		t.Errorf("exit %d: %s", code, said)
	}
	if code, said := move("more"); code != 2 {
		t.Errorf("exit %d: %s", code, said)
	}
}
