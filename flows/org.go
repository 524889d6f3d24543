package flows

import (
	"slices"

	"redress/flows/complaint"
)

// Binding is what a desk is bound to; Chat is 0 while it is bound to nothing.
func (o Org) Binding(d complaint.Desk) complaint.Binding {
	switch d {
	case complaint.StaffDesk, "":
		return o.Staff
	case complaint.ManagersDesk:
		return o.Managers
	}
	if i := slices.IndexFunc(o.Desks, func(b complaint.Binding) bool { return b.Desk == d }); i >= 0 {
		return o.Desks[i]
	}
	return complaint.Binding{}
}

// Resolve is where what belongs to a desk appears: its own chat, or the staff group while it
// has none. The managers' chat has no stand-in.
func (o Org) Resolve(d complaint.Desk) complaint.Binding {
	if b := o.Binding(d); b.Chat != 0 || d == complaint.ManagersDesk {
		return b
	}
	return o.Staff
}

// Bindings lists every desk that is bound, the staff group first.
func (o Org) Bindings() []complaint.Binding {
	all := append([]complaint.Binding{o.Staff, o.Managers}, o.Desks...)
	return slices.DeleteFunc(all, func(b complaint.Binding) bool { return b.Chat == 0 })
}

// At finds the desk whose chat this is; Desk is "" for a chat that is bound to none.
func (o Org) At(chat int64) complaint.Binding {
	for _, b := range o.Bindings() {
		if b.Chat == chat {
			return b
		}
	}
	return complaint.Binding{}
}
