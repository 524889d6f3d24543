// Package outbox delivers what was decided: it leases parcels from the queue, keeps the order
// within each lane, paces, waits out refusals and lost lines, and writes down what became of
// every parcel. It knows neither Telegram nor the database.
package outbox
