-- +goose Up

-- What filed complaints are looked up by when another speaks of the same matter. A look reads
-- the newest few of one key and category, however many there are.
CREATE TABLE fingerprints (
    key       BIGINT NOT NULL,
    category  TEXT   NOT NULL,
    filed_at  BIGINT NOT NULL,
    complaint TEXT   NOT NULL REFERENCES complaints (id),
    object    TEXT   NOT NULL,
    PRIMARY KEY (key, category, filed_at, complaint)
);
CREATE INDEX fingerprints_complaint ON fingerprints (complaint);

-- Corrections by staff, to learn from.
CREATE TABLE labels (
    complaint TEXT   NOT NULL REFERENCES complaints (id),
    at        BIGINT NOT NULL,
    print     BIGINT NOT NULL,
    machine   TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    by_user   BIGINT NOT NULL,
    PRIMARY KEY (complaint, at)
);
CREATE INDEX labels_at ON labels (at);
