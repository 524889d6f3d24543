package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"redress/flows/complaint"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// golden compares with a file, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs: run `go test ./bot/report -update`, look at it in a browser, and read the diff", file)
	}
}

func TestPagesAreAsTheyWereLookedAt(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "zh-Hans"} {
		_, page := finished(t, lang)
		version := []byte(terms(t, "property-developer", lang, Customers).Policy.Version)
		golden(t, "period_"+lang+".html", bytes.ReplaceAll(page, version, []byte("the version")))
		for _, secret := range []string{"901820", "陈先生", "7栋1203"} {
			if bytes.Contains(page, []byte(secret)) {
				t.Errorf("%s: personal data of a customer: %s", lang, secret)
			}
		}
		if bytes.Contains(page, []byte("http")) {
			t.Error("the page needs something else than itself")
		}
	}
}

// open reads a workbook back.
func open(t *testing.T, workbook []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// sheet reads a sheet, its first row as the names of the columns.
func sheet(t *testing.T, f *excelize.File, name string) (rows []map[string]string) {
	t.Helper()
	lines, err := f.GetRows(name, excelize.Options{RawCellValue: true})
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

func TestWorkbookAgreesWithTheFigures(t *testing.T) {
	t.Parallel()
	workbook, _ := finished(t, "en")
	f := open(t, workbook)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Complaints", "Figures", "Categories", "Time limits", "Staff", "About this report"}) {
		t.Fatalf("sheets %q", got)
	}
	p := period()
	rows := sheet(t, f, "Complaints")
	if len(rows) != p.Figures.Received {
		t.Errorf("%d rows of %d received", len(rows), p.Figures.Received)
	}
	values := map[string]string{}
	for _, row := range sheet(t, f, "Figures") {
		values[row["Figure"]] = row["This period"]
		if row["How it is counted"] == "" {
			t.Errorf("%s has no definition", row["Figure"])
		}
	}
	for name, want := range map[string]string{"Received": strconv.Itoa(p.Figures.Received), "Closed": strconv.Itoa(p.Figures.Closed), "Overdue": "3",
		"Limits kept": strconv.FormatFloat(45.0/54, 'f', -1, 64), "Satisfaction": ""} {
		if values[name] != want {
			t.Errorf("%s: %q, want %q", name, values[name], want)
		}
	}
	sum := map[string]int{}
	for _, name := range []string{"Categories", "Staff"} {
		for _, row := range sheet(t, f, name) {
			for _, column := range []string{"Received", "Closed", "Open at the end"} {
				n, err := strconv.Atoi(row[column])
				if err != nil {
					t.Fatal(err)
				}
				sum[name+" "+column] += n
			}
		}
		if sum[name+" Received"] != p.Figures.Received || sum[name+" Closed"] != p.Figures.Closed || sum[name+" Open at the end"] != p.Figures.Open {
			t.Errorf("%s add up to %v, the figures to %d received, %d closed, %d open", name, sum, p.Figures.Received, p.Figures.Closed, p.Figures.Open)
		}
	}
}

// table writes records in a format.
func tableOf(t *testing.T, format string, at *Terms, all ...complaint.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	table, err := NewTable(format, &out, at)
	if err != nil || table == nil {
		t.Fatalf("%s: %v", format, err)
	}
	for i := range all {
		if err := table.Add(&all[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tricky is a record whose words want to be more than words.
func tricky() complaint.Record {
	r := records()[0]
	r.Summary = "=HYPERLINK(\"http://evil.example\",\"x\")\u202e\x00\x07\r\n第二行"
	r.Contact = "+49 30 901820, Anna Example"
	r.Closing.Outcome = "@SUM(A1)"
	r.Closing.Done = "-1+2"
	r.Closing.Reason = "　＝1+1"
	r.Closing.Promised = strings.Repeat("长", 40_000)
	return r
}

func TestCSVIsTextOnly(t *testing.T) {
	t.Parallel()
	at := terms(t, "property-developer", "zh-Hans", Full)
	raw := tableOf(t, "csv", at, tricky())
	rest, ok := bytes.CutPrefix(raw, []byte("\uFEFF"))
	if !ok {
		t.Error("no byte order mark: a spreadsheet would garble the Chinese")
	}
	lines, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	row := map[string]string{}
	for i, name := range lines[0] {
		row[name] = lines[1][i]
	}
	for name, want := range map[string]string{
		"编号": "2026-0700", "摘要": "'=HYPERLINK(\"http://evil.example\",\"x\")\n第二行", "联系方式": "'+49 30 901820, Anna Example",
		"告知客户的结果": "'@SUM(A1)", "处理措施": "'-1+2", "不予受理的原因": "'＝1+1", "登记时间": "2026-11-01T12:00:00+08:00", "状态": "已办结", "级别": "P1 重大投诉",
		"首次回复用时（小时）": "1", "缺必填信息": "否", "房号": "7栋1203",
	} {
		if row[name] != want {
			t.Errorf("%s: %q, want %q", name, row[name], want)
		}
	}
}

func TestWorkbookKeepsTextAsText(t *testing.T) {
	t.Parallel()
	at := terms(t, "property-developer", "en", Full)
	f := open(t, tableOf(t, "xlsx", at, tricky()))
	row := sheet(t, f, "Complaints")[0]
	if row["Result as told"] != "@SUM(A1)" || !strings.HasPrefix(row["Summary"], "=HYPERLINK") {
		t.Errorf("result %q, summary %q", row["Result as told"], row["Summary"])
	}
	for cell := range map[string]bool{"I2": true, "L2": true} {
		if formula, err := f.GetCellFormula("Complaints", cell); err != nil || formula != "" {
			t.Errorf("%s: formula %q, %v", cell, formula, err)
		}
		id, err := f.GetCellStyle("Complaints", cell)
		if err != nil || f.Styles.CellXfs.Xf[id].QuotePrefix == nil || !*f.Styles.CellXfs.Xf[id].QuotePrefix {
			t.Errorf("%s turns into a formula as soon as somebody edits it (%v)", cell, err)
		}
	}
	if n := len([]rune(row["What was promised"])); n > cellUnits {
		t.Errorf("a cell of %d characters", n)
	}
	if shown, err := f.GetCellValue("Complaints", letter(t, at, "filed_at")+"2"); err != nil || shown != "2026-11-01 12:00:00" {
		t.Errorf("filed at %q, %v", shown, err)
	}
}

// letter is the letter of a column.
func letter(t *testing.T, at *Terms, key string) string {
	t.Helper()
	for i, c := range at.columns() {
		if c.key == key {
			name, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				t.Fatal(err)
			}
			return name
		}
	}
	t.Fatalf("no column %s", key)
	return ""
}

func TestJSONIsTheSameInEveryLanguage(t *testing.T) {
	t.Parallel()
	en := tableOf(t, "json", terms(t, "property-developer", "en", Full), records()[:3]...)
	zh := tableOf(t, "json", terms(t, "property-developer", "zh-Hans", Full), records()[:3]...)
	var all []map[string]any
	if err := json.Unmarshal(en, &all); err != nil || len(all) != 3 {
		t.Fatalf("%d objects, %v", len(all), err)
	}
	first := all[0]
	for key, want := range map[string]any{"number": "2026-0700", "status": "closed", "severity": "P1", "category": "construction", "filed_at": "2026-11-01T12:00:00+08:00",
		"limits_met": 2.0, "lacking": false, "reopened": nil, "field_site": "7栋1203", "score_result": 1.0} {
		if got := first[key]; got != want {
			t.Errorf("%s: %v, want %v", key, got, want)
		}
	}
	var other []map[string]any
	if err := json.Unmarshal(zh, &other); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"status", "category", "desk", "outcome", "channel", "cause"} {
		if first[key] != other[0][key] {
			t.Errorf("%s: %v in English, %v in Chinese", key, first[key], other[0][key])
		}
	}
	if empty := tableOf(t, "json", terms(t, "generic", "en", Full)); json.Unmarshal(empty, &all) != nil || len(all) != 0 {
		t.Errorf("of nothing: %q", empty)
	}
}

func TestPrivacyLeavesPeopleOut(t *testing.T) {
	t.Parallel()
	r := tricky()
	r.Summary = "Anna Example calls from +49 30 901820"
	r.Closing.Record = map[string]string{"plan_approved": "Mona"}
	r.Fields["employee"] = "Bo Clerk"
	for privacy, want := range map[Privacy][]string{
		Full:      {"Anna Example", "901820", "5000", "7栋1203", "Bo Clerk", "Li", "Mona"},
		Customers: {"Li", "Mona"},
		Everyone:  nil,
	} {
		for _, format := range []string{"csv", "json"} {
			raw := tableOf(t, format, terms(t, "property-developer", "en", privacy), r)
			for _, secret := range []string{"Anna Example", "901820", "5000", "7栋1203", "Bo Clerk"} {
				if bytes.Contains(raw, []byte(secret)) != slices.Contains(want, secret) {
					t.Errorf("%s, privacy %d: %s", format, privacy, secret)
				}
			}
			for _, name := range []string{`Li"`, "Mona"} {
				shown := bytes.Contains(raw, []byte(name)) || bytes.Contains(raw, []byte(strings.Replace(name, `"`, ",", 1)))
				if shown != slices.Contains(want, strings.Trim(name, `"`)) {
					t.Errorf("%s, privacy %d: colleague %s", format, privacy, name)
				}
			}
		}
	}
}

func TestFormatsAreKnown(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		if len(tableOf(t, format, terms(t, "generic", "en", Full))) == 0 {
			t.Errorf("%s writes nothing", format)
		}
	}
	if table, err := NewTable("pdf", &bytes.Buffer{}, terms(t, "generic", "en", Full)); table != nil || err != nil {
		t.Errorf("pdf: %v, %v", table, err)
	}
}

func TestMomentsFollowTheZoneThroughTheYear(t *testing.T) {
	t.Parallel()
	at := terms(t, "generic", "en", Full)
	r := records()[0]
	for _, month := range []time.Month{time.January, time.July} {
		r.FiledAt = time.Date(2026, month, 1, 10, 0, 0, 0, time.UTC)
		f := open(t, tableOf(t, "xlsx", at, r))
		want := r.FiledAt.In(at.zone()).Format("2006-01-02 15:04:05")
		if got, err := f.GetCellValue("Complaints", letter(t, at, "filed_at")+"2"); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", month, got, want, err)
		}
	}
}

// TestColumnsRise guards what spreadsheets take for a damaged file: columns that are not in order.
func TestColumnsRise(t *testing.T) {
	t.Parallel()
	workbook, _ := finished(t, "zh-Hans")
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	sheets := 0
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			continue
		}
		sheets++
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, m := range regexp.MustCompile(`<col min="(\d+)"`).FindAllStringSubmatch(string(raw), -1) {
			n, err := strconv.Atoi(m[1])
			if err != nil || n != last+1 {
				t.Fatalf("%s: column %d after %d", f.Name, n, last)
			}
			last = n
		}
	}
	if sheets != 6 {
		t.Errorf("%d sheets", sheets)
	}
}
