// Package redisstore shares between replicas what may be lost at any moment: copies of
// sessions, who works on a chat, how fast Telegram is being called, and which tick was taken.
// The records decide; this only spares them work and keeps replicas out of each other's way.
//
// When Redis does not answer, every call fails within milliseconds with ErrDown, and callers
// go on without it. Keys carry one hash tag each, so that they work in a cluster.
package redisstore
