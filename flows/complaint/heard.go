package complaint

// Heard is what a machine made of a file: the words of a voice message, or what a picture
// shows. It is shown as a machine's wherever it is shown.
type Heard struct {
	File  string `json:"file"`            // its Telegram id
	Kind  string `json:"kind"`            // voice, photo
	Words string `json:"words,omitempty"` // "": nothing could be made out
}
