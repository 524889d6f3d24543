package app_test

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// room is what a folder of the house may know of the others. A package belongs to the room
// with the longest name above it, and knows its own room without being told.
type room struct {
	knows []string // other rooms, of those in this table
	alone bool     // only the folder itself: what lies below has a room of its own
}

var rooms = map[string]room{
	"bot": {knows: []string{"bot/app"}, alone: true},
	"bot/app": {knows: []string{
		"bot/telegram", "bot/telegram/telegramtest", "bot/outbox", "bot/sandbox", "bot/bench",
		"flows", "flows/complaint", "flows/policy", "flows/texts",
		"bot/report", "bot/chart", "nlp", "store/sql", "store/redis", "store/throwaway", "cron",
	}},
	"bot/telegram":              {knows: []string{"flows/complaint", "flows/policy"}},
	"bot/telegram/telegramtest": {knows: []string{"flows/complaint"}},
	"bot/bench":                 {},
	"bot/chart":                 {knows: []string{"flows/complaint"}},
	"bot/report":                {knows: []string{"flows/complaint", "flows/policy", "flows/texts"}},
	"bot/outbox":                {knows: []string{"flows/complaint", "flows/policy"}},
	"bot/sandbox":               {knows: []string{"bot/telegram/telegramtest", "flows/complaint", "flows/policy", "flows/texts"}},
	"flows":                     {knows: []string{"flows/complaint", "flows/policy", "flows/texts"}, alone: true},
	"flows/complaint":           {},
	"flows/policy":              {knows: []string{"flows/complaint"}},
	"flows/texts":               {knows: []string{"flows/complaint"}},
	"nlp":                       {knows: []string{"flows/complaint", "flows/policy"}},
	"cron":                      {knows: []string{"flows/complaint", "flows/policy"}},
	"store/sql":                 {knows: []string{"flows", "flows/complaint", "flows/policy"}},
	"store/redis":               {knows: []string{"flows/complaint", "flows/policy"}},
	"store/storetest":           {knows: []string{"flows", "flows/complaint", "flows/policy", "store/throwaway"}},
	"store/throwaway":           {},
}

// keeper says which rooms may import a library, and whose tests may, too. The tests of
// bot/app see the whole program and may import what they need.
type keeper struct {
	library string // an import path, with everything below it
	rooms   []string
	tests   []string
}

var keepers = []keeper{
	{library: "github.com/go-telegram/bot", rooms: []string{"bot/telegram", "bot/telegram/telegramtest"}},
	{library: "github.com/sashabaranov/go-openai", rooms: []string{"nlp"}},
	{library: "github.com/redis/go-redis", rooms: []string{"store/redis"}},
	{library: "github.com/alicebob/miniredis", tests: []string{"store/redis"}},
	{library: "github.com/robfig/cron", rooms: []string{"cron"}},
	{library: "modernc.org/sqlite", rooms: []string{"store/sql"}},
	{library: "github.com/jackc/pgx", rooms: []string{"store/sql"}},
	{library: "github.com/pressly/goose", rooms: []string{"store/sql"}},
	{library: "database/sql", rooms: []string{"store/sql"}},
	{library: "github.com/xuri/excelize", rooms: []string{"bot/report"}},
	{library: "gonum.org/v1/plot", rooms: []string{"bot/chart"}},
	{library: "golang.org/x/image", rooms: []string{"bot/chart"}},
	{library: "testing", rooms: []string{"store/storetest"}},
	{library: "pgregory.net/rapid", rooms: []string{"store/storetest"}},
	{library: "go.uber.org/goleak", rooms: []string{"store/storetest"}},
	{library: "github.com/chromedp", rooms: nil, tests: []string{"bot/sandbox"}},
}

// everyTest are the libraries of keepers that any test may import.
var everyTest = []string{"testing", "pgregory.net/rapid", "go.uber.org/goleak"}

// impure are the libraries that no production file under flows imports: flows decides, and
// what it decides on is given to it.
var impure = []string{
	"os", "syscall", "net", "database", "log", "math/rand", "crypto/rand", "github.com/google/uuid", "plugin", "unsafe",
}

// pureParts are the parts of impure that only read and write values.
var pureParts = []string{"net/url", "net/netip", "net/mail"}

// clocks are what flows may not take from package time: the hour is given, as now.
var clocks = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local"}

// shelves are names that say nothing of what lies there.
var shelves = []string{
	"util", "utils", "common", "model", "models", "helper", "helpers", "misc", "shared", "base", "lib", "tools",
}

// roomOf returns the room of a folder, "" for none.
func roomOf(folder string) string {
	for name := folder; name != "."; name = path.Dir(name) {
		if r, ok := rooms[name]; ok && (name == folder || !r.alone) {
			return name
		}
	}
	return ""
}

func under(name, top string) bool {
	return name == top || strings.HasPrefix(name, top+"/")
}

func underAny(name string, tops []string) bool {
	return slices.ContainsFunc(tops, func(top string) bool { return under(name, top) })
}

