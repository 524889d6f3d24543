package complaint

import "time"

// Role is what a person may do. Customers have none.
type Role string

const (
	RoleStaff      Role = "staff"
	RoleSupervisor Role = "supervisor" // also group administrators
	RoleOwner      Role = "owner"      // of the installation: binds chats, appoints staff
)

// Staff is a member of staff on the list.
type Staff struct {
	ID      int64
	Name    string // as colleagues see it
	Role    Role
	Removed bool
}

// Actor is who acts in a group, checked at that moment: on the list or administrator, and
// still a member of the group.
type Actor struct {
	ID     int64
	Name   string
	Role   Role // "" means: may not act
	Member bool
}

// May reports whether the actor may act at all.
func (a Actor) May() bool { return a.Role != "" }

// Leads reports whether the actor may act on what colleagues own.
func (a Actor) Leads() bool { return a.Role == RoleSupervisor || a.Role == RoleOwner }

// Binding ties a desk to a chat.
type Binding struct {
	Desk     Desk
	Chat     int64 // 0 in a Result: unbind
	Forum    bool
	Title    string
	Language string // BCP 47 of what is said in this chat; "" the policy's first
}

// Figures are the numbers of a digest, each reproducible from the records with the same
// cut-off (domain 5.2). Counts are of [From, To), states as at CutOff.
type Figures struct {
	From, To  time.Time
	CutOff    time.Time // of states: open, overdue, unclaimed
	Received  int       // filed in the period
	Closed    int       // closed in the period (M12)
	Open      int       // at CutOff (M11)
	Overdue   int       // open clocks past due at CutOff (M08)
	Unclaimed int       // filed, nobody has it, at CutOff (M25)
	Emergency int       // open P1 at CutOff
	Ratings   []int     // result scores given in the period (M15)
	Oldest    []Line
	Urgent    []Line // what needs a manager today: P1 and P2, broken promises
}

// Line is one complaint in a list for managers or staff. No names, no words of the customer
// beyond the summary.
type Line struct {
	ID, Number string
	Severity   Severity
	Status     Status
	Category   string
	Summary    string
	OwnerName  string
	FiledAt    time.Time
	Due        time.Time // next running deadline; zero: none
}
