package flows

import (
	"slices"
	"strings"

	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
)

// cardClasses proposes a class of each classification the policy has beside severity, with the
// departments that answer for it. What no rule settles is for staff to decide (FD-R5).
func (t *turn) cardClasses(v texts.Voice) (out complaint.Rich) {
	if t.c.Kind != complaint.KindComplaint {
		return nil
	}
	found := t.Policy.Classes(t.facts())
	if len(found) == 0 {
		return nil
	}
	for _, kind := range t.Policy.ClassKinds() {
		of := slices.DeleteFunc(slices.Clone(found), func(c policy.Class) bool { return c.Kind != kind })
		name := kind
		if v.Has("class_" + kind) {
			name = v.Str("class_" + kind)
		}
		if len(of) == 0 {
			out = joinLines(out, v.Say("card_class_open", "kind", name))
			continue
		}
		out = joinLines(out, v.Say("card_class", "kind", name, "classes", t.classNames(of, v.Lang)))
	}
	return out
}

// classNames lists classes as staff read them: "A (FD-R5 → production)".
func (t *turn) classNames(classes []policy.Class, lang string) string {
	var names []string
	for _, c := range classes {
		by := c.ID
		var roles []string
		for _, r := range c.To {
			roles = append(roles, t.Policy.Role(r, lang))
		}
		if len(roles) > 0 {
			by += " → " + strings.Join(roles, ", ")
		}
		names = append(names, c.Class+" ("+by+")")
	}
	return strings.Join(names, " · ")
}