// wrongArrow says what is wrong with a production file of folder importing the folder to,
// "" for nothing.
func wrongArrow(folder, to string) string {
	from, into := roomOf(folder), roomOf(to)
	switch {
	case from == "":
		return folder + " has no place in the house: give it a room in the table of this test"
	case from == into || slices.Contains(rooms[from].knows, into):
		return ""
	case len(rooms[from].knows) == 0:
		return from + " imports nothing of this module, but here " + to
	default:
		return from + " may import only " + strings.Join(rooms[from].knows, ", ") + ", but here " + to
	}
}

// wrongLibrary says what is wrong with a file of folder importing a package of another
// module or of the standard library, "" for nothing.
func wrongLibrary(folder, library string, test bool) string {
	k, ok := keeperOf(library)
	from := roomOf(folder)
	switch {
	case folder == "flows/complaint" && !test && strings.Contains(strings.Split(library, "/")[0], "."):
		return "flows/complaint imports the standard library only, but here " + library
	case !ok || slices.Contains(k.rooms, from):
		return ""
	case test && (from == "bot/app" || slices.Contains(k.tests, from) || slices.Contains(everyTest, k.library)):
		return ""
	case len(k.rooms) == 0:
		return library + " is for tests only (" + strings.Join(k.tests, ", ") + ")"
	default:
		return library + " may be imported by " + strings.Join(k.rooms, ", ") + " only"
	}
}

func keeperOf(library string) (keeper, bool) {
	i := slices.IndexFunc(keepers, func(k keeper) bool { return under(library, k.library) })
	if i < 0 {
		return keeper{}, false
	}
	return keepers[i], true
}

// impureImport says whether a production file under flows may not import the library.
func impureImport(library string) bool {
	return underAny(library, impure) && !slices.Contains(pureParts, library)
}

func TestHouseArrowsPointInward(t *testing.T) {
	t.Parallel()
	h := houseOf(t)
	for _, f := range h.production() {
		for _, to := range f.inside() {
			if wrong := wrongArrow(f.folder, to.path); wrong != "" {
				t.Errorf("%s: %s", to.at, wrong)
			}
		}
	}
}

func TestHouseLibrariesHaveOneKeeper(t *testing.T) {
	t.Parallel()
	for _, f := range houseOf(t).files {
		for _, to := range f.outside() {
			if wrong := wrongLibrary(f.folder, to.path, f.test); wrong != "" {
				t.Errorf("%s: %s", to.at, wrong)
			}
		}
	}
}

func TestHouseFlowsArePure(t *testing.T) {
	t.Parallel()
	for _, f := range houseOf(t).production() {
		if !under(f.folder, "flows") {
			continue
		}
		for _, to := range f.outside() {
			if impureImport(to.path) {
				t.Errorf("%s: flows is pure and does not import %s", to.at, to.path)
			}
		}
		for _, at := range f.uses("time", clocks) {
			t.Errorf("%s: flows is given the time and takes it from no clock", at)
		}
	}
}

// TestHouseNothingBelowFlowsReachesOut looks at what the libraries of flows import in turn.
func TestHouseNothingBelowFlowsReachesOut(t *testing.T) {
	t.Parallel()
	forbidden := []string{"net", "net/http", "database/sql", "os/exec"}
	deps := goList(t, "-e", "-deps", "-f", "{{.ImportPath}}", "./flows/...")
	if !slices.Contains(deps, "redress/flows/complaint") {
		t.Fatalf("go list -deps ./flows/... lists %d packages without flows/complaint", len(deps))
	}
	for _, dep := range deps {
		if slices.Contains(forbidden, dep) {
			t.Errorf("flows depends on %s: `go mod why %s` and `go list -deps` show the way", dep, dep)
		}
	}
}

func TestHouseEveryRoomHasAName(t *testing.T) {
	t.Parallel()
	h := houseOf(t)
	for _, f := range h.files {
		if roomOf(f.folder) == "" {
			t.Errorf("%s: folder %s has no place in the house", f.name, f.folder)
		}
		parts := append(strings.Split(f.folder, "/"), strings.TrimSuffix(f.syntax.Name.Name, "_test"))
		for _, part := range parts {
			if slices.Contains(shelves, part) {
				t.Errorf("%s: a folder or package named %q does not say what lies there", f.name, part)
			}
		}
	}
}

func TestHouseNoInitAndNoMutablePackageVariables(t *testing.T) {
	t.Parallel()
	h := houseOf(t)
	for _, f := range h.production() {
		for _, at := range f.inits() {
			t.Errorf("%s: func init hides work in an import: do it in a constructor", at)
		}
	}
	packages := make(map[string][]file)
	for _, f := range h.production() {
		packages[f.folder] = append(packages[f.folder], f)
	}
	for _, folder := range slices.SortedFunc(maps.Keys(packages), cmp.Compare[string]) {
		for _, wrong := range mutableVariables(h.positions, packages[folder]) {
			t.Error(wrong)
		}
	}
}
