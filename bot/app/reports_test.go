package app

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"redress/bot/telegram/telegramtest"
)

// attached waits for a file of that name in a chat, and returns what is in it.
func (w *town) attached(chat int64, name string) []byte {
	w.t.Helper()
	m := w.seesWhere(chat, "a file "+name, func(m telegramtest.MessageView) bool {
		return m.Document != nil && strings.Contains(m.Document.FileName, name)
	})
	data, ok := w.tg.FileData(m.Document.FileID)
	if !ok {
		w.t.Fatalf("nothing is in %s", m.Document.FileName)
	}
	return data
}

// files counts the files of that name in a chat.
func (w *town) attachments(chat int64, name string) (n int) {
	for _, m := range w.tg.Chat(chat).Messages {
		if m.Document != nil && strings.Contains(m.Document.FileName, name) {
			n++
		}
	}
	return n
}

// cells reads one sheet of a workbook, its first row as names.
func cells(t *testing.T, workbook []byte, sheet string) (rows []map[string]string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// till lets time go by up to a moment, in steps that a person could follow.
func (w *town) till(moment time.Time) {
	w.t.Helper()
	for w.clock.Now().Before(moment) {
		w.pass(min(6*time.Hour, moment.Sub(w.clock.Now())))
	}
	w.settle()
}

// shanghai is a wall-clock time of the developer's rules.
func shanghai(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, time.FixedZone("CST", 8*3600))
}

// TestHalfMonthReport is VK-R2: due by the 18th, drafted the evening before, once.
func TestHalfMonthReport(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = "property-developer" })
	w.till(shanghai(time.December, 2, 10))
	first := w.files(w.anna, "The kitchen ceiling in building 7 flat 1203 has been leaking for three days. My phone is +49 30 901820")
	w.till(shanghai(time.December, 3, 10))
	second := w.files(w.boris, "The sales office promised a balcony and the flat has none, I want an explanation")
	w.till(shanghai(time.December, 17, 17))
	if n := w.count(w.managers.ID(), "VK-R2"); n != 0 {
		t.Fatalf("%d half-month reports before the 17th in the evening", n)
	}
	w.till(shanghai(time.December, 17, 19))
	text := w.sees(w.managers.ID(), "half-month report (VK-R2)").Content()
	for _, want := range []string{"2026-12-01 to 2026-12-15", "2 received", "handed in by"} {
		if !strings.Contains(text, want) {
			t.Errorf("the message lacks %q:\n%s", want, text)
		}
	}
	workbook := w.attached(w.managers.ID(), "half-month report 2026-12-01.xlsx")
	rows := cells(t, workbook, "Complaints")
	var numbers []string
	for _, row := range rows {
		numbers = append(numbers, row["Number"])
	}
	if !slices.Equal(numbers, []string{first, second}) {
		t.Errorf("rows of %v, want %v", numbers, []string{first, second})
	}
	figures := map[string]string{}
	for _, row := range cells(t, workbook, "Figures") {
		figures[row["Figure"]] = row["This period"]
	}
	if figures["Received"] != strconv.Itoa(len(rows)) || !strings.Contains(text, figures["Open at the end"]+" open at the end") {
		t.Errorf("figures %v of %d rows; the message says\n%s", figures, len(rows), text)
	}
	page := string(w.attached(w.managers.ID(), "half-month report 2026-12-01.html"))
	for _, want := range []string{"<!doctype html>", "2026-12-01 to 2026-12-15", first} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "901820") || bytes.Contains(workbook, []byte("901820")) {
		t.Error("a customer's number went into the managers' chat")
	}
	kept := w.look("SELECT id FROM files WHERE id LIKE 'report:VK-R2%' ORDER BY id")
	if want := []string{"report:VK-R2:2026-12-01.html", "report:VK-R2:2026-12-01.xlsx"}; !slices.Equal(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
	w.stop()
	w.start()
	w.till(shanghai(time.December, 18, 12))
	if n := w.attachments(w.managers.ID(), "half-month report 2026-12-01.xlsx"); n != 1 {
		t.Errorf("%d workbooks after a restart, want 1", n)
	}
}

