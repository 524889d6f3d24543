// Package cron is what time does: it fires the timers that earlier steps set, and the
// schedules of the organisation, each exactly once however often the program restarts and
// however many replicas run. It decides nothing: it turns due times into events.
package cron
