-- +goose Up

-- One sequence numbers events and the queue, so that order of id is order of commit.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL CHECK (value >= 0)
);
INSERT INTO counters (name, value) VALUES ('id', 0), ('org', 1);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE events (
    id      BIGINT PRIMARY KEY,
    source  TEXT   NOT NULL UNIQUE CHECK (source <> ''),
    kind    TEXT   NOT NULL,
    chat    BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    state   TEXT   NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'parked')),
    tries   BIGINT NOT NULL DEFAULT 0,
    why     TEXT   NOT NULL DEFAULT '',
    done_at BIGINT NOT NULL DEFAULT 0,
    body    TEXT   NOT NULL
);
CREATE INDEX events_new ON events (id) WHERE state = 'new';
CREATE INDEX events_parked ON events (id) WHERE state = 'parked';

-- open_rank: 0 unless open, else the severity, with 9 for ungraded: gravest first.
CREATE TABLE complaints (
    id          TEXT PRIMARY KEY CHECK (id <> ''),
    number      TEXT UNIQUE,
    version     BIGINT NOT NULL CHECK (version > 0),
    status      TEXT   NOT NULL CHECK (status IN ('draft', 'filed', 'claimed', 'waiting', 'resolved',
                                                  'closed', 'declined', 'withdrawn', 'cancelled')),
    kind        TEXT   NOT NULL,
    customer    BIGINT NOT NULL,
    category    TEXT   NOT NULL,
    severity    BIGINT NOT NULL CHECK (severity BETWEEN 0 AND 4),
    open_rank   BIGINT NOT NULL,
    owner       BIGINT NOT NULL,
    owner_name  TEXT   NOT NULL,
    summary     TEXT   NOT NULL,
    policy      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    filed_at    BIGINT NOT NULL,
    replied_at  BIGINT NOT NULL,
    resolved_at BIGINT NOT NULL,
    closed_at   BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    folded      TEXT   NOT NULL,
    entries     BIGINT NOT NULL DEFAULT 0,
    chain       TEXT   NOT NULL DEFAULT '',
    body        TEXT   NOT NULL,
    CONSTRAINT filed_has_number CHECK (status IN ('draft', 'cancelled') OR number IS NOT NULL),
    CONSTRAINT claimed_has_owner CHECK (status NOT IN ('claimed', 'waiting') OR owner <> 0)
);
CREATE INDEX complaints_customer ON complaints (customer, filed_at);
CREATE INDEX complaints_filed ON complaints (filed_at) WHERE number IS NOT NULL;
CREATE INDEX complaints_open ON complaints (open_rank, filed_at, id) WHERE open_rank > 0;
CREATE INDEX complaints_closed ON complaints (closed_at) WHERE closed_at > 0;
CREATE INDEX complaints_updated ON complaints (updated_at) WHERE number IS NOT NULL;

CREATE TABLE clocks (
    complaint   TEXT   NOT NULL REFERENCES complaints (id),
    n           BIGINT NOT NULL,
    rule        TEXT   NOT NULL,
    started     BIGINT NOT NULL,
    due         BIGINT NOT NULL,
    met         BIGINT NOT NULL,
    breached    BIGINT NOT NULL CHECK (breached IN (0, 1)),
    warned      BIGINT NOT NULL CHECK (warned IN (0, 1)),
    provisional BIGINT NOT NULL CHECK (provisional IN (0, 1)),
    PRIMARY KEY (complaint, n)
);
CREATE INDEX clocks_running ON clocks (due) WHERE met = 0;

CREATE TABLE messages (
    id          TEXT PRIMARY KEY CHECK (id <> ''),
    complaint   TEXT   NOT NULL,
    direction   TEXT   NOT NULL CHECK (direction IN ('in', 'out', 'note')),
    chat        BIGINT NOT NULL,
    message_id  BIGINT NOT NULL,
    author      BIGINT NOT NULL,
    text        TEXT   NOT NULL,
    edits       TEXT   NOT NULL,
    attachments TEXT   NOT NULL,
    album       TEXT   NOT NULL,
    forwarded   BIGINT NOT NULL CHECK (forwarded IN (0, 1)),
    unsupported TEXT   NOT NULL,
    delivery    TEXT   NOT NULL CHECK (delivery IN ('', 'sent', 'retrying', 'blocked', 'failed')),
    at          BIGINT NOT NULL,
    folded      TEXT   NOT NULL
);
CREATE INDEX messages_complaint ON messages (complaint, at);

