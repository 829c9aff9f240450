-- SQLite: what it takes to say of a mail that it is ours. The same as for PostgreSQL.

-- What the message was about, as JSON; the program that asked for it; until when its code
-- works; whether it carries our mark.
ALTER TABLE ledger ADD COLUMN about TEXT;
ALTER TABLE ledger ADD COLUMN browser TEXT;
ALTER TABLE ledger ADD COLUMN system TEXT;
ALTER TABLE ledger ADD COLUMN ends_at INTEGER;
ALTER TABLE ledger ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
