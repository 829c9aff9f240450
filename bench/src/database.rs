//! The database that a configuration is measured with: a new one, removed afterwards.

use std::path::Path;

use kadomori_store::{Db, DbOptions, StoreError, params};

use crate::machine;
use crate::outcome::Outcome;

/// A database, with the tables still to be made.
#[derive(Debug)]
pub(crate) enum Database {
    /// A file in the server's data folder.
    Sqlite,
    /// A database of its own on a PostgreSQL server.
    Postgres(Postgres),
}

/// A database on a PostgreSQL server.
pub(crate) struct Postgres {
    server: String,
    name: String,
    /// The server's first process, if it runs on this machine.
    pid: Option<u32>,
}

/// The address may hold a password.
impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres")
            .field("name", &self.name)
            .field("pid", &self.pid)
            .finish_non_exhaustive()
    }
}

impl Database {
    /// Makes a database on the PostgreSQL server at this address.
    pub(crate) async fn on_postgres(server: &str) -> Outcome<Self> {
        let name = format!("kadomori_bench_{}", std::process::id());
        let pid = first_process(server).await?;
        let postgres = Postgres {
            server: server.to_owned(),
            name,
            pid,
        };
        postgres.command("DROP DATABASE IF EXISTS").await?;
        postgres.command("CREATE DATABASE").await?;
        Ok(Self::Postgres(postgres))
    }

    /// What it is called.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// How the store opens it.
    pub(crate) fn options(&self, folder: &Path) -> DbOptions {
        match self {
            Self::Sqlite => DbOptions::sqlite(folder.join("kadomori.db")),
            Self::Postgres(postgres) => DbOptions::postgres(postgres.url()),
        }
    }

    /// What the server's settings say about it.
    pub(crate) fn setting(&self) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres(postgres) => format!("[database]\nurl = \"{}\"\n", postgres.url()),
        }
    }

    /// PostgreSQL's first process, where there is one on this machine.
    pub(crate) fn pid(&self) -> Option<u32> {
        match self {
            Self::Sqlite => None,
            Self::Postgres(postgres) => postgres.pid,
        }
    }

    /// Removes what isn't in the data folder.
    pub(crate) async fn remove(self) -> Outcome {
        match self {
            Self::Sqlite => Ok(()),
            Self::Postgres(postgres) => postgres.command("DROP DATABASE IF EXISTS").await,
        }
    }
}

impl Postgres {
    /// The address, with this database in it.
    fn url(&self) -> String {
        let (address, query) = self
            .server
            .split_once('?')
            .map_or((self.server.as_str(), String::new()), |(address, query)| {
                (address, format!("?{query}"))
            });
        let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
        let host = rest.split('/').next().unwrap_or(rest);
        format!("{scheme}://{host}/{}{query}", self.name)
    }

    /// Reads run outside a transaction, where databases can be made and dropped.
    async fn command(&self, words: &str) -> Outcome {
        let db = Db::open(&DbOptions::postgres(self.server.as_str()))?;
        let sql = format!("{words} {}", self.name);
        db.read(sql, |tx, sql| {
            Box::pin(async move { tx.execute(sql, &params![]).await.map(drop) })
        })
        .await?;
        db.close().await;
        Ok(())
    }
}

/// The process that all of PostgreSQL's are children of, if they are on this machine.
async fn first_process(server: &str) -> Result<Option<u32>, StoreError> {
    let db = Db::open(&DbOptions::postgres(server))?;
    let found = db.read((), |tx, ()| {
        Box::pin(async move {
            let sql = "SELECT CAST(pg_backend_pid() AS BIGINT)";
            let pid: i64 = tx.query_one(sql, &params![]).await?.get(0)?;
            // Asked while the process is still ours.
            let pid = u32::try_from(pid).unwrap_or_default();
            Ok(machine::parent_named(pid, "postgres"))
        })
    });
    let found = found.await?;
    db.close().await;
    Ok(found)
}
