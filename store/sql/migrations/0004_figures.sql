-- +goose Up

-- How a filed complaint stood, from since on and before until: a row for every change of what
-- figures count by. until is 9223372036854775807 for the present one. What has ended is never
-- changed, so that figures of a moment are the same on any later day.
CREATE TABLE standings (
    complaint TEXT   NOT NULL REFERENCES complaints (id),
    since     BIGINT NOT NULL,
    until     BIGINT NOT NULL CHECK (until > since),
    filed     BIGINT NOT NULL,
    closed    BIGINT NOT NULL,
    customer  BIGINT NOT NULL,
    status    TEXT   NOT NULL,
    active    BIGINT NOT NULL CHECK (active IN (0, 1)),
    valid     BIGINT NOT NULL CHECK (valid IN (0, 1)),
    severity  BIGINT NOT NULL,
    category  TEXT   NOT NULL,
    about     TEXT   NOT NULL,
    desk      TEXT   NOT NULL,
    owner     BIGINT NOT NULL,
    outcome   TEXT   NOT NULL,
    merged    BIGINT NOT NULL CHECK (merged IN (0, 1)),
    lacking   BIGINT NOT NULL CHECK (lacking IN (0, 1)),
    proposed  BIGINT NOT NULL CHECK (proposed IN (0, 1)),
    answered  BIGINT NOT NULL CHECK (answered IN (0, 1)),
    PRIMARY KEY (complaint, since)
);
CREATE INDEX standings_active ON standings
    (until, since, filed, severity, status, desk, owner, lacking, proposed, answered, valid, complaint) WHERE active = 1 AND merged = 0;
CREATE INDEX standings_filed ON standings
    (filed, until, since, merged, valid, active, desk, category, about, customer, complaint, closed);
CREATE INDEX standings_closed ON standings
    (closed, since, until, merged, valid, desk, outcome, filed, complaint) WHERE closed > 0;

INSERT INTO standings (complaint, since, until, filed, closed, customer, status, active, valid, severity, category, about,
    desk, owner, outcome, merged, lacking, proposed, answered)
SELECT c.id, h.at,
    COALESCE((SELECT MIN(g.at) FROM history g WHERE g.complaint = h.complaint AND g.at > h.at), 9223372036854775807),
    c.filed_at, CASE WHEN h.status IN ('closed', 'declined', 'withdrawn') THEN CASE WHEN c.closed_at > 0 THEN c.closed_at ELSE h.at END ELSE 0 END,
    c.customer, h.status, CASE WHEN h.status IN ('filed', 'claimed', 'waiting', 'resolved') THEN 1 ELSE 0 END,
    CASE WHEN h.status = 'declined' THEN 0 ELSE 1 END, h.severity, c.category, c.about, 'staff', h.owner,
    '', 0, 0, 0, CASE WHEN c.replied_at > 0 AND c.replied_at <= h.at THEN 1 ELSE 0 END
FROM history h JOIN complaints c ON c.id = h.complaint
WHERE c.number IS NOT NULL AND h.status NOT IN ('draft', 'cancelled')
    AND h.n = (SELECT MAX(g.n) FROM history g WHERE g.complaint = h.complaint AND g.at = h.at);

INSERT INTO standings (complaint, since, until, filed, closed, customer, status, active, valid, severity, category, about,
    desk, owner, outcome, merged, lacking, proposed, answered)
SELECT c.id, CASE WHEN c.filed_at > 0 THEN c.filed_at ELSE c.created_at END, 9223372036854775807, c.filed_at, c.closed_at,
    c.customer, c.status, CASE WHEN c.status IN ('filed', 'claimed', 'waiting', 'resolved') THEN 1 ELSE 0 END,
    CASE WHEN c.status = 'declined' THEN 0 ELSE 1 END, c.severity, c.category, c.about, 'staff', c.owner, '', 0, 0, 0,
    CASE WHEN c.replied_at > 0 THEN 1 ELSE 0 END
FROM complaints c
WHERE c.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM standings s WHERE s.complaint = c.id);

-- Firsts, which a reopened complaint keeps. acked_at: the first message of the bot to the customer about it that arrived.
ALTER TABLE complaints ADD COLUMN acked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN first_reply BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN first_result BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN local_only BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN second BIGINT NOT NULL DEFAULT 0;
ALTER TABLE complaints ADD COLUMN callback BIGINT NOT NULL DEFAULT 0;
UPDATE complaints SET first_reply = replied_at, first_result = resolved_at WHERE number IS NOT NULL;
CREATE INDEX complaints_acked ON complaints (acked_at, filed_at, id) WHERE acked_at > 0;
CREATE INDEX complaints_first_reply ON complaints (first_reply, filed_at, id) WHERE first_reply > 0;
CREATE INDEX complaints_first_result ON complaints (first_result, filed_at, id) WHERE first_result > 0;

CREATE INDEX clocks_met ON clocks (met, due, rule, started, provisional, complaint);
CREATE INDEX clocks_due ON clocks (due, met, rule, started, provisional, complaint) WHERE due > 0;
CREATE INDEX history_marks ON history (at, action, role, complaint, detail)
    WHERE action IN ('claim', 'escalate', 'dispute', 'reopen', 'offer', 'approve');
CREATE INDEX messages_out ON messages (at, complaint, delivery) WHERE direction = 'out';

-- Every score as it was given, so that a day's ratings stay what they were.
CREATE TABLE scores (
    complaint TEXT   NOT NULL REFERENCES complaints (id),
    at        BIGINT NOT NULL,
    result    BIGINT NOT NULL,
    PRIMARY KEY (complaint, at)
);
INSERT INTO scores (complaint, at, result) SELECT complaint, updated_at, result FROM surveys WHERE result > 0;

ALTER TABLE reports ADD COLUMN desk TEXT NOT NULL DEFAULT '';
CREATE INDEX reports_last ON reports (job, desk, at);
CREATE INDEX standings_since ON standings (since, desk) WHERE active = 1 AND merged = 0;
