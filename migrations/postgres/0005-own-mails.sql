-- PostgreSQL: what it takes to say of a mail that it is ours. The same as for SQLite.

-- What the message was about, as JSON; the program that asked for it; until when its code
-- works; whether it carries our mark.
ALTER TABLE ledger ADD COLUMN about TEXT;
ALTER TABLE ledger ADD COLUMN browser TEXT;
ALTER TABLE ledger ADD COLUMN system TEXT;
ALTER TABLE ledger ADD COLUMN ends_at BIGINT;
ALTER TABLE ledger ADD COLUMN marked BIGINT NOT NULL DEFAULT 0;
