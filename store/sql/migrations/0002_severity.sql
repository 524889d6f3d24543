-- +goose Up

-- about: category and object of the matter, '' when the object is not known.
ALTER TABLE complaints ADD COLUMN about TEXT NOT NULL DEFAULT '';
CREATE INDEX complaints_about ON complaints (about, filed_at) WHERE number IS NOT NULL AND about <> '';
CREATE INDEX complaints_category ON complaints (category, filed_at) WHERE number IS NOT NULL;
CREATE INDEX clocks_provisional ON clocks (complaint) WHERE met = 0 AND provisional = 1;

-- The rules that complaints were filed under, as they were written.
CREATE TABLE policies (
    version TEXT PRIMARY KEY CHECK (version <> ''),
    name    TEXT   NOT NULL,
    source  TEXT   NOT NULL,
    kept_at BIGINT NOT NULL
);
