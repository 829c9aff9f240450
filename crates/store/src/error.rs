//! What can go wrong between us and a database. Refusals are not here: a wrong code or a
//! taken name is an outcome that commits, an error is a surprise that rolls back.

/// An error of the store. Whatever the closure wrote is undone, except under
/// [`StoreError::Unknown`], where nobody can tell.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The options name no database that can be opened: a malformed URL, a folder that
    /// doesn't exist, a certificate file that can't be read.
    #[error("the database settings can't be used: {0}")]
    Options(String),

    /// The engine can't be reached, or the connection broke before COMMIT was sent and
    /// trying again didn't help.
    #[error("the database can't be reached: {0}")]
    Unavailable(String),

    /// Somebody else held what we needed for too long, or too many are waiting already.
    #[error("the database is busy: {0}")]
    Busy(String),

    /// There is no room left to write.
    #[error("the database has no room left: {0}")]
    Full(String),

    /// A unique constraint or primary key of this table has the row already.
    #[error("a row of {table} exists already: {detail}")]
    Conflict {
        /// The table, named alike by both engines.
        table: String,
        /// The columns (SQLite) or the constraint (PostgreSQL).
        detail: String,
    },

    /// A foreign key, NOT NULL or CHECK constraint refused the row.
    #[error("a constraint refused the row: {0}")]
    Constraint(String),

    /// A text holds a NUL character, which PostgreSQL can't store; refused for both engines
    /// before either sees it.
    #[error("parameter ${parameter} holds a NUL character")]
    Unstorable {
        /// The number of the parameter, from 1.
        parameter: usize,
    },

    /// The connection broke while COMMIT was under way: the transaction took place or not.
    /// It isn't run again, since it may have taken place.
    #[error("the connection broke during COMMIT, so the outcome is unknown: {0}")]
    Unknown(String),

    /// A closure awaited something other than the database. A transaction holds locks, so
    /// it must not wait for mail, DNS, a timer or another task.
    #[error("a closure awaited something that isn't the database")]
    Awaited,

    /// A closure panicked. The message went to the panic hook.
    #[error("a closure panicked")]
    Panicked,

    /// A closure returned `Ok` although one of its statements had failed. PostgreSQL would
    /// turn such a COMMIT into a ROLLBACK silently, so it is refused on both engines.
    #[error("a closure went on after a statement had failed: {0}")]
    Swallowed(String),

    /// A query that has to find a row found none.
    #[error("a query that must find a row found none")]
    Missing,

    /// A stored value isn't what the code expects in its place.
    #[error("{place} can't be read: {reason}")]
    Unreadable {
        /// The column, or the field inside a JSON column.
        place: String,
        /// What was expected and what was found.
        reason: String,
    },

    /// The database was migrated by a newer version of Kadomori.
    #[error(
        "the database is newer (migration {found}) than this program (migration {known}); \
         run the version that migrated it, or a later one"
    )]
    Newer {
        /// The highest migration in the database.
        found: i64,
        /// The highest migration in this program.
        known: i64,
    },

    /// A migration that already ran has another text in this program.
    #[error("migration {number} ({name}) ran with another text than this program has for it")]
    Changed {
        /// The number of the migration.
        number: i64,
        /// The name in this program.
        name: String,
    },

    /// The store has been closed.
    #[error("the database is closed")]
    Closed,

    /// Anything else the engine said.
    #[error("the database refused: {0}")]
    Engine(String),
}

impl StoreError {
    /// A stored value in `place` that can't be understood.
    pub fn unreadable(place: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self::Unreadable {
            place: place.into(),
            reason: reason.to_string(),
        }
    }
}
