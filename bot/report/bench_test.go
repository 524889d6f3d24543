package report

import (
	"fmt"
	"io"
	"testing"
)

// BenchmarkTable writes rows in each format: what one costs must not depend on how many there are.
func BenchmarkTable(b *testing.B) {
	all := records()
	for _, format := range Formats() {
		for _, n := range []int{1_000, 10_000} {
			b.Run(fmt.Sprint(format, "/rows=", n), func(b *testing.B) {
				at := terms(b, "property-developer", "zh-Hans", Full)
				b.ReportAllocs()
				for range b.N {
					table, err := NewTable(format, io.Discard, at)
					if err != nil {
						b.Fatal(err)
					}
					for i := range n {
						if err := table.Add(&all[i%len(all)]); err != nil {
							b.Fatal(err)
						}
					}
					if err := table.Close(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}
