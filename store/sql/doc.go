// Package sqlstore keeps the records: what came in, the complaints, what was said, what is
// still to be said, and when something is due. It is the system of record; whatever else
// remembers anything may be emptied at any moment.
//
// Every change is a unit of work that commits whole or not at all. Units of concurrent
// callers share one transaction (group commit), and a caller returns only after COMMIT.
// The SQL is one body for SQLite and PostgreSQL; what differs stands in dialect.go.
//
// Times are UTC microseconds; 0 means "not (yet)". Errors never carry personal data.
package sqlstore
