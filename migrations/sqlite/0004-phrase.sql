-- SQLite: the phrase that stands in a person's mails. The same as for PostgreSQL.

-- The phrase of an account, sealed, and when it was chosen.
CREATE TABLE phrase (
    account BLOB NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    tenant BLOB NOT NULL,
    sealed BLOB NOT NULL,
    chosen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
