package policy

import "slices"

// CardShows lists the fields that a card in a group may show. restricted is false when it shows
// everything; otherwise it shows these and the number, nothing of the matter (MJ-AT03).
func (p *Policy) CardShows() (fields []string, restricted bool) {
	return slices.Clone(p.cardShows), p.cardShows != nil
}

func (b *builder) buildCard(list []text) (fields []string) {
	for _, t := range list {
		fields = append(fields, b.oneOf(t, "a field of card_shows", b.vocabulary.fields, ""))
	}
	return fields
}
