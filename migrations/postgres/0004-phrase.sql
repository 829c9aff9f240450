-- PostgreSQL: the phrase that stands in a person's mails. The same as for SQLite.

-- The phrase of an account, sealed, and when it was chosen.
CREATE TABLE phrase (
    account BYTEA NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    tenant BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    chosen_at BIGINT NOT NULL
);
