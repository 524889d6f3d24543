package measure

import (
	"fmt"
	"io"
	"math"
)

// Calibration compares how sure answers were with how often they were right. The zero value
// is ready to use.
type Calibration struct{ bins [10]Bin }

// Bin holds the answers that were about equally sure.
type Bin struct {
	N, Right int
	sure     float64
}

// Sure is the mean of what the answers claimed.
func (b Bin) Sure() float64 { return b.sure / float64(max(b.N, 1)) }

// Accuracy is the share that was right.
func (b Bin) Accuracy() float64 { return float64(b.Right) / float64(max(b.N, 1)) }

// Add counts one answer.
func (c *Calibration) Add(sure float64, right bool) {
	b := &c.bins[min(9, max(0, int(sure*10)))]
	b.N++
	b.sure += sure
	if right {
		b.Right++
	}
}

// Bins lists the ten bins, the least sure first.
func (c *Calibration) Bins() []Bin { return c.bins[:] }

// Error is the expected calibration error: how far claim and truth lie apart, on average over
// all answers.
func (c *Calibration) Error() float64 {
	sum, n := 0.0, 0
	for _, b := range c.bins {
		sum += float64(b.N) * math.Abs(b.Sure()-b.Accuracy())
		n += b.N
	}
	return sum / float64(max(n, 1))
}

// Print writes the bins that hold anything.
func (c *Calibration) Print(w io.Writer, what string) {
	fmt.Fprintf(w, "  %-10s expected calibration error %.3f\n", what, c.Error())
	for i, b := range c.bins {
		if b.N > 0 {
			fmt.Fprintf(w, "    sure %.1f to %.1f   claimed %.3f  right %.3f  n %d\n", float64(i)/10, float64(i+1)/10, b.Sure(), b.Accuracy(), b.N)
		}
	}
}
