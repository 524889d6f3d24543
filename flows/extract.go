package flows

import (
	"time"

	"redress/flows/complaint"
)

// Extract asks for filed complaints with everything on record about them, in the order of
// filing. What they look like is how they stand when they are read.
type Extract struct {
	From, To time.Time      // filed in [From, To)
	Carried  bool           // instead: filed before From, and open then
	Desk     complaint.Desk // only what this desk has now; "" everything
}

// Mark is where a page of an Extract ended. The zero Mark is before the first one.
type Mark struct {
	Filed time.Time
	ID    string
}
