package complaint

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
