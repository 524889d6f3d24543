// Package sqlstore keeps the records: what came in, the complaints, what was said, what is
// still to be said, and when something is due. It is the system of record; whatever else
// remembers anything may be emptied at any moment.
//
// Every change is a unit of work that commits whole or not at all. Units of concurrent
// callers share one transaction (group commit), and a caller returns only after COMMIT.
// The SQL is one body for SQLite and PostgreSQL; what differs stands in dialect.go, sqlite.go,
// postgres.go and pen.go.
//
// # One writer at a time
//
// Whoever writes keeps all other writers out until COMMIT: with BEGIN IMMEDIATE on SQLite, with
// an advisory lock on PostgreSQL, where the writers may be replicas of the program. So nobody
// decides on what another is just changing, work is never claimed twice, writers cannot
// deadlock, and ids grow in the order of commits without gaps that could be overtaken. Claims
// need no SKIP LOCKED: which parcel of a lane is next depends on rows that others would be
// changing. What it costs is that replicas add no write throughput. Telegram takes 30 messages
// a second from a bot; hundreds of units a second are written.
//
// A replica that freezes while it writes is cut off by the server after ten seconds
// (idle_in_transaction_session_timeout); all limits can be set in the URL. The locks belong to
// a session: between the program and PostgreSQL, a pooler must not switch sessions.
//
// # Several replicas
//
// Any replica may take any event in and deal with it. Do refuses an event (complaint.Early)
// while an earlier one of its chat is not done, wherever that is being dealt with: the order of a
// chat holds without any other lock. A lock per chat elsewhere, in Redis say, saves work done
// in vain; it is not what makes the result right.
//
// Each replica has a name, which stands in replicas as long as it lives. Events carry the name
// of who accepted them, leased parcels that of who leased them. A replica is gone when its
// connection is (PostgreSQL frees the lock on its name) and it has said nothing for five
// seconds, or after thirty seconds of silence; nobody is struck off in the ten seconds after
// the server started. Rescue then takes over what it had in hand. What Telegram had been given
// when a replica died may come twice, as after any kill; nothing else does.
//
// # When the server is away
//
// A transaction that the server does not answer to is tried again for eight seconds, then the
// callers get an error that says what to check. Every transaction notes its number under the
// replica's name. If the answer to COMMIT is lost, that note tells, once the server is back,
// whether it is kept: then it counts, otherwise it runs again. Should the server stay away
// longer than that, callers get an error for what may be kept; asking again is safe, because an
// event is accepted once, done once, and fired once.
//
// # Numbers that SQLite plans by
//
// SQLite looks at a parameter after LIMIT, or compared with the column of a partial index, to
// choose a plan, and then prepares the statement anew each time it is bound. CAST($1 AS BIGINT)
// or +column keeps the plan: in statements of every event that is most of their cost.
//
// Of two lower bounds of a column it walks from the one written first. That of the period comes
// before that of a partial index (closed >= $3 AND closed > 0), or all that ever was is read.
//
// Times are UTC microseconds; 0 means "not (yet)". Errors never carry personal data.
package sqlstore
