-- +goose Up

-- What was made of the records for people to open, as it was sent: never changed.
CREATE TABLE files (
    id      TEXT PRIMARY KEY CHECK (id <> ''),
    made_at BIGINT NOT NULL,
    data    BYTEA  NOT NULL
);
