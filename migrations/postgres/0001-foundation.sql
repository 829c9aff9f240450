-- PostgreSQL: the same tables, columns and names as for SQLite; times are microseconds since
-- 1970 UTC, ids 16 bytes, structured values JSON texts.

-- An organisation. Every other row belongs to one.
CREATE TABLE tenant (
    id BYTEA NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT UNIQUE,
    created_at BIGINT NOT NULL
);

-- A person at one organisation.
CREATE TABLE account (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL REFERENCES tenant (id),
    locale TEXT NOT NULL,
    zone TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX account_tenant ON account (tenant, id);

-- An address or number that receives codes.
CREATE TABLE contact (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    normal TEXT NOT NULL,
    confirmed_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (account, kind, normal)
);

-- What an account can be signed in with: unique per tenant, kind and normal form.
CREATE TABLE identifier (
    tenant BYTEA NOT NULL,
    kind TEXT NOT NULL,
    normal TEXT NOT NULL,
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, kind, normal)
);
CREATE INDEX identifier_account ON identifier (account);

-- A browser that was signed in on, known by the keyed hash of its cookie's secret.
CREATE TABLE device (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    secret_hash BYTEA NOT NULL,
    first_seen_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    agent TEXT NOT NULL,
    UNIQUE (tenant, secret_hash)
);
CREATE INDEX device_seen ON device (seen_at);

-- That an account was signed in on a device.
CREATE TABLE account_device (
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    device BYTEA NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    tenant BYTEA NOT NULL,
    first_sign_in_at BIGINT NOT NULL,
    sign_in_at BIGINT NOT NULL,
    PRIMARY KEY (account, device)
);
CREATE INDEX account_device_device ON account_device (device);

-- A stay in one browser, known by the hash of its cookie's secret.
CREATE TABLE session (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    device BYTEA NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    idle_for BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    assurance TEXT NOT NULL,
    ways TEXT NOT NULL
);
CREATE INDEX session_account ON session (account, id);
CREATE INDEX session_ends ON session (ends_at);

-- One person's journey through the pages, bound to one browser.
CREATE TABLE flow (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    visitor_hash BYTEA NOT NULL,
    address TEXT NOT NULL,
    locale TEXT NOT NULL,
    zone TEXT,
    tries BIGINT NOT NULL,
    tries_most BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX flow_expires ON flow (expires_at);

-- A pending verification. Its code is derived, and stands nowhere.
CREATE TABLE challenge (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    flow BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    contact TEXT NOT NULL,
    salt BYTEA NOT NULL,
    key_id BIGINT NOT NULL,
    length BIGINT NOT NULL,
    reference TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    superseded_at BIGINT,
    consumed_at BIGINT
);
CREATE INDEX challenge_flow ON challenge (flow, id);
CREATE INDEX challenge_expires ON challenge (expires_at);

-- Messages that are to be sent. Their codes are derived when they are rendered.
CREATE TABLE outbox (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA,
    flow BYTEA NOT NULL,
    challenge BYTEA NOT NULL,
    version BIGINT NOT NULL,
    payload TEXT NOT NULL,
    withheld TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    claimed_by BYTEA
);
CREATE INDEX outbox_next ON outbox (next_at, id);

-- Every message that was or is being handed over: what, when, to whom as a keyed hash.
CREATE TABLE ledger (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA,
    flow BYTEA NOT NULL,
    recipient_hash BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    reference TEXT NOT NULL,
    queued_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    state_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    answer TEXT
);
CREATE INDEX ledger_recipient ON ledger (tenant, recipient_hash, queued_at);
CREATE INDEX ledger_flow ON ledger (flow);
CREATE INDEX ledger_account ON ledger (account, id);
CREATE INDEX ledger_queued ON ledger (queued_at);

-- Rate rows: a leaking level, or strikes with a wait.
CREATE TABLE throttle (
    tenant BYTEA NOT NULL,
    kind TEXT NOT NULL,
    key_hash BYTEA NOT NULL,
    lane TEXT NOT NULL,
    level BIGINT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (tenant, kind, key_hash, lane)
);
CREATE INDEX throttle_at ON throttle (at);

-- Budget rows: uses by the UTC day.
CREATE TABLE budget (
    tenant BYTEA NOT NULL,
    kind TEXT NOT NULL,
    key_hash BYTEA NOT NULL,
    lane TEXT NOT NULL,
    day BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    PRIMARY KEY (tenant, kind, key_hash, lane, day)
);
CREATE INDEX budget_day ON budget (day);

-- The history. What is personal stands apart from the facts.
CREATE TABLE event (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    facts TEXT NOT NULL,
    personal TEXT NOT NULL
);
CREATE INDEX event_account ON event (account, id);
CREATE INDEX event_at ON event (at);

-- Which root keys this database was written with.
CREATE TABLE key_check (
    key_id BIGINT NOT NULL PRIMARY KEY,
    check_value BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
