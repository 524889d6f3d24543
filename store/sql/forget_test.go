package sqlstore

import (
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

func TestLabelsAreForgotten(t *testing.T) {
	t.Parallel()
	db := openFile(t, t.TempDir())
	t.Cleanup(func() { _ = db.Close() })
	for i, at := range []time.Time{benchNow.AddDate(-3, 0, 0), benchNow} {
		id := string(rune('a' + i))
		res := flows.Result{
			Complaints: []*complaint.Complaint{{ID: id, Number: "2026-000" + id, Status: complaint.Filed, Customer: 7, Category: "x", FiledAt: at, Summary: "lift", Keys: []uint64{5, uint64(i)}}},
			Messages:   []complaint.Message{{ID: id, Complaint: id, Direction: complaint.In, Text: "the lift is stuck"}},
			Labels:     []complaint.Label{{Complaint: id, Person: complaint.View{Kind: complaint.KindComplaint}, By: 1, At: at}},
		}
		fresh, err := db.Accept(t.Context(), []complaint.Event{said(int64(i + 1))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Do(t.Context(), fresh[0], flows.Want{}, at, func(flows.State) (flows.Result, error) { return res, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if gone, err := db.PurgeLabels(t.Context(), benchNow.AddDate(-2, 0, 0)); err != nil || gone != 1 {
		t.Fatalf("%d are gone, %v; want 1", gone, err)
	}
	labels, err := db.Labels(t.Context(), "", 10)
	if err != nil || len(labels) != 1 || labels[0].Complaint != "b" {
		t.Errorf("left %+v, %v; want that of b", labels, err)
	}
	left := 0
	if err := db.look(t.Context(), func(q *conn) error {
		_, err := q.row(`SELECT COUNT(*) FROM fingerprints WHERE complaint = $1`, args("a"), &left)
		return err
	}); err != nil || left != 0 {
		t.Errorf("%d fingerprints of a are left, %v", left, err)
	}
}
