package policy

func (b *builder) buildGuides(docs []guideDoc) (out []Guide) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "guide", seen)
		g := Guide{
			ID: id, Name: b.names(d.Name, d.ID.at, "the guide "+id), Do: b.names(d.Do, d.ID.at, "what to do in the guide "+id),
			Say: b.optional(d.Say, "the words of the guide "+id), levels: b.levels(d.For), when: b.compile(d.When),
		}
		for _, t := range d.Rules {
			g.Rules = append(g.Rules, t.value)
		}
		out = append(out, g)
	}
	return out
}

func (b *builder) buildSteps(docs []stepDoc) (out []Step) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "step", seen)
		s := Step{
			ID: id, Rule: d.Rule.value, Name: b.names(d.Name, d.ID.at, "the step "+id),
			Ask: b.names(d.Ask, d.ID.at, "what is asked for the step "+id), Report: b.optional(d.Report, "the report of the step "+id),
			People: d.People, Limit: d.Within.Span, Counts: Counting(b.oneOf(d.Counts, "counts", countings, string(Working))),
			Replies: d.Reply, when: b.compile(d.When),
		}
		if s.People < 0 || s.People > 5 {
			b.add(b.place(d.ID.at), "people of step %q is how many have to be named: write 0 to 5", id)
		}
		if s.Limit.Unit == Unset || s.Limit.Unit == Agreed {
			b.add(d.Within.at, "the step %q needs a limit that can be counted, such as \"24 hour\", or none", id)
		}
		out = append(out, s)
	}
	return out
}

func (b *builder) buildDuties(docs []dutyDoc) (out []Duty) {
	seen := map[string]bool{}
	for _, d := range docs {
		id := b.id(d.ID, "duty", seen)
		duty := Duty{ID: id, Name: b.names(d.Name, d.ID.at, "the duty "+id)}
		if d.Channel.value != "" {
			duty.Channel = b.oneOf(d.Channel, "channel", channels, "")
		}
		out = append(out, duty)
	}
	return out
}

// optional is names for a text that may be absent altogether.
func (b *builder) optional(n names, key string) Names {
	if n.Names == nil {
		return nil
	}
	return b.names(n, n.at, key)
}