CREATE TABLE history (
    complaint TEXT   NOT NULL REFERENCES complaints (id),
    n         BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    actor     BIGINT NOT NULL,
    role      TEXT   NOT NULL,
    action    TEXT   NOT NULL,
    detail    TEXT   NOT NULL,
    status    TEXT   NOT NULL,
    severity  BIGINT NOT NULL,
    owner     BIGINT NOT NULL,
    hash      TEXT   NOT NULL,
    PRIMARY KEY (complaint, n)
);
CREATE INDEX history_at ON history (at);

CREATE TABLE commitments (
    id         TEXT PRIMARY KEY,
    complaint  TEXT   NOT NULL REFERENCES complaints (id),
    what       TEXT   NOT NULL,
    due        BIGINT NOT NULL,
    met        BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE surveys (
    complaint  TEXT PRIMARY KEY REFERENCES complaints (id),
    customer   BIGINT NOT NULL,
    owner      BIGINT NOT NULL,
    result     BIGINT NOT NULL CHECK (result BETWEEN 0 AND 5),
    service    BIGINT NOT NULL CHECK (service BETWEEN 0 AND 5),
    comment    TEXT   NOT NULL,
    first      BIGINT NOT NULL CHECK (first BETWEEN 0 AND 5),
    at         BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX surveys_at ON surveys (at);

CREATE TABLE sessions (
    chat       BIGINT PRIMARY KEY,
    last_event BIGINT NOT NULL,
    body       TEXT   NOT NULL
);

CREATE TABLE timers (
    key  TEXT PRIMARY KEY CHECK (key <> ''),
    at   BIGINT NOT NULL,
    chat BIGINT NOT NULL,
    body TEXT   NOT NULL
);
CREATE INDEX timers_at ON timers (at);
CREATE INDEX timers_chat ON timers (chat);

CREATE TABLE ticks (
    job TEXT   NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (job, due)
);

CREATE TABLE reports (
    id   TEXT PRIMARY KEY,
    job  TEXT   NOT NULL,
    at   BIGINT NOT NULL,
    body TEXT   NOT NULL
);

CREATE TABLE bindings (
    desk     TEXT PRIMARY KEY,
    chat     BIGINT NOT NULL CHECK (chat <> 0),
    forum    BIGINT NOT NULL CHECK (forum IN (0, 1)),
    title    TEXT   NOT NULL,
    language TEXT   NOT NULL
);

CREATE TABLE moves (
    old_chat BIGINT PRIMARY KEY,
    new_chat BIGINT NOT NULL CHECK (new_chat <> old_chat)
);

CREATE TABLE staff (
    id      BIGINT PRIMARY KEY,
    name    TEXT   NOT NULL,
    role    TEXT   NOT NULL CHECK (role IN ('staff', 'supervisor', 'owner')),
    removed BIGINT NOT NULL CHECK (removed IN (0, 1))
);

-- opens_at: not to be sent before, and until then it holds nobody up. due_at: when the next
-- try is, or when the present lease ends; the rows behind it in its lane wait for it.
CREATE TABLE outbox (
    id           BIGINT PRIMARY KEY,
    key          TEXT UNIQUE,
    lane         TEXT   NOT NULL,
    state        TEXT   NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'blocked', 'failed')),
    op           TEXT   NOT NULL,
    desk         TEXT   NOT NULL,
    chat         BIGINT NOT NULL,
    complaint    TEXT   NOT NULL,
    slot         TEXT   NOT NULL,
    urgency      BIGINT NOT NULL,
    opens_at     BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    leased_until BIGINT NOT NULL DEFAULT 0,
    attempts     BIGINT NOT NULL DEFAULT 0,
    reason       TEXT   NOT NULL DEFAULT '',
    sent_ids     TEXT   NOT NULL DEFAULT '[]',
    created_at   BIGINT NOT NULL,
    settled_at   BIGINT NOT NULL DEFAULT 0,
    body         TEXT   NOT NULL
);
CREATE INDEX outbox_lane ON outbox (lane, id) WHERE state = 'waiting';
CREATE INDEX outbox_leased ON outbox (lane) WHERE state = 'waiting' AND leased_until > 0;
CREATE INDEX outbox_next ON outbox (urgency DESC, id) WHERE state = 'waiting';
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX outbox_slot ON outbox (slot) WHERE state = 'waiting' AND op = 'show';

CREATE TABLE slots (
    slot       TEXT PRIMARY KEY,
    chat       BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    thread     BIGINT NOT NULL,
    hash       TEXT   NOT NULL
);
CREATE INDEX slots_chat ON slots (chat);

CREATE TABLE topics (
    complaint TEXT   NOT NULL,
    chat      BIGINT NOT NULL,
    thread    BIGINT NOT NULL,
    PRIMARY KEY (complaint, chat),
    UNIQUE (chat, thread)
);

CREATE TABLE refs (
    chat       BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    complaint  TEXT   NOT NULL,
    PRIMARY KEY (chat, message_id)
);
