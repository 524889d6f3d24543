package complaint

import "time"

// Names of severity facts, fed to the policy's severity rules.
const (
	FactHealth    = "health_harm" // somebody fell ill
	FactInjury    = "injury"      // somebody is hurt
	FactDanger    = "danger"      // life or health in danger now
	FactHazard    = "hazard"      // something that has harmed or could harm people
	FactMedia     = "media"       // publication threatened or begun
	FactLawsuit   = "lawsuit"     // court threatened or begun
	FactRegulator = "regulator"   // an authority was or will be told
	FactPeople    = "people"      // several people; Count says how many
	FactThreat    = "threat"      // against a person or staff
	FactSelfHarm  = "self_harm"   // against oneself
	FactEmployee  = "employee"    // names an employee
	FactQuantity  = "quantity"    // short measure or many pieces; Count if told
	FactMoney     = "money"       // an amount is claimed or in dispute
)

// Names of facts that only staff establish, or that follow from what happened before.
const (
	FactSerious        = "serious_harm"    // serious harm, confirmed
	FactMediaBegun     = "media_begun"     // published
	FactLawsuitBegun   = "lawsuit_begun"   // a suit is filed
	FactRegulatorBegun = "regulator_begun" // the authority itself has written or come
	FactNeedsHelp      = "needs_help"      // needs an adviser or another department
	FactUnclear        = "unclear"         // cannot be told yet whether it is valid
	FactBeyond         = "beyond_authority"
	FactSecond         = "second_complaint" // came again after the same had been handled
	FactObjected       = "objected"         // the customer rejected the result
)

// Inquiry is the one question to the understanding: all that was said so far about one matter.
type Inquiry struct {
	Texts       []string // the customer's words, oldest first
	Attachments int
	Language    string            // known or chosen so far; "" unknown
	AppLanguage string            // of the customer's Telegram app
	Have        map[string]string // fields known already
	Question    string            // field just asked for: the last text is its answer
	Customer    int64             // Telegram user id, for a model's budget; 0 unknown
	Now         time.Time
	Quick       bool // local understanding only, well under a millisecond
}

// Triage is the one answer. It states what was understood and decides nothing.
type Triage struct {
	Kind         Kind
	KindSure     float64 // 0–1
	Category     string  // leaf id in the policy's taxonomy, "" unknown
	CategorySure float64
	Facts        []Fact
	Sentiment    float64           // -1 (furious) … 1 (delighted)
	Language     string            // BCP 47, "" unknown
	Fields       map[string]string // what, where, when, order, product, wish, phone, amount, …
	Summary      string            // two or three sentences, only what the customer said
	Injection    bool              // the text tries to instruct the machine
	Source       string            // local, model, both
	Draft        string            // a reply suggested by a model, for staff to read first; "" none
	Disagree     []string          // what model and local saw differently: kind, facts
	Heard        []Heard           // what a machine made of files sent along, before all else was understood
}

// Has reports whether a fact of that name was seen.
func (t Triage) Has(name string) bool {
	for _, f := range t.Facts {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Emergency reports danger to life or health that must not wait for a confirmation.
func (t Triage) Emergency() bool {
	return t.Has(FactDanger) || t.Has(FactSelfHarm)
}
