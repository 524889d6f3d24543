package complaint

// Anonymous takes the person, and everything that anybody wrote, out of a complaint that is over
// (LG-Y5): what is counted stays, so that figures do not change. stranger stands in the place of
// the customer.
func (c *Complaint) Anonymous(stranger int64) *Complaint {
	d := c.Clone()
	d.Customer, d.Contact, d.Summary = stranger, "", ""
	d.Fields, d.Heard, d.Keys = nil, nil, nil
	d.Kin.Numbers, d.Kin.Apart = nil, nil
	for i := range d.Facts {
		d.Facts[i].Words = ""
	}
	for i := range d.Tasks {
		d.Tasks[i].Words = ""
	}
	for i := range d.Steps {
		d.Steps[i].Words, d.Steps[i].Result, d.Steps[i].Who = "", "", nil
	}
	k := &d.Closing
	k.Outcome, k.Done, k.Promised, k.Reason, k.Record, k.Approved, k.Proposed.Reason = "", "", "", "", nil, "", ""
	return d
}
