package policy

import (
	"slices"
	"time"

	"redress/flows/complaint"
)

// Facts is what the conditions of a policy may look at. The name after `expr:` is the
// word to use in a condition; the zero value of a fact means "no" or "unknown".
type Facts struct {
	Category string   `expr:"category"` // leaf id
	Path     []string `expr:"path"`     // ids from the root to the category; Grade fills it
	Severity string   `expr:"severity"` // current level, "P1" … "P4", "" when not graded
	Kind     string   `expr:"kind"`     // complaint, question, suggestion, praise, other
	Channel  string   `expr:"channel"`  // chat, phone, email, letter, visit, forum, book

	Emergency   bool `expr:"emergency"`    // life or health in danger now
	Danger      bool `expr:"danger"`       // a concrete hazard
	Injury      bool `expr:"injury"`       // somebody is hurt
	HealthHarm  bool `expr:"health_harm"`  // somebody fell ill
	SeriousHarm bool `expr:"serious_harm"` // confirmed by staff
	Threat      bool `expr:"threat"`       // against a person or staff
	SelfHarm    bool `expr:"self_harm"`    // against oneself
	Employee    bool `expr:"employee"`     // names an employee
	Money       bool `expr:"money"`        // an amount is claimed or in dispute
	Angry       bool `expr:"angry"`        // strong words

	Media          bool `expr:"media"`           // publication threatened or begun
	MediaBegun     bool `expr:"media_begun"`     // published; confirmed by staff
	Lawsuit        bool `expr:"lawsuit"`         // court threatened or begun
	LawsuitBegun   bool `expr:"lawsuit_begun"`   // a suit is filed; confirmed by staff
	Regulator      bool `expr:"regulator"`       // an authority or consumer body was or will be told
	RegulatorBegun bool `expr:"regulator_begun"` // the authority itself has written or come

	People      int `expr:"people"`      // complaining together in this complaint; 0 unknown
	Quantity    int `expr:"quantity"`    // units affected (cases, boxes); 0 unknown
	Departments int `expr:"departments"` // of ours that are involved

	DelayCause      string `expr:"delay_cause"`      // us, customer, third_party, unknown
	SecondComplaint bool   `expr:"second_complaint"` // came again after it had been handled
	NeedsHelp       bool   `expr:"needs_help"`       // needs an adviser or another department
	Asked           bool   `expr:"asked"`            // another desk was asked and has not answered yet
	Advised         bool   `expr:"advised"`          // another desk that was asked has answered, or has the complaint
	Arranged        bool   `expr:"arranged"`         // a step was arranged and is not done yet
	Unclear         bool   `expr:"unclear"`          // staff cannot tell yet whether it is valid
	BeyondAuthority bool   `expr:"beyond_authority"` // staff may not decide it alone
	Objected        bool   `expr:"objected"`         // the customer rejected the result

	// Over other complaints; people are distinct and include this customer.
	SameMatterPeople30d int `expr:"same_matter_people_30d"` // same matter in a rolling month
	SameMatterConfirmed int `expr:"same_matter_confirmed"`  // of these, those staff confirmed
	SameSiteQuantity    int `expr:"same_site_quantity"`     // quantity complaints at this site, 30 days
	SameKindQuality     int `expr:"same_kind_quality"`      // quality complaints over all sites, 30 days
	SameBatchPeople     int `expr:"same_batch_people"`      // same batch and same symptom

	Signals []string          `expr:"signals"` // ids of the policy's signals seen; see Policy.Signals
	Field   map[string]string `expr:"field"`   // answers given at intake

	// Filled by Grade from Occurred and Now, in the policy's zone. "Over" counts whole days
	// without the day of occurrence (Civil Code 201, 202): weeks_over is 1 when the seventh
	// day has ended.
	OpenFor    time.Duration `expr:"open_for"`
	WeeksOver  int           `expr:"weeks_over"`
	MonthsOver int           `expr:"months_over"`

	Occurred time.Time `expr:"-"` // when it happened, or was filed if that is not known
	Now      time.Time `expr:"-"`
}

