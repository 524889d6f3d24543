package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"redress/flows"
	"redress/flows/complaint"
	"redress/flows/policy"
	"redress/flows/texts"
	"redress/nlp/learn"
)

// rulebook is the rules in force, with the understanding that goes with them, and the rules
// that earlier complaints were filed under. A new set is taken whole or not at all.
type rulebook struct {
	cfg    Config
	log    *slog.Logger
	shelf  shelf
	now    func() time.Time
	words  *texts.Catalogue
	learnt *learn.Weights // read once: what is understood changes at a start, never by itself
	inUse  atomic.Pointer[rules]

	mu   sync.Mutex
	kept map[string]*policy.Policy // by version; nil: looked for in vain
}

type rules struct {
	desk *flows.Desk
	mind mind
	help helper
	ears perceiver
}

// shelf keeps the text of every version of the rules.
type shelf interface {
	KeepPolicy(ctx context.Context, r flows.Rules, now time.Time) error
	Policies(ctx context.Context) ([]flows.Rules, error)
}

// openRulebook reads the rules in force; nothing is kept before adopt.
func openRulebook(cfg Config, now func() time.Time, log *slog.Logger) (*rulebook, error) {
	words, err := texts.Load()
	if err != nil {
		return nil, err
	}
	p, err := loadPolicy(cfg.Policy)
	if err != nil {
		return nil, err
	}
	learnt, err := readWeights(cfg.Weights)
	if err != nil {
		return nil, err
	}
	b := &rulebook{cfg: cfg, log: log, now: now, words: words, learnt: learnt, kept: map[string]*policy.Policy{}}
	b.use(p)
	return b, nil
}

// warnOf names what the operator still has to decide (CS-AT05).
func warnOf(log *slog.Logger, p *policy.Policy) {
	for _, w := range p.Warnings() {
		log.Warn("policy: "+w, "policy", p.Name)
	}
}

// use puts a policy in force in this process.
func (b *rulebook) use(p *policy.Policy) {
	warnOf(b.log, p)
	u := newUnderstanding(b.cfg, b.learnt, leavesOf(p), p.Zone(), b.log)
	b.inUse.Store(&rules{
		desk: &flows.Desk{Policy: p, Filed: b.filed, Texts: b.words, Quiet: b.cfg.Quiet},
		mind: u, help: u, ears: u,
	})
}

// desk is the rules in force.
func (b *rulebook) desk() *flows.Desk { return b.inUse.Load().desk }

// helper is what helps staff under the rules in force.
func (b *rulebook) helper() helper { return b.inUse.Load().help }

// perceiver is what listens to voice messages and looks at photos.
func (b *rulebook) perceiver() perceiver { return b.inUse.Load().ears }

// Triage asks the understanding of the rules in force.
func (b *rulebook) Triage(ctx context.Context, q complaint.Inquiry) complaint.Triage {
	return b.inUse.Load().mind.Triage(ctx, q)
}

// keep writes the rules in force down, so that they survive what comes after them.
func (b *rulebook) keep(ctx context.Context, p *policy.Policy) error {
	return b.shelf.KeepPolicy(ctx, flows.Rules{Version: p.Version, Name: p.Name, Source: p.Source()}, b.now())
}

// filed finds the rules of an earlier version; nil when nobody kept them, or they cannot be
// used any more.
func (b *rulebook) filed(version string) *policy.Policy {
	if p := b.desk().Policy; p.Version == version {
		return p
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if p, ok := b.kept[version]; ok {
		return p
	}
	p, err := b.restore(version)
	if err != nil {
		b.log.Error("records of earlier rules cannot be read; complaints filed under them go by those in force", "version", version, "error", err)
	}
	b.kept[version] = p
	return p
}

func (b *rulebook) restore(version string) (*policy.Policy, error) {
	all, err := b.shelf.Policies(context.Background())
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Version == version {
			return policy.Restore(r.Name, r.Source)
		}
	}
	return nil, fmt.Errorf("version %s was never kept", version)
}

// reload takes the policy file as it is now, if it is in order and something has changed. A
// file with mistakes changes nothing; they are all in the error.
func (b *rulebook) reload(ctx context.Context) (changed bool, err error) {
	p, err := loadPolicy(b.cfg.Policy)
	if err != nil {
		return false, err
	}
	if p.Version == b.desk().Policy.Version {
		return false, nil
	}
	if err := b.keep(ctx, p); err != nil {
		return false, err
	}
	b.use(p)
	return true, nil
}

const lookAtFile = 3 * time.Second

// watchPolicy follows changes of the policy file while the program runs. A file counts once
// it looks the same twice, so that one being written is left in peace; at a hang-up signal
// (SIGHUP) it is read at once.
func (a *App) watchPolicy(ctx context.Context) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGHUP)
	defer signal.Stop(asked)
	var last, before stamp // the first look counts, too: the file may have changed since it was read
	for ctx.Err() == nil {
		if waitOr(ctx, lookAtFile, asked) {
			a.takePolicy(ctx)
			continue
		}
		now := stampOf(a.cfg.Policy)
		if settled := now == before; settled && now != last && now != (stamp{}) {
			last = now
			a.takePolicy(ctx)
		}
		before = now
	}
}

// takePolicy puts a changed policy file in force, or says what is wrong with it.
func (a *App) takePolicy(ctx context.Context) {
	changed, err := a.rules.reload(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		a.log.Error("the changed policy is not used; the one in force stays", "error", err)
	case changed:
		p := a.rules.desk().Policy
		a.log.Info("policy in force from now on", "policy", p.Name, "version", p.Version)
		if err := a.planner.Replan(a.jobs()...); err != nil {
			a.log.Error("the times of the changed policy are not used", "error", err)
		}
		a.recount(ctx)
	case ctx.Err() == nil:
		a.log.Info("the policy has not changed", "version", a.rules.desk().Policy.Version)
	}
}

// waitOr waits for d; true when a signal came before.
func waitOr(ctx context.Context, d time.Duration, asked <-chan os.Signal) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-asked:
		return true
	case <-t.C:
	case <-ctx.Done():
	}
	return false
}

// stamp tells one state of a file from another.
type stamp struct {
	size int64
	at   time.Time
}

// stampOf is zero for a pack, and while there is no such file.
func stampOf(name string) stamp {
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		return stamp{}
	}
	return stamp{info.Size(), info.ModTime()}
}
