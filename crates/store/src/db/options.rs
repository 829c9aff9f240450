//! Which database to open, and how. The text of the configuration file is not known here.

use std::fmt;
use std::path::PathBuf;

/// The engine and its settings.
#[derive(Clone, Debug)]
pub enum DbOptions {
    /// A file.
    Sqlite(SqliteOptions),
    /// A server.
    Postgres(PostgresOptions),
}

impl DbOptions {
    /// The SQLite file at `path`.
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self::Sqlite(SqliteOptions { path: path.into() })
    }

    /// The PostgreSQL server at `url`, with at most 16 connections.
    pub fn postgres(url: impl Into<String>) -> Self {
        Self::Postgres(PostgresOptions {
            url: url.into(),
            password: None,
            ca_file: None,
            max_connections: 16,
        })
    }
}

/// Settings of SQLite.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// The file. Its folder must exist; the file is made with mode 0600.
    pub path: PathBuf,
}

/// Settings of PostgreSQL.
#[derive(Clone)]
pub struct PostgresOptions {
    /// `postgres://user:password@host:port/database?sslmode=…`. The modes are `disable` and
    /// `verify-full`; without one, a host on this machine is spoken to in the clear and any
    /// other by TLS with a verified certificate.
    pub url: String,
    /// The password, where it isn't in the URL.
    pub password: Option<String>,
    /// The certificate authorities to trust (PEM) instead of the public ones.
    pub ca_file: Option<PathBuf>,
    /// The most connections to hold open; at least 2.
    pub max_connections: usize,
}

/// The URL may hold a password, so neither is printed.
impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("ca_file", &self.ca_file)
            .field("max_connections", &self.max_connections)
            .finish_non_exhaustive()
    }
}
