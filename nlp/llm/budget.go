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

// settle replaces what was reserved by what was spent. A reservation of an hour that is over
// is forgotten with it.
func (b *budget) settle(customer int64, reserved, spent int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.turn(now) {
		reserved = 0
	}
	b.spent += spent - reserved
	b.spentEach[customer] += spent - reserved
}

// turn starts a new hour with empty counts, so that the map never outgrows an hour.
func (b *budget) turn(now time.Time) (turned bool) {
	h := now.Unix() / 3600
	if h == b.hour {
		return false
	}
	b.hour, b.spent = h, 0
	b.spentEach = map[int64]int{}
	return true
}

func (b *budget) left(customer int64, now time.Time) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn(now)
	return min(b.most-b.spent, b.mostEach-b.spentEach[customer])
}
