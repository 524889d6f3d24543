-- +goose Up

-- What has served is found without reading the rest.
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE state <> 'waiting';
CREATE INDEX events_done ON events (done_at) WHERE state = 'done';
