package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"time"

	"redress/flows/complaint"
)

// Table takes complaints one by one and writes them down as it goes: it keeps none of them.
type Table interface {
	Add(r *complaint.Record) error
	// Close writes what is left; the table is whole after it.
	Close() error
}

// Formats lists what NewTable writes.
func Formats() []string { return []string{"csv", "xlsx", "json"} }

// NewTable begins a table in one of the Formats; an unknown one is nil. A CSV begins with a byte
// order mark, so that spreadsheets read Chinese; no cell of it is taken for a formula. JSON is
// one array with an object a line, whose keys, ids and moments are the same in every language.
func NewTable(format string, w io.Writer, t *Terms) (Table, error) {
	switch format {
	case "csv":
		return newCSV(w, t)
	case "json":
		return newJSON(w, t)
	case "xlsx":
		return newSheets(w, t)
	}
	return nil, nil
}

type csvTable struct {
	t       *Terms
	columns []column
	out     *csv.Writer
	cells   []string
}

func newCSV(w io.Writer, t *Terms) (*csvTable, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, err
	}
	c := &csvTable{t: t, columns: t.columns(), out: csv.NewWriter(w)}
	c.out.UseCRLF = true
	for _, column := range c.columns {
		c.cells = append(c.cells, t.head(column))
	}
	return c, c.out.Write(c.cells)
}

// Add implements Table.
func (c *csvTable) Add(r *complaint.Record) error {
	for i, v := range c.t.row(c.columns, r) {
		c.cells[i] = c.t.text(v)
		if _, number := v.(int); !number && risky(c.cells[i]) {
			c.cells[i] = "'" + c.cells[i]
		}
	}
	return c.out.Write(c.cells)
}

// Close implements Table.
func (c *csvTable) Close() error {
	c.out.Flush()
	return c.out.Error()
}

type jsonTable struct {
	t       *Terms
	columns []column
	out     *bufio.Writer
	begun   bool
}

func newJSON(w io.Writer, t *Terms) (*jsonTable, error) {
	j := &jsonTable{t: t, columns: t.columns(), out: bufio.NewWriterSize(w, 1<<16)}
	_, err := j.out.WriteString("[")
	return j, err
}

// Add implements Table.
func (j *jsonTable) Add(r *complaint.Record) error {
	line := []byte(",\n{")
	if !j.begun {
		line = []byte("\n{")
	}
	j.begun = true
	for i, v := range j.t.row(j.columns, r) {
		if i > 0 {
			line = append(line, ", "...)
		}
		value, err := json.Marshal(j.value(v))
		if err != nil {
			return err
		}
		line = append(line, '"')
		line = append(line, j.columns[i].key...)
		line = append(append(line, `": `...), value...)
	}
	_, err := j.out.Write(append(line, '}'))
	return err
}

func (j *jsonTable) value(v any) any {
	switch v := v.(type) {
	case coded:
		return v.id
	case time.Time:
		return v.In(j.t.zone()).Format(time.RFC3339)
	}
	return v
}

// Close implements Table.
func (j *jsonTable) Close() error {
	if _, err := j.out.WriteString("\n]\n"); err != nil {
		return err
	}
	return j.out.Flush()
}
