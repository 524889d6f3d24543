// Package throwaway starts servers of one's own, for tests and trials: PostgreSQL and Redis, on
// ports that were free, with records that are gone at the end. They can be killed, frozen and
// started again, and stop when the program does, however it ends.
package throwaway
