package bench

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
)

// paramsOf reads a call's parameters, sent as JSON or as a form.
func paramsOf(r *http.Request) (map[string]string, error) {
	kind, more, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // "" for calls without parameters
	switch kind {
	case "application/json":
		return jsonParams(r.Body)
	case "multipart/form-data":
		return formParams(multipart.NewReader(r.Body, more["boundary"]))
	}
	return nil, nil
}

func jsonParams(body io.Reader) (map[string]string, error) {
	var raw map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&raw); err != nil {
		return nil, err
	}
	params := make(map[string]string, len(raw))
	for k, v := range raw {
		text := string(v)
		if json.Unmarshal(v, &text) != nil { // not a string: as it is written
			text = string(v)
		}
		params[k] = text
	}
	return params, nil
}

func formParams(form *multipart.Reader) (map[string]string, error) {
	params := map[string]string{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) { // also of a form without any part
			return params, nil
		}
		if err != nil {
			return nil, err
		}
		value, err := io.ReadAll(io.LimitReader(part, 1<<20))
		if err != nil {
			return nil, err
		}
		params[part.FormName()] = string(value)
	}
}
