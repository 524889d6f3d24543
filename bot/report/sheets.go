package report

import (
	"archive/zip"
	"io"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"redress/flows/complaint"
)

const (
	rowsInSheet = 500_000 // a sheet holds 1,048,576, and a file of it in the archive up to 4 GB
	cellUnits   = 32_767  // UTF-16 units that a cell holds
)

// sheets is a workbook being written, row by row.
type sheets struct {
	t       *Terms
	file    *excelize.File
	styles  styles
	columns []column
	sheet   *excelize.StreamWriter
	part    int // sheets of complaints so far
	rows    int // in the present one, the header included
	cells   []any
}

type styles struct{ head, text, risky, moment, number, title, wrap, percent, plain int }

func newSheets(w io.Writer, t *Terms) (*sheets, error) {
	s := &sheets{t: t, file: excelize.NewFile(), columns: t.columns()}
	// The archive goes straight to w: the library would gather all of it in memory first.
	s.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	s.cells = make([]any, len(s.columns))
	if err := s.makeStyles(); err != nil {
		return nil, err
	}
	return s, s.nextPart()
}

func (s *sheets) makeStyles() (err error) {
	thin := []excelize.Border{{Type: "bottom", Style: 1, Color: "D0D5DD"}}
	iso := "yyyy-mm-dd hh:mm:ss"
	font := &excelize.Font{Family: "Arial", Size: 10}
	top := &excelize.Alignment{Vertical: "top"}
	wrapped := &excelize.Alignment{Vertical: "top", WrapText: true}
	for into, style := range map[*int]*excelize.Style{
		&s.styles.head: {Font: &excelize.Font{Family: "Arial", Size: 10, Bold: true, Color: "FFFFFF"}, Border: thin,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}},
		&s.styles.text:    {Font: font, Alignment: top, Border: thin},
		&s.styles.plain:   {Font: font, Alignment: wrapped, Border: thin},
		&s.styles.risky:   {Font: font, Alignment: top, Border: thin, NumFmt: 49},
		&s.styles.moment:  {Font: font, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}, Border: thin, CustomNumFmt: &iso},
		&s.styles.number:  {Font: font, Alignment: top, Border: thin},
		&s.styles.percent: {Font: font, Alignment: top, Border: thin, NumFmt: 9},
		&s.styles.title:   {Font: &excelize.Font{Family: "Arial", Size: 15, Bold: true, Color: "1F4E79"}},
		&s.styles.wrap:    {Font: &excelize.Font{Family: "Arial", Size: 10, Color: "475467"}, Alignment: wrapped},
	} {
		if *into, err = s.file.NewStyle(style); err != nil {
			return err
		}
	}
	quoted := true // what begins like a formula stays text, also when somebody edits it
	s.file.Styles.CellXfs.Xf[s.styles.risky].QuotePrefix = &quoted
	return nil
}

// nextPart begins another sheet of complaints.
func (s *sheets) nextPart() error {
	if s.sheet != nil {
		if err := s.sheet.Flush(); err != nil {
			return err
		}
	}
	s.part++
	name := s.t.Voice.Str("sheet_complaints")
	if s.part > 1 {
		name += " " + strconv.Itoa(s.part)
	}
	widths := make([]float64, len(s.columns))
	heads := make([]any, len(s.columns))
	for i, c := range s.columns {
		widths[i], heads[i] = c.width, excelize.Cell{StyleID: s.styles.head, Value: s.t.head(c)}
	}
	var err error
	if s.sheet, err = s.begin(name, s.part == 1, widths); err != nil {
		return err
	}
	if err := s.sheet.SetPanes(&excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	s.rows = 1
	return s.sheet.SetRow("A1", heads, excelize.RowOpts{Height: 30})
}

// begin makes a sheet with columns of these widths; the first one takes the place of the sheet
// that every new workbook has.
func (s *sheets) begin(name string, first bool, widths []float64) (*excelize.StreamWriter, error) {
	if first {
		if err := s.file.SetSheetName(s.file.GetSheetName(0), name); err != nil {
			return nil, err
		}
	} else if _, err := s.file.NewSheet(name); err != nil {
		return nil, err
	}
	landscape, paper, wide, tall := "landscape", 9, 1, 0
	if err := s.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return nil, err
	}
	out, err := s.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	for i, width := range slices.Backward(widths) { // the library puts each before those it has; readers want them rising
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Add implements Table.
func (s *sheets) Add(r *complaint.Record) error {
	if s.rows > rowsInSheet {
		if err := s.nextPart(); err != nil {
			return err
		}
	}
	for i, v := range s.t.row(s.columns, r) {
		s.cells[i] = s.cell(v)
	}
	s.rows++
	return s.sheet.SetRow("A"+strconv.Itoa(s.rows), s.cells)
}

// cell is a value as the workbook keeps it. Moments are on the clock of the policy's zone.
func (s *sheets) cell(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case time.Time:
		local := v.In(s.t.zone())
		_, offset := local.Zone()
		return excelize.Cell{StyleID: s.styles.moment, Value: v.UTC().Add(time.Duration(offset) * time.Second).Truncate(time.Second)}
	case int, float64:
		return excelize.Cell{StyleID: s.styles.number, Value: v}
	}
	text := fit(s.t.text(v))
	if risky(text) {
		return excelize.Cell{StyleID: s.styles.risky, Value: text}
	}
	return excelize.Cell{StyleID: s.styles.text, Value: text}
}

// fit shortens a text to what a cell holds.
func fit(s string) string {
	if len(s) <= cellUnits {
		return s
	}
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > cellUnits-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// Close implements Table.
func (s *sheets) Close() error {
	if s.sheet != nil {
		if err := s.sheet.Flush(); err != nil {
			return err
		}
	}
	if _, err := s.file.WriteToBuffer(); err != nil {
		return err
	}
	return s.file.Close()
}
