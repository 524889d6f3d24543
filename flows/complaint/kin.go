package complaint

import (
	"strings"
	"unicode"
)

// Kin is what the other complaints of thirty days say about one: who else has the same
// matter, and how often the like happened. People are distinct and include this customer.
type Kin struct {
	People    int      `json:"people,omitempty"`    // with the same matter, proposed or confirmed
	Confirmed int      `json:"confirmed,omitempty"` // of these, those staff confirmed
	Site      int      `json:"site,omitempty"`      // complaints of this category at this site
	Category  int      `json:"category,omitempty"`  // complaints of this category anywhere
	Batch     int      `json:"batch,omitempty"`     // people with this batch and the same symptom
	Numbers   []string `json:"numbers,omitempty"`   // proposed as the same matter, not decided yet
	Apart     []string `json:"apart,omitempty"`     // staff said: not the same
	Cluster   string   `json:"cluster,omitempty"`   // number of the first complaint of the confirmed matter
	Arranged  bool     `json:"arranged,omitempty"`  // nearly the same words from several accounts within minutes (AB-08)
}

// objects are the answers that say what a complaint is about, the most telling first.
func objects() []string { return []string{"batch", "site", "product"} }

// Object is the normalised answer to one of the questions site, product or batch; "" unknown.
func (c *Complaint) Object(field string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, c.Fields[field])
}

// About names the matter by category and object, so that complaints about the same one are
// found; "" when no object is known.
func (c *Complaint) About() string {
	for _, field := range objects() {
		if o := c.Object(field); o != "" && c.Category != "" {
			return c.Category + ":" + field + ":" + o
		}
	}
	return ""
}
