package complaint

// File is something made of the records for people to open: a chart, a workbook, a page. It is
// made when it is sent, and what was made stays: one ID is the same bytes for ever.
type File struct {
	ID      string `json:"id"`                // what it shows, in the terms of who makes it: "report:…", "case:…"
	Name    string `json:"name"`              // as people save it
	Picture bool   `json:"picture,omitempty"` // shown in the chat; otherwise offered to open
	Chart   *Chart `json:"chart,omitempty"`   // drawn when it is sent
	Paper   *Paper `json:"paper,omitempty"`   // written when it is sent
}
