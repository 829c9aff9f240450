//! One async front for two engines. Work is given as a closure that may run again:
//!
//! ```
//! # use kadomori_store::{Db, StoreError, params};
//! # async fn count_try(db: &Db, id: [u8; 16]) -> Result<u64, StoreError> {
//! db.write(id, |tx, id| {
//!     Box::pin(async move {
//!         let sql = "UPDATE flow SET tries = tries + 1 WHERE id = $1";
//!         tx.execute(sql, &params![id]).await
//!     })
//! })
//! .await
//! # }
//! ```
//!
//! A refusal is an `Ok` that commits; an `Err` or a panic rolls back. Once handed over, a
//! write runs to its end though the caller goes away. Nothing but the database may be
//! awaited inside. How each engine keeps this is in `sqlite` and `postgres`.

mod caught;
mod options;
mod postgres;
mod postgres_pool;
mod postgres_row;
mod sqlite;
#[cfg(test)]
mod tests;
mod tx;
mod writer;

use std::pin::Pin;
use std::sync::Arc;

pub use options::{DbOptions, PostgresOptions, SqliteOptions};
pub use tx::Tx;

use crate::dialect::Engine;
use crate::error::StoreError;
use crate::migrate;

/// What a closure returns: `Box::pin(async move { … })`.
pub type Work<'t, O> = Pin<Box<dyn Future<Output = Result<O, StoreError>> + Send + 't>>;

/// An open database. Cloning is cheap and shares it.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Arc<Opened>,
    /// Where a test has statements written down.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) journal: crate::testing::Journal,
}

#[derive(Debug)]
enum Opened {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens the database. SQLite's file is made when it is missing; PostgreSQL is first
    /// contacted by the first statement, from inside a Tokio runtime.
    ///
    /// # Errors
    /// [`StoreError::Options`] for settings that can't be used, [`StoreError::Unavailable`]
    /// or [`StoreError::Engine`] when SQLite can't open the file.
    pub fn open(options: &DbOptions) -> Result<Self, StoreError> {
        let opened = match options {
            DbOptions::Sqlite(options) => Opened::Sqlite(sqlite::Sqlite::open(options)?),
            DbOptions::Postgres(options) => Opened::Postgres(postgres::Postgres::open(options)?),
        };
        Ok(Self {
            engine: Arc::new(opened),
            #[cfg(any(test, feature = "testing"))]
            journal: crate::testing::Journal::default(),
        })
    }

    /// Runs `work` in a transaction that may write, and returns its outcome after COMMIT.
    /// It may run several times, each time on a clean state, so it must do nothing but
    /// statements and must not draw ids or times itself: they belong in `input`.
    ///
    /// # Errors
    /// What the closure returned, or what befell the transaction; see [`StoreError`].
    pub async fn write<I, O, F>(&self, input: I, work: F) -> Result<O, StoreError>
    where
        I: Send + Sync + 'static,
        O: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static,
    {
        #[cfg(any(test, feature = "testing"))]
        let work = self.overheard(work);
        match &*self.engine {
            Opened::Sqlite(sqlite) => sqlite.write(input, work).await,
            Opened::Postgres(postgres) => postgres.write(input, work).await,
        }
    }

    /// Runs `work` without a transaction: each statement sees what is committed when it
    /// starts. Writing is refused on SQLite, so that tests find it. On SQLite the statements
    /// run on the calling thread, which takes microseconds.
    ///
    /// # Errors
    /// What the closure returned, or what befell the connection; see [`StoreError`].
    pub async fn read<I, O, F>(&self, input: I, work: F) -> Result<O, StoreError>
    where
        I: Send + Sync + 'static,
        O: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static,
    {
        #[cfg(any(test, feature = "testing"))]
        let work = self.overheard(work);
        match &*self.engine {
            Opened::Sqlite(sqlite) => sqlite.read(&input, &work),
            Opened::Postgres(postgres) => postgres.read(&input, &work).await,
        }
    }

    /// The same work, with its statements written down where a test asked for it.
    #[cfg(any(test, feature = "testing"))]
    fn overheard<I, O, F>(
        &self,
        work: F,
    ) -> impl for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static
    where
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static,
    {
        let journal = self.journal.clone();
        move |tx, input| {
            tx.journal = journal.clone();
            work(tx, input)
        }
    }

    /// Brings the schema up to date, under a lock that lets one process at a time do it.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::Changed`] when the database isn't one that
    /// this program can go on with; then nothing is touched.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migrate::run(self, migrate::MIGRATIONS).await
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match &*self.engine {
            Opened::Sqlite(_) => Engine::Sqlite,
            Opened::Postgres(_) => Engine::Postgres,
        }
    }

    /// Finishes the writes that were handed over, then closes all connections. Work given
    /// later is answered [`StoreError::Closed`].
    pub async fn close(&self) {
        match &*self.engine {
            Opened::Sqlite(sqlite) => sqlite.close().await,
            Opened::Postgres(postgres) => postgres.close().await,
        }
    }
}
