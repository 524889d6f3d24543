-- +goose Up

-- What became of each survey: put to the customer, delivered or not, reminded, expired, and how
-- the score recovered after the complaint was opened again.
ALTER TABLE surveys ADD COLUMN effort BIGINT NOT NULL DEFAULT 0 CHECK (effort BETWEEN 0 AND 7);
ALTER TABLE surveys ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE surveys ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN sent_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN delivered_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN unreached BIGINT NOT NULL DEFAULT 0 CHECK (unreached IN (0, 1));
ALTER TABLE surveys ADD COLUMN reminded_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN expires_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN lapsed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE surveys ADD COLUMN before_reopening BIGINT NOT NULL DEFAULT 0 CHECK (before_reopening BETWEEN 0 AND 5);
ALTER TABLE surveys ADD COLUMN rescored_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX surveys_customer ON surveys (customer, asked_at);
CREATE INDEX surveys_asked ON surveys (asked_at);
CREATE INDEX surveys_delivered ON surveys (delivered_at) WHERE delivered_at > 0;

-- Those who rated before were asked when they answered, and it reached them.
UPDATE surveys SET asked_at = at, delivered_at = at WHERE result > 0;
