package telegramtest

// Media is what a message carries besides text: at most one field is set.
type Media struct {
	Animation *Video      `json:"animation,omitempty"`
	Audio     *Audio      `json:"audio,omitempty"`
	Document  *Document   `json:"document,omitempty"`
	Photo     []PhotoSize `json:"photo,omitempty"`
	Sticker   *Sticker    `json:"sticker,omitempty"`
	Video     *Video      `json:"video,omitempty"`
	VideoNote *VideoNote  `json:"video_note,omitempty"`
	Voice     *Voice      `json:"voice,omitempty"`
	Contact   *Contact    `json:"contact,omitempty"`
	Location  *Location   `json:"location,omitempty"`
}

// FileRef is the part all files share. Size is in bytes.
type FileRef struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int64  `json:"file_size,omitempty"`
}

// PhotoSize is one of the sizes of a photo.
type PhotoSize struct {
	FileRef
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Document is a general file.
type Document struct {
	FileRef
	FileName string `json:"file_name,omitempty"`
	MimeType string `json:"mime_type,omitempty"`
}

// Audio is a piece of music. Duration is in seconds.
type Audio struct {
	FileRef
	Duration  int    `json:"duration"`
	Performer string `json:"performer,omitempty"`
	Title     string `json:"title,omitempty"`
	FileName  string `json:"file_name,omitempty"`
	MimeType  string `json:"mime_type,omitempty"`
}

// Voice is a voice note. Duration is in seconds.
type Voice struct {
	FileRef
	Duration int    `json:"duration"`
	MimeType string `json:"mime_type,omitempty"`
}

// Video is a video or an animation. Duration is in seconds.
type Video struct {
	FileRef
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Duration int    `json:"duration"`
	FileName string `json:"file_name,omitempty"`
	MimeType string `json:"mime_type,omitempty"`
}

// VideoNote is a round video message. Duration is in seconds, Length the diameter.
type VideoNote struct {
	FileRef
	Length   int `json:"length"`
	Duration int `json:"duration"`
}

// Sticker is a sticker.
type Sticker struct {
	FileRef
	Type       string `json:"type"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	IsAnimated bool   `json:"is_animated"`
	IsVideo    bool   `json:"is_video"`
	Emoji      string `json:"emoji,omitempty"`
	SetName    string `json:"set_name,omitempty"`
}

// Contact is a shared phone contact; UserID tells whose it is (TG-50).
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

// Location is a point on the map.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// captioned tells whether this kind of media can carry a caption.
func (m Media) captioned() bool {
	return m.Animation != nil || m.Audio != nil || m.Document != nil || m.Photo != nil || m.Video != nil || m.Voice != nil
}
