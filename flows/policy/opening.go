package policy

import (
	"fmt"
	"time"
)

// Hours lists the opening spans of the local day of t as people write them, "08:00–12:00";
// none on a day that is closed.
func (c *Calendar) Hours(t time.Time) (spans []string) {
	d := dateOf(t, c.zone)
	for _, p := range c.periods(d) {
		spans = append(spans, fmt.Sprintf("%02d:%02d–%02d:%02d", p.from/60, p.from%60, p.to/60, p.to%60))
	}
	return spans
}