// TestReportsAreMadeUpFor stops the bot over the day a report was due, and says in the next
// report what the first one would say otherwise now.
func TestReportsAreMadeUpForAndCorrected(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = "property-developer" })
	w.till(shanghai(time.December, 2, 10))
	number := w.owned(w.anna, "The kitchen ceiling in building 7 flat 1203 has been leaking for three days")
	w.till(shanghai(time.December, 16, 12))
	w.stop()
	w.clock.Advance(shanghai(time.December, 20, 9).Sub(w.clock.Now()))
	w.start()
	w.sees(w.managers.ID(), "half-month report (VK-R2)")
	w.attached(w.managers.ID(), "half-month report 2026-12-01.html")
	text := w.shows(w.managers.ID())
	if !strings.Contains(text, "1 received") {
		t.Errorf("made up for:\n%s", text)
	}
	if got := w.look("SELECT body FROM reports WHERE job = 'report:VK-R2'"); len(got) != 1 || !strings.Contains(got[0], `"received":1`) {
		t.Fatalf("kept %v", got)
	}
	w.till(time.Date(2027, 1, 16, 8, 0, 0, 0, time.FixedZone("CST", 8*3600)))
	// It turns out that the complaint had been another one's twin: it does not count any more.
	w.change(fmt.Sprintf(`UPDATE complaints SET version = version + 1, body = json_set(body, '$.Merged', '2026-9999') WHERE number = '%s'`, number))
	w.change(fmt.Sprintf(`UPDATE standings SET merged = 1 WHERE complaint = (SELECT id FROM complaints WHERE number = '%s')`, number))
	w.till(time.Date(2027, 1, 17, 20, 0, 0, 0, time.FixedZone("CST", 8*3600)))
	w.sees(w.managers.ID(), "2027-01-01 to 2027-01-15")
	w.sees(w.managers.ID(), "In the report of 2026-12-01 to 2026-12-15: received 0 (was 1)")
	if page := string(w.attached(w.managers.ID(), "half-month report 2027-01-01.html")); !strings.Contains(page, "received 0 (was 1)") {
		t.Error("the page does not say what is corrected")
	}
}

// change alters the records behind the bot's back.
func (w *town) change(statement string) {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(w.cfg.Database, "sqlite:")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(w.t.Context(), statement); err != nil {
		w.t.Fatal(err)
	}
}

// TestSpecialReport drafts the report on a grave case for staff and for managers, without the
// customer's name or number (VK-N5, PS-R1).
func TestSpecialReport(t *testing.T) {
	t.Parallel()
	w := newTown(t, telegramtest.Supergroup, func(c *Config) { c.Policy = "fuel-station" })
	number := w.owned(w.anna, "A customer was seriously hurt at the pump, the ambulance came and the newspaper has printed it. My phone is +49 30 901820")
	w.press(w.li, w.staff.ID(), "More")
	w.press(w.li, w.staff.ID(), "Special report")
	draft := string(w.attached(w.staff.ID(), number+" special report (draft).html"))
	for _, want := range []string{number, "claimed", "Li", "Why did it happen?"} {
		if !strings.Contains(draft, want) {
			t.Errorf("the draft lacks %q", want)
		}
	}
	if strings.Contains(draft, "901820") || strings.Contains(draft, "Anna") {
		t.Error("the draft names the customer")
	}
	telegramtest.Must(w.otto.In(w.managers).Text("/special " + number))
	w.settle()
	w.attached(w.managers.ID(), number+" special report")
	telegramtest.Must(w.otto.In(w.managers).Text("/special 2026-9999"))
	w.settle()
	w.sees(w.managers.ID(), "There is no complaint with that number")
}
