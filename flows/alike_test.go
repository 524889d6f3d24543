package flows_test

import (
	"cmp"
	"slices"
	"strings"

	"redress/flows"
	"redress/flows/complaint"
	"redress/nlp/similar"
)

// similar finds the filed complaints of the same category.
func (w *world) similar(c *complaint.Complaint) []flows.Similar {
	var all []flows.Similar
	for _, o := range w.complaints {
		if o.ID != c.ID && o.Number != "" && o.Category == c.Category {
			all = append(all, flows.Similar{Complaint: *o.Clone()})
		}
	}
	slices.SortFunc(all, func(a, b flows.Similar) int { return cmp.Compare(a.Complaint.Number, b.Complaint.Number) })
	return all
}

// rank puts the similar ones in order and says why, as the program does.
func (w *world) rank(st *flows.State) {
	if st.Complaint == nil {
		return
	}
	var others []similar.Matter
	for i := range st.Similar {
		others = append(others, matterOf(&st.Similar[i].Complaint))
	}
	var out []flows.Similar
	for _, m := range similar.Rank(matterOf(st.Complaint), others, nil) {
		i := slices.IndexFunc(st.Similar, func(s flows.Similar) bool { return s.Complaint.ID == m.ID })
		out = append(out, flows.Similar{Complaint: st.Similar[i].Complaint, Score: m.Score, Object: m.Object, Words: m.Words})
	}
	st.Similar = out
}

func matterOf(c *complaint.Complaint) similar.Matter {
	return similar.Matter{ID: c.ID, Text: c.Summary, Category: c.Category}
}

func (w *world) cases(l flows.List) []complaint.Complaint {
	var all []complaint.Complaint
	for _, c := range w.complaints {
		if l.Ended && (c.Status == complaint.Closed || c.Status == complaint.Declined) &&
			strings.Contains(strings.ToLower(c.Summary), strings.ToLower(l.Words)) {
			all = append(all, *c.Clone())
		}
	}
	slices.SortFunc(all, func(a, b complaint.Complaint) int { return cmp.Compare(b.Number, a.Number) })
	return all
}

// write stands for a model that drafts replies, in conversations that have one.
func (w *world) write(q complaint.Writing) string {
	if strings.HasPrefix(q.Language, "zh") {
		return "谢谢您告诉我们。漏水的事我已看到，马上请师傅联系您确认上门时间。"
	}
	return "Thank you for telling us. I can see the double charge and am checking it with our accounts team."
}
