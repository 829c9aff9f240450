-- SQLite: what becomes of messages, and text messages beside mails. The same as for PostgreSQL.

-- Since when a contact is known not to receive anything; how many messages in a row came back
-- for good, and when the last one did.
ALTER TABLE contact ADD COLUMN broken_at INTEGER;
ALTER TABLE contact ADD COLUMN bounces INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN bounced_at INTEGER;

-- How a message travels ("mail", "text"), the domain or country it goes to, and the provider
-- that had it last.
ALTER TABLE ledger ADD COLUMN channel TEXT NOT NULL DEFAULT 'mail';
ALTER TABLE ledger ADD COLUMN area TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN provider TEXT;

-- The same domain or country while it waits, so that those of one that is slow don't hold up
-- the others.
ALTER TABLE outbox ADD COLUMN area TEXT NOT NULL DEFAULT '';

-- Every try at handing a message over, and every report about it, in their order.
CREATE TABLE attempt (
    message BLOB NOT NULL,
    number INTEGER NOT NULL,
    tenant BLOB NOT NULL,
    at INTEGER NOT NULL,
    provider TEXT NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_at ON attempt (at);
