package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"redress/flows/policy"
)

// redress runs one command line as the program would.
func redress(t *testing.T, environ []string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	code = Main(t.Context(), args, environ, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestCommandsThatAreNotUnderstood(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"fly"}, {"policy"}, {"policy", "burn"}, {"policy", "check"}, {"play", "-wings"}} {
		code, out, errs := redress(t, nil, args...)
		if code != 2 || out != "" || !strings.Contains(errs, "redress") {
			t.Errorf("%v: code %d, out %q, errors %q; want code 2 and how it is used", args, code, out, errs)
		}
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	code, out, _ := redress(t, nil, "help")
	if code != 0 {
		t.Fatalf("code %d", code)
	}
	for _, name := range []string{"play", "run", "policy list", "policy show", "policy check", "export", "config", "version"} {
		if !strings.Contains(out, "redress "+name) {
			t.Errorf("help does not name %q", name)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	code, out, errs := redress(t, nil, "version")
	if code != 0 || errs != "" || !strings.HasPrefix(out, "redress ") || !strings.Contains(out, "go1.") {
		t.Errorf("code %d, out %q, errors %q", code, out, errs)
	}
}

func TestPolicyCommands(t *testing.T) {
	t.Parallel()
	code, list, _ := redress(t, nil, "policy", "list")
	if code != 0 {
		t.Fatalf("policy list: code %d", code)
	}
	for _, name := range policy.Packs() {
		if !strings.Contains(list, name+" ") {
			t.Errorf("policy list leaves out %s", name)
		}
		if code, shown, errs := redress(t, nil, "policy", "show", name); code != 0 || strings.TrimSpace(shown) == "" {
			t.Errorf("policy show %s: code %d, %s", name, code, errs)
		}
		if code, _, errs := redress(t, nil, "policy", "check", name); code != 0 {
			t.Errorf("policy check %s: %s", name, errs)
		}
	}
	_, en, _ := redress(t, nil, "policy", "show", "generic")
	_, zh, _ := redress(t, nil, "policy", "show", "generic", "zh-Hans")
	if en == zh {
		t.Error("policy show speaks the same in English and Chinese")
	}
}

func TestPolicyCheckFindsEveryMistake(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ours.yaml")
	text := "schema: 1\nname: ours\nextends: generic\nwings: 2\nquiet: soon\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errs := redress(t, nil, "policy", "check", file)
	if code != 1 || !strings.Contains(errs, "wings") || !strings.Contains(errs, "quiet") {
		t.Errorf("code %d, errors %q; want code 1 and both mistakes", code, errs)
	}
	code, _, errs = redress(t, nil, "policy", "check", file+".not")
	if code != 1 || !strings.Contains(errs, "generic") {
		t.Errorf("a missing file: code %d, errors %q; want code 1 and the packs there are", code, errs)
	}
}

func TestRunSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	code, _, errs := redress(t, nil)
	if code != 1 || !strings.Contains(errs, "TELEGRAM_BOT_TOKEN") || !strings.Contains(errs, "redress play") {
		t.Errorf("code %d, errors %q", code, errs)
	}
	code, _, errs = redress(t, []string{"LOG_LEVEL=loud", "REDRESS_POLICY=none"}, "run")
	if code != 1 || !strings.Contains(errs, "LOG_LEVEL") || !strings.Contains(errs, "REDRESS_POLICY") {
		t.Errorf("code %d, errors %q; want both faults", code, errs)
	}
}

// The README's configuration table and `redress config` say the same, line for line.
func TestReadmeTableIsTheConfiguration(t *testing.T) {
	t.Parallel()
	code, out, _ := redress(t, nil, "config")
	if code != 0 {
		t.Fatalf("redress config: code %d", code)
	}
	want := strings.Split(strings.TrimSpace(out), "\n")
	if len(want) != len(settings()) || len(want) == 0 {
		t.Fatalf("redress config prints %d lines for %d settings", len(want), len(settings()))
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(readme)) {
		if line = strings.TrimSpace(line); slices.ContainsFunc(settings(), func(s setting) bool { return strings.HasPrefix(line, "| `"+s.Name+"`") }) {
			got = append(got, line)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the README's table differs from `redress config`:\n%s\n\nwant\n%s", strings.Join(got, "\n"), out)
	}
}
