package telegramtest

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/gif"  // photo dimensions
	_ "image/jpeg" // photo dimensions
	_ "image/png"  // photo dimensions
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of files in bytes, and how long a download link works (TG-09).
const (
	maxDownload = 20 << 20
	maxPhoto    = 10 << 20
	linkAge     = time.Hour
)

// file is a stored file. Data may be shorter than size: the rest is zeros.
type file struct {
	FileRef
	kind     string // Document, Photo, Video, Voice, Sticker, Audio, Animation
	name     string
	mime     string
	width    int
	height   int
	duration int
	emoji    string
	data     []byte
	sizes    []PhotoSize
}

type fileStore struct {
	byID  map[string]*file
	links map[string]link
	order []*file
	last  uint64
	keep  int
}

type link struct {
	file  *file
	until time.Time
}

func newFileStore(keep int) fileStore {
	return fileStore{byID: map[string]*file{}, links: map[string]link{}, keep: keep}
}

// add gives the file its ids; a photo gets its smaller sizes.
func (s *fileStore) add(f file) *file {
	if f.kind == "Photo" {
		s.addSizes(&f)
		return s.byID[f.sizes[len(f.sizes)-1].FileID]
	}
	s.remember(&f)
	return &f
}

// remember gives the file its ids and forgets the oldest beyond the bound.
func (s *fileStore) remember(f *file) {
	s.identify(f)
	s.byID[f.FileID] = f
	s.order = append(s.order, f)
	if s.keep > 0 && len(s.order) > 2*s.keep {
		for _, old := range s.order[:len(s.order)-s.keep] {
			delete(s.byID, old.FileID)
			delete(s.links, old.path())
		}
		s.order = slices.Clone(s.order[len(s.order)-s.keep:])
	}
}

func (s *fileStore) identify(f *file) {
	s.last++
	var raw [12]byte
	binary.BigEndian.PutUint64(raw[2:], s.last)
	unique := base64.RawURLEncoding.EncodeToString(raw[2:])
	prefix := map[string]string{"Photo": "AgACAgIAAxkB", "Document": "BQACAgIAAxkB", "Voice": "AwACAgIAAxkB", "Video": "BAACAgIAAxkB"}[f.kind]
	if prefix == "" {
		prefix = "CAACAgIAAxkB"
	}
	f.FileUniqueID = "AQAD" + unique
	f.FileID = prefix + "AAI" + unique + "NgQ"
}

// addSizes stores a photo in up to four sizes, the largest being the one that was sent.
func (s *fileStore) addSizes(f *file) {
	var sizes []PhotoSize
	var stored []*file
	for _, edge := range []int{90, 320, 800, 1280} {
		one := *f
		longest := max(f.width, f.height)
		last := edge == 1280 || longest <= edge
		if !last {
			one.width, one.height = max(1, f.width*edge/longest), max(1, f.height*edge/longest)
			one.FileSize = max(1, f.FileSize*int64(edge)/int64(longest)/2)
			one.data = nil
		}
		s.remember(&one)
		stored = append(stored, &one)
		sizes = append(sizes, PhotoSize{FileRef: one.FileRef, Width: one.width, Height: one.height})
		if last {
			break
		}
	}
	for _, one := range stored {
		one.sizes = sizes
	}
	f.sizes = sizes
}

// media is the file as part of a message.
func (f *file) media() Media {
	switch f.kind {
	case "Photo":
		return Media{Photo: f.sizes}
	case "Voice":
		return Media{Voice: &Voice{FileRef: f.FileRef, Duration: f.duration, MimeType: f.mime}}
	case "Video":
		return Media{Video: f.video()}
	case "Animation":
		return Media{Animation: f.video()}
	case "Audio":
		return Media{Audio: &Audio{FileRef: f.FileRef, Duration: f.duration, FileName: f.name, MimeType: f.mime}}
	case "Sticker":
		return Media{Sticker: &Sticker{FileRef: f.FileRef, Type: "regular", Width: 512, Height: 512, Emoji: f.emoji}}
	}
	return Media{Document: &Document{FileRef: f.FileRef, FileName: f.name, MimeType: f.mime}}
}

func (f *file) video() *Video {
	return &Video{FileRef: f.FileRef, Width: f.width, Height: f.height, Duration: f.duration, FileName: f.name, MimeType: f.mime}
}

// measure reads the dimensions of an uploaded photo and applies Telegram's limits (TG-09).
func (f *file) measure() *Error {
	if f.FileSize > maxPhoto {
		return badRequest(fmt.Sprintf("file of size %d bytes is too big for a photo; the maximum size is %d bytes", f.FileSize, maxPhoto))
	}
	info, _, err := image.DecodeConfig(bytes.NewReader(f.data))
	if err != nil {
		return badRequest("IMAGE_PROCESS_FAILED")
	}
	f.width, f.height = info.Width, info.Height
	if f.width+f.height > 10_000 || f.width > 20*f.height || f.height > 20*f.width {
		return badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	return nil
}

func (c *call) getFile() (any, *Error) {
	f, ok := c.files.byID[c.str("file_id")]
	switch {
	case c.str("file_id") == "":
		return nil, badRequest("file_id not specified")
	case !ok:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case f.FileSize > maxDownload:
		return nil, badRequest("file is too big")
	}
	where := f.path()
	c.files.links[where] = link{file: f, until: c.now.Add(linkAge)}
	return struct {
		FileRef
		FilePath string `json:"file_path"`
	}{f.FileRef, where}, nil
}

// path is where a file is downloaded from.
func (f *file) path() string {
	folder := strings.ToLower(f.kind) + "s"
	if f.kind == "Voice" {
		folder = "voice"
	}
	return folder + "/file_" + f.FileUniqueID[len(f.FileUniqueID)-6:] + f.extension()
}

func (f *file) extension() string {
	switch {
	case path.Ext(f.name) != "":
		return path.Ext(f.name)
	case f.kind == "Photo":
		return ".jpg"
	case f.kind == "Voice":
		return ".oga"
	case f.kind == "Video":
		return ".mp4"
	}
	return ""
}

// serveFile answers a download; rest is <token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, rest string) {
	token, where, _ := strings.Cut(rest, "/")
	s.mu.Lock()
	l, ok := s.files.links[where]
	now := s.now()
	s.mu.Unlock()
	if token != s.token || !ok || now.After(l.until) {
		refuse(w, &Error{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(l.file.FileSize, 10))
	_, _ = io.Copy(w, l.file.content()) // the peer may be gone
}

func (f *file) content() io.Reader {
	return io.LimitReader(io.MultiReader(bytes.NewReader(f.data), zeros{}), f.FileSize)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// FileData returns what a file holds, also what the bot uploaded.
func (s *Server) FileData(fileID string) ([]byte, bool) {
	s.mu.Lock()
	f, ok := s.files.byID[fileID]
	s.mu.Unlock()
	if !ok {
		return nil, false
	}
	data, _ := io.ReadAll(f.content()) // memory only
	return data, true
}