// FactsOf reads off a complaint what it says about severity, with what staff established and
// what other complaints said when they were last looked at (complaint.Kin). Signals are those
// of the summary and answers.
func (p *Policy) FactsOf(c *complaint.Complaint, now time.Time) Facts {
	f := Facts{
		Category: c.Category, Severity: c.Severity.String(), Kind: string(c.Kind), Channel: c.Way(),
		Emergency: c.Emergency, SecondComplaint: c.Reopened > 0, DelayCause: "unknown",
		SameMatterPeople30d: c.Kin.People, SameMatterConfirmed: c.Kin.Confirmed, SameSiteQuantity: c.Kin.Site,
		SameKindQuality: c.Kin.Category, SameBatchPeople: c.Kin.Batch,
		Field: c.Fields, Occurred: c.Received(), Now: now,
	}
	if c.DelayCause != "" {
		f.DelayCause = c.DelayCause
	}
	if c.Outcome == string(complaint.KindSuggestion) {
		f.Kind = c.Outcome
	}
	if f.Occurred.IsZero() {
		f.Occurred = c.CreatedAt
	}
	f.Asked = slices.ContainsFunc(c.Tasks, complaint.Task.Open)
	f.Arranged = slices.ContainsFunc(c.Steps, complaint.Step.Open)
	f.Advised = slices.ContainsFunc(c.Tasks, func(k complaint.Task) bool { return !k.Open() })
	words := c.Summary
	for _, fact := range c.Facts {
		f.note(fact)
		words += "\n" + fact.Words
	}
	for _, answer := range c.Fields {
		words += "\n" + answer
	}
	f.Signals = p.Signals(words)
	return f
}

func (f *Facts) note(fact complaint.Fact) {
	switch fact.Name {
	case complaint.FactHealth:
		f.HealthHarm = true
	case complaint.FactInjury:
		f.Injury = true
	case complaint.FactDanger:
		f.Danger, f.Emergency = true, true
	case complaint.FactHazard:
		f.Danger = true
	case complaint.FactSelfHarm:
		f.SelfHarm, f.Emergency = true, true
	case complaint.FactMedia:
		f.Media = true
	case complaint.FactLawsuit:
		f.Lawsuit = true
	case complaint.FactRegulator:
		f.Regulator = true
	case complaint.FactThreat:
		f.Threat = true
	case complaint.FactEmployee:
		f.Employee = true
	case complaint.FactMoney:
		f.Money = true
	case complaint.FactPeople:
		f.People = max(f.People, fact.Count, 2) // "several" without a number
	case complaint.FactQuantity:
		f.Quantity = max(f.Quantity, fact.Count)
	default:
		f.noteEstablished(fact)
	}
}

// noteEstablished takes what only staff, or the complaint's own past, can tell.
func (f *Facts) noteEstablished(fact complaint.Fact) {
	switch fact.Name {
	case complaint.FactSerious:
		f.SeriousHarm = true
	case complaint.FactMediaBegun:
		f.Media, f.MediaBegun = true, true
	case complaint.FactLawsuitBegun:
		f.Lawsuit, f.LawsuitBegun = true, true
	case complaint.FactRegulatorBegun:
		f.Regulator, f.RegulatorBegun = true, true
	case complaint.FactSecond:
		f.SecondComplaint = true
	case complaint.FactObjected:
		f.Objected = true
	case complaint.FactNeedsHelp:
		f.NeedsHelp = true
	case complaint.FactUnclear:
		f.Unclear = true
	case complaint.FactBeyond:
		f.BeyondAuthority = true
	}
}

// age fills what depends on the calendar.
func (f *Facts) age(c *Calendar) {
	if f.Occurred.IsZero() || f.Now.Before(f.Occurred) {
		return
	}
	f.OpenFor = f.Now.Sub(f.Occurred)
	from, to := dateOf(f.Occurred, c.zone), dateOf(f.Now, c.zone)
	f.WeeksOver = max(0, to.daysSince(from)-1) / 7
	months := (to.year-from.year)*12 + int(to.month) - int(from.month)
	for f.MonthsOver = max(0, months); f.MonthsOver > 0 && !to.after(from.plusMonths(f.MonthsOver)); {
		f.MonthsOver--
	}
}
