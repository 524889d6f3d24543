package sqlstore

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

// As many snapshots as there may be, all needing a statement for the first time.
func TestSnapshotsDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	db := opened(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var open, looks sync.WaitGroup
	open.Add(readers)
	for i := range 3 * readers {
		looks.Go(func() {
			err := db.look(ctx, func(q *conn) error {
				if i < readers {
					open.Done()
					open.Wait()
				}
				var n int
				_, err := q.row(fmt.Sprintf("SELECT %d", i), nil, &n)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		if i == readers-1 {
			open.Wait()
		}
	}
	done := make(chan struct{})
	go func() { looks.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		t.Fatal("snapshots wait for each other for ever")
	}
}
