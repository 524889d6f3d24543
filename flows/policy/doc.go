// Package policy holds an organisation's complaint rules as data: its categories
// and what is asked for each, its severity levels and what raises them, its clocks
// on its own working calendar, what must be on record before a complaint closes and
// what staff may not say.
//
// A Policy comes from one YAML document ([Load]) or from an embedded pack ([Pack]),
// never changes afterwards and may be used by many goroutines. Everything here is a
// pure function of the policy and its arguments; "now" is always given.
package policy
