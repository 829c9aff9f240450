-- SQLite: every way to prove who one is. The same as for PostgreSQL, but that SQLite makes a
-- table anew to let a column be empty.

-- What an account holds to prove that it's its person, counted; and since when it asks for
-- two steps.
ALTER TABLE account ADD COLUMN holdings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE account ADD COLUMN two_step_at INTEGER;
UPDATE account SET holdings = '{"mailboxes":' || CAST((
    SELECT COUNT(*) FROM contact c WHERE c.account = account.id AND c.kind = 'mail'
) AS TEXT) || '}';

-- What an address receives.
ALTER TABLE contact ADD COLUMN codes INTEGER NOT NULL DEFAULT 1;
ALTER TABLE contact ADD COLUMN notices INTEGER NOT NULL DEFAULT 1;

-- Whether something may be signed in with.
ALTER TABLE identifier ADD COLUMN signs_in INTEGER NOT NULL DEFAULT 1;

-- Until when a device skips the second step, and the way that worked first on it.
ALTER TABLE account_device ADD COLUMN trusted_until INTEGER;
ALTER TABLE account_device ADD COLUMN way TEXT;

-- What was proven in a session.
ALTER TABLE session ADD COLUMN proofs TEXT NOT NULL DEFAULT '[]';

-- Flows lead to more than a session now. They live an hour: who is in the midst of one begins
-- anew, and the codes that were on their way to them end.
DROP TABLE flow;
CREATE TABLE flow (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    visitor_hash BLOB NOT NULL,
    purpose TEXT NOT NULL,
    identifier_kind TEXT NOT NULL,
    identifier TEXT NOT NULL,
    address TEXT NOT NULL,
    account BLOB,
    session BLOB,
    locale TEXT NOT NULL,
    zone TEXT,
    tries INTEGER NOT NULL,
    tries_most INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    proofs TEXT NOT NULL,
    errand TEXT,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX flow_visitor ON flow (tenant, visitor_hash);
CREATE INDEX flow_expires ON flow (expires_at);
DELETE FROM challenge;
DROP TABLE outbox;
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB,
    flow BLOB,
    challenge BLOB,
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

-- A notice serves no flow, and is for no purpose that a code could have.
UPDATE ledger SET state = 'expired' WHERE state = 'queued';
CREATE TABLE new_ledger (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB,
    flow BLOB,
    recipient_hash BLOB NOT NULL,
    purpose TEXT,
    reference TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    answer TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO new_ledger (id, tenant, account, flow, recipient_hash, purpose, reference, queued_at,
    state, state_at, attempts, answer)
SELECT id, tenant, account, flow, recipient_hash, purpose, reference, queued_at,
    state, state_at, attempts, answer FROM ledger;
DROP TABLE ledger;
ALTER TABLE new_ledger RENAME TO ledger;
CREATE INDEX ledger_recipient ON ledger (tenant, recipient_hash, queued_at);
CREATE INDEX ledger_flow ON ledger (flow);
CREATE INDEX ledger_account ON ledger (account, id);
CREATE INDEX ledger_queued ON ledger (queued_at);

-- An account's password: its hash, sealed.
CREATE TABLE password (
    account BLOB NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    tenant BLOB NOT NULL,
    sealed BLOB NOT NULL,
    held TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Authenticator apps: their seeds, sealed, and the last step of each that was accepted.
CREATE TABLE app (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    seed BLOB NOT NULL,
    last_step INTEGER,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX app_account ON app (account, id);

-- Passkeys. One credential belongs to one account.
CREATE TABLE passkey (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    credential BLOB NOT NULL,
    public_key BLOB NOT NULL,
    label TEXT NOT NULL,
    counter INTEGER NOT NULL,
    can_sync INTEGER NOT NULL,
    synced INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    transports TEXT NOT NULL,
    aaguid BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    UNIQUE (tenant, credential)
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_account ON passkey (account, id);

-- Recovery codes, hashed; a used one stays until the set is replaced.
CREATE TABLE recovery_code (
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    tenant BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

-- What a person began to add and has not confirmed: nothing of it counts yet.
CREATE TABLE enrolment (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    session BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (session, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_account ON enrolment (account);
CREATE INDEX enrolment_expires ON enrolment (expires_at);

-- Ceremonies with passkeys: what was asked of a browser, to be answered by it once.
CREATE TABLE ceremony (
    id BLOB NOT NULL PRIMARY KEY,
    tenant BLOB NOT NULL,
    visitor_hash BLOB NOT NULL,
    flow BLOB,
    account BLOB REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    state BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX ceremony_account ON ceremony (account);
CREATE INDEX ceremony_expires ON ceremony (expires_at);
