package sqlstore

import (
	"reflect"
	"testing"

	"redress/flows"
	"redress/flows/complaint"
)

func orgOf(t *testing.T, db *DB) flows.Org {
	t.Helper()
	st, err := db.Load(t.Context(), flows.Want{}, benchNow)
	if err != nil {
		t.Fatal(err)
	}
	return st.Org
}

func TestBootstrap(t *testing.T) {
	t.Parallel()
	db := opened(t)
	seed := func(s Seed) {
		t.Helper()
		if err := db.Bootstrap(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	seed(Seed{SetupKey: "hash", Staff: []complaint.Staff{{ID: 1, Name: "Olga", Role: complaint.RoleOwner}}})
	staff := complaint.Binding{Desk: complaint.StaffDesk, Chat: -5, Forum: true, Title: "Staff", Language: "zh"}
	do(t, db, 1, flows.Result{Bindings: []complaint.Binding{staff}, UsedSetup: true,
		Staff: []complaint.Staff{{ID: 2, Name: "Kim", Role: complaint.RoleStaff}}})
	seed(Seed{})
	want := flows.Org{Staff: staff, People: []complaint.Staff{{ID: 1, Name: "Olga", Role: complaint.RoleOwner}, {ID: 2, Name: "Kim", Role: complaint.RoleStaff}}}
	if got := orgOf(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("what the environment does not name: %+v", got)
	}
	do(t, db, 2, flows.Result{Migrated: &flows.Migration{From: -5, To: -100}})
	seed(Seed{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: -5}}, Staff: []complaint.Staff{{ID: 2, Role: complaint.RoleSupervisor}}})
	want.Staff.Chat, want.People[1].Role = -100, complaint.RoleSupervisor
	if got := orgOf(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("a chat that has moved: %+v", got)
	}
	seed(Seed{Bindings: []complaint.Binding{{Desk: complaint.StaffDesk, Chat: -6}}, SetupKey: "new"})
	want.Staff, want.SetupKey = complaint.Binding{Desk: complaint.StaffDesk, Chat: -6}, "new"
	if got := orgOf(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("another chat: %+v", got)
	}
}
