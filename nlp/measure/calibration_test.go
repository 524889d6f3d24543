package measure

import (
	"math"
	"testing"
)

func TestCalibration(t *testing.T) {
	t.Parallel()
	var c Calibration
	for i := range 10 {
		c.Add(0.85, i < 7) // claims 0.85, is right in 0.7
		c.Add(0.35, i < 3) // claims 0.35, is right in 0.3
	}
	c.Add(1, true)
	c.Add(0, false)
	want := (10*0.15 + 10*0.05) / 22
	if got := c.Error(); math.Abs(got-want) > 1e-9 {
		t.Errorf("error %.4f, want %.4f", got, want)
	}
	if b := c.Bins()[8]; b.N != 10 || b.Right != 7 || math.Abs(b.Sure()-0.85) > 1e-9 {
		t.Errorf("bin %+v", b)
	}
}
