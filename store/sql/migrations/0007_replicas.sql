-- +goose Up

-- The replicas that live, with the last batch that each has committed and when, in time of the
-- server. What belongs to a name that is not here may be taken over by whoever is.
CREATE TABLE replicas (
    name  TEXT PRIMARY KEY CHECK (name <> ''),
    batch BIGINT NOT NULL,
    seen  BIGINT NOT NULL
);
ALTER TABLE events ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN leased_by TEXT NOT NULL DEFAULT '';
CREATE INDEX events_chat ON events (chat, id) WHERE state = 'new';
