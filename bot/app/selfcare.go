package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"redress/cron"
	"redress/flows"
	"redress/flows/complaint"
	sqlstore "redress/store/sql"
)

const (
	keepTick   = "keep"
	aliveTick  = "sign-of-life"
	keepLate   = 20 * time.Hour
	aliveLate  = 3 * 24 * time.Hour
	keepPage   = 500                 // records at a time, so that nobody waits long
	servedFor  = 14 * 24 * time.Hour // events and messages that are done are kept so long to look into
	healthLook = time.Minute
	backups    = 7 // kept in REDRESS_BACKUP_DIR
)

// keepJob is the nightly hour of retention, maintenance and backup.
func (a *App) keepJob() cron.Job { return a.dailyJob(keepTick, "20 3 * * *", keepLate) }

// aliveJob is the weekly sign of life.
func (a *App) aliveJob() cron.Job { return a.dailyJob(aliveTick, "0 9 * * 1", aliveLate) }

func (a *App) dailyJob(name, spec string, late time.Duration) cron.Job {
	return cron.Job{
		Name: name, Spec: spec, Zone: a.desk().Policy.Zone(), Late: late,
		Event: func(due time.Time) complaint.Event {
			return complaint.Event{Kind: complaint.Tick, At: due, Chat: complaint.Chat{Kind: complaint.Group},
				Timer: &complaint.Timer{Name: name, At: due}}
		},
	}
}

// keepHouse deals with the nightly tick: what the policy does not let us keep goes, what has
// served is swept away, and a backup is made. Interrupted, it runs again.
func (a *App) keepHouse(ctx context.Context, ev complaint.Event) error {
	now := a.now()
	if err := a.retain(ctx, now); err != nil {
		return err
	}
	if err := a.db.Tidy(ctx); err != nil {
		return err
	}
	a.backup(ctx, now)
	return a.done(ctx, ev)
}

func (a *App) done(ctx context.Context, ev complaint.Event) error {
	_, err := a.db.Do(ctx, ev, flows.Want{}, a.now(), func(flows.State) (flows.Result, error) { return flows.Result{}, nil })
	return err
}

// retain lets go of what has been kept as long as the policy in force says (LG-Y5).
func (a *App) retain(ctx context.Context, now time.Time) error {
	keep := a.desk().Policy.Retention()
	kept := keep.Closed.Before(now)
	for _, r := range []struct {
		before time.Time
		drop   func(context.Context, time.Time, int) (int, error)
	}{
		{keep.Draft.Before(now), a.db.DropDrafts},
		{keep.Attachment.Before(now), a.db.DropAttachments},
		{kept, a.db.Anonymise},
		{now.Add(-servedFor), func(ctx context.Context, served time.Time, limit int) (int, error) {
			return a.db.Sweep(ctx, served, kept, limit)
		}},
	} {
		for n := keepPage; n == keepPage && !r.before.IsZero(); {
			var err error
			if n, err = r.drop(ctx, r.before, keepPage); err != nil {
				return err
			}
		}
	}
	if kept.IsZero() {
		return nil
	}
	_, err := a.db.PurgeLabels(ctx, kept)
	return err
}

// backup copies the records into REDRESS_BACKUP_DIR, when there is one, and keeps the newest
// few. That it did not work is said aloud, but stops nothing.
func (a *App) backup(ctx context.Context, now time.Time) {
	if a.cfg.BackupDir == "" {
		return
	}
	// A second run on one day finds its backup made.
	file := filepath.Join(a.cfg.BackupDir, "redress-"+now.In(a.desk().Policy.Zone()).Format("2006-01-02")+".db")
	if _, err := os.Stat(file); err == nil {
		return
	}
	err := os.MkdirAll(a.cfg.BackupDir, 0o700)
	if err == nil {
		err = sqlstore.Backup(ctx, a.cfg.Database, file)
	}
	if err != nil {
		a.log.Error("no backup was made", "error", err)
		a.alarm(ctx, complaint.Health{Unsaved: err.Error()}, now)
		return
	}
	made := backupsIn(a.cfg.BackupDir)
	for _, old := range made[min(backups, len(made)):] {
		if err := os.Remove(old); err != nil {
			a.log.Warn("an old backup could not be removed", "error", err)
		}
	}
}

// backupsIn are the backups of a folder, newest first.
func backupsIn(folder string) []string {
	files, _ := filepath.Glob(filepath.Join(folder, "redress-????-??-??.db")) // the pattern is well formed
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(b, a) })
	return files
}

// watchHealth looks now and then whether something waits that should not, and says so, until
// ctx ends.
func (a *App) watchHealth(ctx context.Context) {
	for before, last := int64(0), int64(0); ctx.Err() == nil; {
		pause(ctx, healthLook)
		newest, err := a.checkHealth(ctx, a.now(), before)
		if err != nil && ctx.Err() == nil {
			a.log.Error("what waits could not be counted", "error", err)
		}
		before, last = last, newest
	}
}

// checkHealth sounds the alarm when a person has to look; of one hour once. earlier is the newest
// event of a look some time ago, and newest that of this one.
func (a *App) checkHealth(ctx context.Context, now time.Time, earlier int64) (newest int64, err error) {
	h, newest, err := a.db.Health(ctx, now, earlier)
	if err == nil && h.Wrong() != "" {
		a.alarm(ctx, h, now)
	}
	return newest, err
}

func (a *App) alarm(ctx context.Context, h complaint.Health, now time.Time) {
	a.log.Error("a person has to look", "unseen", h.Unseen, "stuck", h.Stuck, "waiting", h.Waiting, "deliver", h.Deliver, "unsaved", h.Unsaved)
	ev, err := flows.AlarmEvent(h, now)
	if err == nil {
		var fresh []complaint.Event
		if fresh, err = a.db.Accept(ctx, []complaint.Event{ev}); err == nil {
			a.fresh(fresh)
		}
	}
	if err != nil {
		a.log.Error("the alarm could not be sounded", "error", err)
	}
}

// signOfLife deals with the weekly tick: it counts, and has what it counted said.
func (a *App) signOfLife(ctx context.Context, ev complaint.Event) error {
	now := a.now()
	h, _, err := a.db.Health(ctx, now, 0)
	if err != nil {
		return err
	}
	h.Unseen, h.Stuck = 0, 0 // after a stop much waits for a moment; what goes on waiting has an alarm of its own
	h.Backups = a.cfg.BackupDir != ""
	if made := backupsIn(a.cfg.BackupDir); h.Backups && len(made) > 0 {
		if info, err := os.Stat(made[0]); err == nil {
			h.BackupAt = info.ModTime()
		}
	}
	if h.Corrupted, err = a.verify(ctx); err != nil {
		return err
	}
	said, err := flows.AliveEvent(h, now)
	if err != nil {
		return err
	}
	fresh, err := a.db.Accept(ctx, []complaint.Event{said})
	if err != nil {
		return err
	}
	a.fresh(fresh)
	return a.done(ctx, ev)
}

// verify goes through the chains of all histories and counts those that do not hold.
func (a *App) verify(ctx context.Context) (broken int, err error) {
	for after := ""; ; {
		bad, last, err := a.db.VerifyHistory(ctx, after, keepPage)
		broken += len(bad)
		if err != nil || last == "" {
			return broken, err
		}
		after = last
	}
}
