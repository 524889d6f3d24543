package sandbox

import (
	"io/fs"
	"path"
	"time"
)

// story is a dialogue that plays itself: what the people say and do. What the bot says is not
// in it; the people react to what they see.
type story struct {
	Name     string   `yaml:"name"`
	Title    names    `yaml:"title"`
	About    names    `yaml:"about"`
	Policy   string   `yaml:"policy"`
	Policies []string `yaml:"policies"` // a story that is told under each of them, up to the card
	Language string   `yaml:"language"` // of everybody in it
	Customer string   `yaml:"customer"` // anna or xiaoyu

	Says        []line            `yaml:"says"`        // what the customer begins with
	Answers     map[string]string `yaml:"answers"`     // by the policy's field: a choice's id, or words
	Late        bool              `yaml:"late"`        // a colleague presses Claim too late
	Original    bool              `yaml:"original"`    // the owner looks at what the customer sent
	Acknowledge bool              `yaml:"acknowledge"` // the manager has seen the alert
	Talk        []line            `yaml:"talk"`        // once claimed
	Later       time.Duration     `yaml:"later"`       // between the talk and the resolve form
	Outcome     string            `yaml:"outcome"`     // the resolve form
	Cause       string            `yaml:"cause"`
	Done        string            `yaml:"done"`
	Promised    string            `yaml:"promised"`
	Needs       []string          `yaml:"needs"`  // what the policy asks for besides, in its order
	Result      string            `yaml:"result"` // the rating, 1–5
	Service     string            `yaml:"service"`
	Comment     string            `yaml:"comment"`
}

// line is one thing that somebody says or sends.
type line struct {
	Staff   bool          `yaml:"staff"`   // by the owner of the complaint; else by the customer
	After   time.Duration `yaml:"after"`   // so much later
	Promise bool          `yaml:"promise"` // the bot is asked to watch over the time that it names
	Text    string        `yaml:"text"`
	Photo   string        `yaml:"photo"` // one of the pictures
}

func loadStories() []story {
	entries, err := fs.ReadDir(files, "stories")
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	var all []story
	for _, e := range entries {
		var s story
		decode(path.Join("stories", e.Name()), &s)
		all = append(all, s)
	}
	return all
}
