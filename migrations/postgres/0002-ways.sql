-- PostgreSQL: every way to prove who one is. The same as for SQLite, which makes a table anew
-- to let a column be empty.

-- What an account holds to prove that it's its person, counted; and since when it asks for
-- two steps.
ALTER TABLE account ADD COLUMN holdings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE account ADD COLUMN two_step_at BIGINT;
UPDATE account SET holdings = '{"mailboxes":' || CAST((
    SELECT COUNT(*) FROM contact c WHERE c.account = account.id AND c.kind = 'mail'
) AS TEXT) || '}';

-- What an address receives.
ALTER TABLE contact ADD COLUMN codes BIGINT NOT NULL DEFAULT 1;
ALTER TABLE contact ADD COLUMN notices BIGINT NOT NULL DEFAULT 1;

-- Whether something may be signed in with.
ALTER TABLE identifier ADD COLUMN signs_in BIGINT NOT NULL DEFAULT 1;

-- Until when a device skips the second step, and the way that worked first on it.
ALTER TABLE account_device ADD COLUMN trusted_until BIGINT;
ALTER TABLE account_device ADD COLUMN way TEXT;

-- What was proven in a session.
ALTER TABLE session ADD COLUMN proofs TEXT NOT NULL DEFAULT '[]';

-- Flows lead to more than a session now. They live an hour: who is in the midst of one begins
-- anew, and the codes that were on their way to them end.
DROP TABLE flow;
CREATE TABLE flow (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    visitor_hash BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    identifier_kind TEXT NOT NULL,
    identifier TEXT NOT NULL,
    address TEXT NOT NULL,
    account BYTEA,
    session BYTEA,
    locale TEXT NOT NULL,
    zone TEXT,
    tries BIGINT NOT NULL,
    tries_most BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    proofs TEXT NOT NULL,
    errand TEXT,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX flow_visitor ON flow (tenant, visitor_hash);
CREATE INDEX flow_expires ON flow (expires_at);
DELETE FROM challenge;
DELETE FROM outbox;
ALTER TABLE outbox ALTER COLUMN flow DROP NOT NULL;
ALTER TABLE outbox ALTER COLUMN challenge DROP NOT NULL;

-- A notice serves no flow, and is for no purpose that a code could have.
UPDATE ledger SET state = 'expired' WHERE state = 'queued';
ALTER TABLE ledger ALTER COLUMN flow DROP NOT NULL;
ALTER TABLE ledger ALTER COLUMN purpose DROP NOT NULL;

-- An account's password: its hash, sealed.
CREATE TABLE password (
    account BYTEA NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    tenant BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    held TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- Authenticator apps: their seeds, sealed, and the last step of each that was accepted.
CREATE TABLE app (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    seed BYTEA NOT NULL,
    last_step BIGINT,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX app_account ON app (account, id);

-- Passkeys. One credential belongs to one account.
CREATE TABLE passkey (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    credential BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    label TEXT NOT NULL,
    counter BIGINT NOT NULL,
    can_sync BIGINT NOT NULL,
    synced BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    transports TEXT NOT NULL,
    aaguid BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    UNIQUE (tenant, credential)
);
CREATE INDEX passkey_account ON passkey (account, id);

-- Recovery codes, hashed; a used one stays until the set is replaced.
CREATE TABLE recovery_code (
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL,
    tenant BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account, hash)
);

-- What a person began to add and has not confirmed: nothing of it counts yet.
CREATE TABLE enrolment (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    account BYTEA NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    session BYTEA NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    payload BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    UNIQUE (session, kind)
);
CREATE INDEX enrolment_account ON enrolment (account);
CREATE INDEX enrolment_expires ON enrolment (expires_at);

-- Ceremonies with passkeys: what was asked of a browser, to be answered by it once.
CREATE TABLE ceremony (
    id BYTEA NOT NULL PRIMARY KEY,
    tenant BYTEA NOT NULL,
    visitor_hash BYTEA NOT NULL,
    flow BYTEA,
    account BYTEA REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    state BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX ceremony_account ON ceremony (account);
CREATE INDEX ceremony_expires ON ceremony (expires_at);
