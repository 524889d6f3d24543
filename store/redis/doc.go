// Package redisstore shares between replicas what may be lost at any moment: copies of
// sessions, how fast Telegram is being called, and which tick was taken. The records decide;
// this only spares them work and keeps replicas out of each other's way.
//
// There is no lock per chat here: the records refuse an event before its turn, wherever the one
// before it is being dealt with, so the order of a chat needs no other. A second lock could only
// be wrong where the first is right: it would cost every event two more round trips, and hold a
// chat up until it runs out when its holder is killed.
//
// When Redis does not answer, every call fails within milliseconds with ErrDown, and callers
// go on without it. Keys carry one hash tag each, so that they work in a cluster.
package redisstore
