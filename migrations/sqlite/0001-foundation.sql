-- SQLite: the same tables, columns and names as for PostgreSQL; times are microseconds since
-- 1970 UTC, ids 16 bytes, structured values JSON texts.

-- An organisation. Every other row belongs to one.
CREATE TABLE tenant (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT UNIQUE,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A person at one organisation.
CREATE TABLE account (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL REFERENCES tenant (id),
    locale TEXT NOT NULL,
    zone TEXT,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_tenant ON account (tenant, id);

-- An address or number that receives codes.
CREATE TABLE contact (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    normal TEXT NOT NULL,
    confirmed_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (account, kind, normal)
) STRICT, WITHOUT ROWID;

-- What an account can be signed in with: unique per tenant, kind and normal form.
CREATE TABLE identifier (
    tenant BLOB NOT NULL,
    kind TEXT NOT NULL,
    normal TEXT NOT NULL,
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, kind, normal)
) STRICT, WITHOUT ROWID;
CREATE INDEX identifier_account ON identifier (account);

-- A browser that was signed in on, known by the keyed hash of its cookie's secret.
CREATE TABLE device (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    first_seen_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    agent TEXT NOT NULL,
    UNIQUE (tenant, secret_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_seen ON device (seen_at);

-- That an account was signed in on a device.
CREATE TABLE account_device (
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    device BLOB NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    tenant BLOB NOT NULL,
    first_sign_in_at INTEGER NOT NULL,
    sign_in_at INTEGER NOT NULL,
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_device_device ON account_device (device);

-- A stay in one browser, known by the hash of its cookie's secret.
CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    device BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    idle_for INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    assurance TEXT NOT NULL,
    ways TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account, id);
CREATE INDEX session_ends ON session (ends_at);

-- One person's journey through the pages, bound to one browser.
CREATE TABLE flow (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    visitor_hash BLOB NOT NULL,
    address TEXT NOT NULL,
    locale TEXT NOT NULL,
    zone TEXT,
    tries INTEGER NOT NULL,
    tries_most INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX flow_expires ON flow (expires_at);

-- A pending verification. Its code is derived, and stands nowhere.
CREATE TABLE challenge (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    flow BLOB NOT NULL,
    purpose TEXT NOT NULL,
    contact TEXT NOT NULL,
    salt BLOB NOT NULL,
    key_id INTEGER NOT NULL,
    length INTEGER NOT NULL,
    reference TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    superseded_at INTEGER,
    consumed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_flow ON challenge (flow, id);
CREATE INDEX challenge_expires ON challenge (expires_at);

-- Messages that are to be sent. Their codes are derived when they are rendered.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB,
    flow BLOB NOT NULL,
    challenge BLOB NOT NULL,
    version INTEGER NOT NULL,
    payload TEXT NOT NULL,
    withheld TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    claimed_by BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_next ON outbox (next_at, id);

-- Every message that was or is being handed over: what, when, to whom as a keyed hash.
CREATE TABLE ledger (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB,
    flow BLOB NOT NULL,
    recipient_hash BLOB NOT NULL,
    purpose TEXT NOT NULL,
    reference TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    answer TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_recipient ON ledger (tenant, recipient_hash, queued_at);
CREATE INDEX ledger_flow ON ledger (flow);
CREATE INDEX ledger_account ON ledger (account, id);
CREATE INDEX ledger_queued ON ledger (queued_at);

-- Rate rows: a leaking level, or strikes with a wait.
CREATE TABLE throttle (
    tenant BLOB NOT NULL,
    kind TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    lane TEXT NOT NULL,
    level INTEGER NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (tenant, kind, key_hash, lane)
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_at ON throttle (at);

-- Budget rows: uses by the UTC day.
CREATE TABLE budget (
    tenant BLOB NOT NULL,
    kind TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    lane TEXT NOT NULL,
    day INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    PRIMARY KEY (tenant, kind, key_hash, lane, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_day ON budget (day);

-- The history. What is personal stands apart from the facts.
CREATE TABLE event (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    facts TEXT NOT NULL,
    personal TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX event_account ON event (account, id);
CREATE INDEX event_at ON event (at);

-- Which root keys this database was written with.
CREATE TABLE key_check (
    key_id INTEGER NOT NULL PRIMARY KEY,
    check_value BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
