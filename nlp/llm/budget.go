package llm

import (
	"sync"
	"time"
)

// budget counts tokens per clock hour, in all and per customer.
type budget struct {
	mu        sync.Mutex
	most      int
	mostEach  int
	hour      int64
	spent     int
	spentEach map[int64]int
}

func newBudget(most, mostEach int) *budget {
	return &budget{most: most, mostEach: mostEach, spentEach: map[int64]int{}}
}

// take reserves about n tokens, or reports that they would go beyond the budget.
func (b *budget) take(customer int64, n int, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(now)
	if b.spent+n > b.most || customer != 0 && b.spentEach[customer]+n > b.mostEach {
		return false
	}
	b.spent += n
	b.spentEach[customer] += n
	return true
}

// settle replaces what was reserved by what was spent, if the server said it.
func (b *budget) settle(customer int64, reserved, spent int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(now)
	if spent > 0 {
		b.spent += spent - reserved
		b.spentEach[customer] += spent - reserved
	}
}

// turn starts a new hour with empty counts, so that the map never outgrows an hour.
func (b *budget) turn(now time.Time) {
	if h := now.Unix() / 3600; h != b.hour {
		b.hour, b.spent = h, 0
		b.spentEach = map[int64]int{}
	}
}
