package sqlstore

import (
	"testing"
	"time"

	"redress/flows"
	"redress/flows/complaint"
)

func TestReclaimMakesDueWhatAKilledRunHadInHand(t *testing.T) {
	t.Parallel()
	db := opened(t)
	ev, err := db.Accept(t.Context(), []complaint.Event{{Source: "tg:1", Kind: complaint.Said, Chat: complaint.Chat{ID: 7, Kind: complaint.Private}}})
	if err != nil {
		t.Fatal(err)
	}
	later := benchNow.Add(time.Hour)
	_, err = db.Do(t.Context(), ev[0], flows.Want{}, benchNow, func(flows.State) (flows.Result, error) {
		return flows.Result{Outbox: []complaint.Outbound{
			{Key: "a", Op: complaint.Say, Chat: 7, Text: complaint.Words("first")},
			{Key: "b", Op: complaint.Say, Chat: 8, Text: complaint.Words("later"), NotBefore: later},
		}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	lease := func() []complaint.Parcel {
		parcels, err := db.Lease(t.Context(), benchNow, benchNow.Add(3*time.Minute), 10)
		if err != nil {
			t.Fatal(err)
		}
		return parcels
	}
	if got := lease(); len(got) != 1 || got[0].Key != "a" {
		t.Fatalf("leased %+v", got)
	}
	if got := lease(); len(got) != 0 {
		t.Fatalf("leased twice: %+v", got)
	}
	if err := db.Reclaim(t.Context(), benchNow); err != nil {
		t.Fatal(err)
	}
	if got := lease(); len(got) != 1 || got[0].Key != "a" {
		t.Errorf("after Reclaim: %+v", got)
	}
}
