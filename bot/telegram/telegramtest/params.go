package telegramtest

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
)

// maxUpload is Telegram's limit for one request with files (TG-09), in bytes.
const maxUpload = 50 << 20

// params are the decoded parameters of one call: strings as sent, nested values as JSON.
type params struct {
	values  map[string]string
	uploads map[string]upload
}

type upload struct {
	name string
	data []byte
}

var errTooLarge = errors.New("request entity too large")

func readParams(r *http.Request) (params, error) {
	p := params{values: map[string]string{}}
	for k, v := range r.URL.Query() {
		p.values[k] = v[0]
	}
	kind, attrs, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil { // GET, or a POST without a body
		return p, nil
	}
	body := http.MaxBytesReader(nil, r.Body, maxUpload+1<<20)
	switch kind {
	case "multipart/form-data":
		err = p.readMultipart(multipart.NewReader(body, attrs["boundary"]))
	case "application/json":
		err = p.readJSON(body)
	default:
		r.Body = body
		if err = r.ParseForm(); err == nil {
			for k, v := range r.PostForm {
				p.values[k] = v[0]
			}
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return p, errTooLarge
	}
	return p, err
}

func (p *params) readMultipart(form *multipart.Reader) error {
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) { // also the empty body of a call without parameters
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() == "" {
			p.values[part.FormName()] = string(data)
			continue
		}
		if p.uploads == nil {
			p.uploads = map[string]upload{}
		}
		p.uploads[part.FormName()] = upload{name: part.FileName(), data: data}
	}
}

func (p *params) readJSON(body io.Reader) error {
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&fields); err != nil {
		return err
	}
	for k, raw := range fields {
		var s string
		if json.Unmarshal(raw, &s) != nil {
			s = string(raw)
		}
		p.values[k] = s
	}
	return nil
}

func (p params) str(name string) string { return p.values[name] }

func (p params) has(name string) bool { return p.values[name] != "" }

// number reads like Telegram does: anything that is not a number is 0.
func (p params) number(name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(p.values[name]), 10, 64)
	return n
}

func (p params) int(name string) int { return int(p.number(name)) }

func (p params) flag(name string) bool {
	v := strings.ToLower(strings.TrimSpace(p.values[name]))
	return v == "true" || v == "1" || v == "yes"
}

func (p params) real(name string) float64 {
	f, _ := strconv.ParseFloat(p.values[name], 64)
	return f
}

// object decodes a nested JSON value; an absent one leaves dst alone.
func (p params) object(name, what string, dst any) *Error {
	v := p.values[name]
	if v == "" || v == "null" {
		return nil
	}
	if err := json.Unmarshal([]byte(v), dst); err != nil {
		return badRequest("can't parse " + what + " JSON object")
	}
	return nil
}
