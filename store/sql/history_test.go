package sqlstore

import (
	"reflect"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

func TestTamperedHistoryIsNoticed(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"a changed word":     `UPDATE history SET detail = 'staff' WHERE complaint = 'c1' AND n = 2`,
		"a changed time":     `UPDATE history SET at = at + 1 WHERE complaint = 'c1' AND n = 1`,
		"a changed standing": `UPDATE history SET status = 'closed' WHERE complaint = 'c1' AND n = 3`,
		"a line cut out":     `DELETE FROM history WHERE complaint = 'c1' AND n = 2`,
		"a line cut off":     `DELETE FROM history WHERE complaint = 'c1' AND n = 3`,
		"all cut off":        `DELETE FROM history WHERE complaint = 'c1'`,
		"a line put in": `INSERT INTO history (complaint, n, at, actor, role, action, detail, status, severity, owner, hash)
			SELECT complaint, 4, at, actor, role, action, detail, status, severity, owner, hash FROM history WHERE complaint = 'c1' AND n = 3`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := opened(t)
			for n, id := range []string{"c0", "c1", "c2"} {
				entry := complaint.Entry{Complaint: id, At: benchNow, Action: complaint.Submit, Detail: "rule"}
				do(t, db, int64(n), flows.Result{
					Complaints: []*complaint.Complaint{{ID: id, Number: "2026-000" + id, Status: complaint.Filed}},
					History:    []complaint.Entry{entry, entry, entry},
				})
			}
			if broken, _, err := db.VerifyHistory(t.Context(), "", 100); err != nil || len(broken) != 0 {
				t.Fatalf("broken before: %v, %v", broken, err)
			}
			if err := db.write(t.Context(), func(q *conn) error { _, err := q.exec(change); return err }); err != nil {
				t.Fatal(err)
			}
			var broken []string
			for last, pages := "", 0; pages == 0 || last != ""; pages++ {
				page, next, err := db.VerifyHistory(t.Context(), last, 1)
				if err != nil {
					t.Fatal(err)
				}
				broken, last = append(broken, page...), next
			}
			if !reflect.DeepEqual(broken, []string{"c1"}) {
				t.Errorf("broken: %v", broken)
			}
		})
	}
}
