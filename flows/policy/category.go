package policy

import "slices"

// Category is a node of the taxonomy.
type Category struct {
	ID       string
	Code     string   // the id of the procedure it comes from ("VK-C1"), if any
	Path     []string // ids from the root to this category
	Like     string   // the common category it corresponds to; see CommonCategories
	Name     Names
	Keywords map[string][]string // by language: words that speak for this category
	Ask      []Field             // asked at intake, the most important first
	Desk     string              // who handles it; "" the default desk
	Leaf     bool                // complaints are filed under leaves
}

// Field is one thing to know about a complaint.
type Field struct {
	ID       string
	Name     Names    // short, for the read-back and the card
	Question Names    // as asked, one thing at a time
	Choices  []Choice // offered as buttons
	Values   []Choice // further answers that have a name but no button
	KnownBy  []string // other fields that answer this one as well
	Required bool     // still skippable at intake; staff see that it is missing
}

// Answer names an answer in lang when it is one of the choices or values; free words come back as they are.
func (f Field) Answer(answer, lang string) string {
	for _, list := range [][]Choice{f.Choices, f.Values} {
		for _, c := range list {
			if c.ID == answer {
				return c.Name.In(lang)
			}
		}
	}
	return answer
}

// Choice is an answer offered as a button.
type Choice struct {
	ID   string
	Name Names
}

// CommonCategories are the ids every category of a policy corresponds to through Like,
// so that understanding trained on them serves any taxonomy.
func CommonCategories() []string {
	return []string{
		"product_quality", "service_attitude", "delivery_logistics", "billing_refund", "after_sales",
		"safety_injury", "facility_environment", "false_advertising", "privacy_security", "other",
	}
}

// Categories lists the taxonomy depth first: each category before its sub-categories.
func (p *Policy) Categories() []Category { return slices.Clone(p.categories) }

// Category finds a category.
func (p *Policy) Category(id string) (Category, bool) {
	i, ok := p.byID[id]
	if !ok {
		return Category{}, false
	}
	return p.categories[i], true
}

// CategoryName is the name in lang, or the id when the policy does not know it.
func (p *Policy) CategoryName(id, lang string) string {
	if c, ok := p.Category(id); ok {
		return c.Name.In(lang)
	}
	return id
}

// Story is the field for what happened, in the customer's words. It counts as known once the
// complaint has a category of its own: what could be told apart has been told.
const Story = "what"

// Missing lists the fields of a category not in have, the most important first. For an
// unknown category these are the policy's general fields.
func (p *Policy) Missing(category string, have map[string]string) []Field {
	ask := p.ask
	if i, ok := p.byID[category]; ok {
		ask = p.categories[i].Ask
	}
	var missing []Field
	told := p.tellsStory(category)
	for _, f := range ask {
		if !f.answered(have) && !(told && f.ID == Story) {
			missing = append(missing, f)
		}
	}
	return missing
}

func (p *Policy) tellsStory(category string) bool {
	i, ok := p.byID[category]
	return ok && p.categories[i].Like != "other"
}

func (f Field) answered(have map[string]string) bool {
	return have[f.ID] != "" || slices.ContainsFunc(f.KnownBy, func(id string) bool { return have[id] != "" })
}

// Field finds a field by id, for its name on cards and in read-backs.
func (p *Policy) Field(id string) (Field, bool) {
	f, ok := p.fields[id]
	return f, ok
}
