-- +goose Up

-- When a limit came to the records: one that a graver severity brings counts from the filing, and
-- figures of a day before know nothing of it. 0: from its start.
ALTER TABLE clocks ADD COLUMN born BIGINT NOT NULL DEFAULT 0;
DROP INDEX clocks_met;
DROP INDEX clocks_due;
CREATE INDEX clocks_met ON clocks (met, due, rule, started, born, provisional, complaint);
CREATE INDEX clocks_due ON clocks (due, met, rule, started, born, provisional, complaint) WHERE due > 0;
