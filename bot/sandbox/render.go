package sandbox

import (
	"bytes"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"

	"redress/bot/telegram/telegramtest"
)

func parsePage() *template.Template {
	return template.Must(template.ParseFS(files, "page/*.html"))
}

// whole serves the page.
func (s *Stage) whole(w http.ResponseWriter, r *http.Request) { s.render(w, r, "page.html") }

// part serves what changes on the page.
func (s *Stage) part(w http.ResponseWriter, r *http.Request) { s.render(w, r, "stage.html") }

func (s *Stage) render(w http.ResponseWriter, r *http.Request, name string) {
	var out bytes.Buffer
	if err := s.page.ExecuteTemplate(&out, name, s.look(language(w, r))); err != nil {
		s.cfg.Log.Error("the page could not be drawn", "error", err)
		http.Error(w, "the page could not be drawn: see the log", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = out.WriteTo(w)
}

const languageCookie = "redress_language"

// language is what the reader chose, now or earlier, or else what the browser asks for.
func language(w http.ResponseWriter, r *http.Request) string {
	if wish := r.URL.Query().Get("lang"); wish != "" {
		lang := spoken(wish)
		http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, SameSite: http.SameSiteStrictMode})
		return lang
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		return spoken(c.Value)
	}
	return spoken(r.Header.Get("Accept-Language"))
}

// file serves a file that somebody sent. It is only ever shown as an image, saved, or opened as a
// page of its own in which nothing runs.
func (s *Stage) file(w http.ResponseWriter, r *http.Request) {
	data, ok := s.cfg.Server.FileData(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	kind := http.DetectContentType(data)
	if bytes.HasPrefix(data, []byte("<svg")) {
		kind = "image/svg+xml"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	_, _ = w.Write(data)
}

// static serves the scripts and styles of the page.
func (s *Stage) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	data, err := files.ReadFile(path.Join("page", path.Base(name)))
	if err != nil || path.Ext(name) == ".html" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	_, _ = w.Write(data)
}

// photo is a drawn photo as people send it; an unknown name is a plain one.
func photo(name string) telegramtest.Attachment {
	return telegramtest.Attachment{Kind: "Photo", Width: 1280, Height: 960, Data: picture(name)}
}

func picture(name string) []byte {
	data, err := fs.ReadFile(files, "pictures/"+path.Base(name)+".svg")
	if err != nil {
		data, _ = fs.ReadFile(files, "pictures/any.svg")
	}
	return data
}
