package nlp

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"time"

	"redress/flows/complaint"
)

// raw writes bytes to the connection and hangs up.
func raw(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, s) // the peer may be gone
		_ = conn.Close()
	}
}

func gzipped(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, s) // the peer may be gone
		_ = z.Close()
	}
}

// joined is what becomes of leak when the good form arrives, in whatever dress.
func joined() outcome {
	return outcome{kind: complaint.KindComplaint, wish: "repair", has: []string{"people"}, differ: []string{"people"},
		fields: map[string]string{"where": "厨房"}, says: "厨房天花板漏水三天，打了四次电话没人来，手机13812345678。"}
}

// odd answers hold a good form; it counts.
func odd() []answered {
	whole := func(content string) string {
		return `{"choices":[{"message":{"role":"assistant","content":` + quote(content) + `}}]}`
	}
	escaped := strings.NewReplacer("厨", `\u53a8`, "房", `\u623f`).Replace(goodForm)
	rows := map[string]reply{
		"right":                         {content: goodForm},
		"fenced":                        {content: "```json\n" + goodForm + "\n```"},
		"prose around":                  {content: "Sure! Here it is:\n```\n" + goodForm + "\n```\nAnything else?"},
		"thoughts before":               {content: "<think>maybe {\"kind\":1}</think>" + goodForm},
		"thinking before":               {content: "<thinking>\n{}\n</thinking>\n" + goodForm},
		"thoughts that never began":     {content: "So the customer {says} that…</think>\n" + goodForm},
		"an example before":             {content: `For example {"kind":"?"}. Now: ` + goodForm},
		"a stray brace before":          {content: `{{ template }} ` + goodForm},
		"two forms":                     {content: goodForm + strings.Replace(goodForm, "repair", "refund", 1)},
		"in a list":                     {content: "[" + goodForm + "]"},
		"reasoning field":               message(`"content":"","reasoning_content":` + quote(goodForm)),
		"parts":                         message(`"content":[{"type":"text","text":` + quote(goodForm[:50]) + `},{"type":"text","text":` + quote(goodForm[50:]) + `}]`),
		"tool call":                     message(`"content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"complaint","arguments":` + quote(goodForm) + `}}]`),
		"reasoning field of vLLM":       message(`"content":null,"reasoning":` + quote(goodForm)),
		"byte order mark before all":    {raw: "\ufeff" + whole(goodForm)},
		"reasoning beside the content":  message(`"content":` + quote(goodForm) + `,"reasoning":null,"reasoning_content":"hm"`),
		"extra keys":                    {content: strings.Replace(goodForm, `{"kind"`, `{"note":{"a":[1]},"kind"`, 1)},
		"a key twice":                   {content: strings.Replace(goodForm, `{"kind"`, `{"kind":"praise","kind"`, 1)},
		"byte order mark inside":        {content: "\ufeff" + goodForm},
		"escapes":                       {content: escaped},
		"windows line ends":             {content: strings.ReplaceAll(goodForm, `,"`, ",\r\n\t\"")},
		"whole, but said to be cut":     {content: goodForm, finish: "length"},
		"an unknown reason to finish":   {content: goodForm, finish: "eos_token"},
		"no reason to finish, no usage": {raw: whole(goodForm)},
		"usage below zero":              {raw: strings.TrimSuffix(whole(goodForm), "}") + `,"usage":{"total_tokens":-5,"prompt_tokens":-5}}`},
		"usage null":                    {raw: strings.TrimSuffix(whole(goodForm), "}") + `,"usage":null}`},
		"called plain text":             {raw: whole(goodForm), header: map[string]string{"Content-Type": "text/plain"}},
		"called HTML":                   {raw: whole(goodForm), header: map[string]string{"Content-Type": "text/html"}},
		"gzip":                          {act: gzipped(whole(goodForm))},
		"blank lines before":            {raw: strings.Repeat("\n", 1000) + whole(goodForm)},
		"garbage after":                 {raw: whole(goodForm) + "\n<!-- served by proxy -->"},
		"in pieces": {act: func(w http.ResponseWriter, _ *http.Request) {
			for _, part := range strings.SplitAfter(whole(goodForm), ",") {
				_, _ = io.WriteString(w, part)
				w.(http.Flusher).Flush()
			}
		}},
		"slow, but in time": {act: func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(200 * time.Millisecond):
			case <-r.Context().Done():
			}
			_, _ = io.WriteString(w, whole(goodForm))
		}},
		"a category of nobody": {content: strings.Replace(goodForm, "facility_environment", "plumbing", 1)},
		"no category":          {content: strings.Replace(goodForm, "facility_environment", "none", 1)},
		"sentiment beyond":     {content: strings.Replace(goodForm, "-0.6", "-17", 1)},
		"language of nobody":   {content: strings.Replace(goodForm, `"zh-Hans"`, `"Klingon, spoken by many"`, 1)},
		"three hundred facts":  {content: strings.Replace(goodForm, `"facts":[`, `"facts":[`+strings.Repeat(`{"name":"people","words":"没人来"},`, 300), 1)},
	}
	var out []answered
	for name, r := range rows {
		out = append(out, answered{name: name, replies: []reply{r}, want: joined()})
	}
	return out
}

// retried requests are answered in the end.
func retried() []answered {
	good := reply{content: goodForm}
	now := map[string]string{"Retry-After": "0"}
	at := func(status int, body string) reply { return reply{status: status, raw: body, header: now} }
	rows := map[string][]reply{
		"no schemas at OpenAI":          {at(400, `{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported","param":"response_format"}}`), good},
		"no schemas at DeepSeek":        {at(400, `{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error"}}`), good},
		"no schemas, said with 422":     {at(422, `{"detail":"x"}`), good},
		"no schemas, said with 501":     {at(501, `{}`), good},
		"no schemas, said with 500":     {at(500, `{"error":"unsupported response_format"}`), good},
		"no limit of that name":         {at(400, `{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}`), good},
		"no temperature":                {at(400, `{"error":{"message":"Unsupported value: 'temperature' does not support 0 with this model."}}`), good},
		"429, then well":                {at(429, `{}`), good},
		"429 without a wait, then well": {{status: 429, raw: `{}`}, good},
		"429 until a past date":         {{status: 429, raw: `{}`, header: map[string]string{"Retry-After": "Mon, 02 Nov 2026 08:00:00 GMT"}}, good},
		"429 for milliseconds":          {{status: 429, raw: `{}`, header: map[string]string{"Retry-After-Ms": "10"}}, good},
		"408, then well":                {at(408, `{}`), good},
		"409, then well":                {at(409, `{}`), good},
		"500, then well":                {at(500, `oops`), good},
		"503, then well":                {at(503, `busy`), good},
		"hung up once, then well":       {{act: raw("")}, good},
		"unreadable, then well":         {{content: "hm"}, good},
		"cut once, then well":           {{content: goodForm[:60], finish: "length"}, good},
		"empty object once, then well":  {{content: "{}"}, good},
		"200 with an error, then well":  {{raw: `{"error":{"message":"try again"}}`}, good},
	}
	var out []answered
	for name, r := range rows {
		want := joined()
		want.asked = len(r)
		out = append(out, answered{name: name, replies: r, want: want})
	}
	want := joined()
	want.asked = 3
	return append(out, answered{name: "neither schemas nor objects", replies: []reply{at(400, `{}`), at(422, `{}`), good}, want: want})
}
