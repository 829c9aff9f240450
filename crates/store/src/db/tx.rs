//! What a closure holds: a connection to run statements on, whichever engine it is.

use super::postgres::PostgresTx;
use super::sqlite::SqliteTx;
use crate::dialect::Engine;
use crate::error::StoreError;
use crate::value::{Row, Value};

/// A connection inside [`Db::write`](super::Db::write) or [`Db::read`](super::Db::read).
#[derive(Debug)]
pub struct Tx {
    pub(super) connection: Connection,
    /// The first statement that failed. PostgreSQL's transaction is beyond use from then on,
    /// so that it counts on both engines though the closure may have gone on.
    pub(super) failure: Option<String>,
    /// Where a test has statements written down.
    #[cfg(any(test, feature = "testing"))]
    pub(super) journal: crate::testing::Journal,
}

#[derive(Debug)]
pub(super) enum Connection {
    Sqlite(SqliteTx),
    Postgres(PostgresTx),
}

impl Tx {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            failure: None,
            #[cfg(any(test, feature = "testing"))]
            journal: crate::testing::Journal::default(),
        }
    }

    /// Which engine this is, for what `Engine` names.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement that returns no rows; gives how many rows it changed.
    ///
    /// # Errors
    /// What the engine said; the transaction can't be committed then.
    pub async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        #[cfg(any(test, feature = "testing"))]
        self.journal.write_down(sql, params);
        let result = match storable(params) {
            Err(refused) => Err(refused),
            Ok(()) => match &mut self.connection {
                Connection::Sqlite(tx) => tx.execute(sql, params),
                Connection::Postgres(tx) => Box::pin(tx.execute(sql, params)).await,
            },
        };
        self.note(result)
    }

    /// Runs a statement that returns rows (`SELECT`, or anything with `RETURNING`).
    ///
    /// # Errors
    /// What the engine said; the transaction can't be committed then.
    pub async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        #[cfg(any(test, feature = "testing"))]
        self.journal.write_down(sql, params);
        let result = match storable(params) {
            Err(refused) => Err(refused),
            Ok(()) => match &mut self.connection {
                Connection::Sqlite(tx) => tx.query(sql, params),
                Connection::Postgres(tx) => Box::pin(tx.query(sql, params)).await,
            },
        };
        self.note(result)
    }

    /// Like [`Tx::query`], for the first row if there is one.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub async fn query_opt(
        &mut self,
        sql: &str,
        params: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Like [`Tx::query_opt`], where there must be a row.
    ///
    /// # Errors
    /// As [`Tx::query`]; [`StoreError::Missing`] without a row.
    pub async fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, StoreError> {
        self.query_opt(sql, params)
            .await?
            .ok_or(StoreError::Missing)
    }

    /// Runs several statements without parameters: a migration.
    pub(crate) async fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let result = match &mut self.connection {
            Connection::Sqlite(tx) => tx.batch(sql),
            Connection::Postgres(tx) => Box::pin(tx.batch(sql)).await,
        };
        self.note(result)
    }

    /// What a closure's result comes to: `Ok` after a failed statement is no success.
    pub(super) fn settle<O>(&mut self, result: Result<O, StoreError>) -> Result<O, StoreError> {
        match (self.failure.take(), result) {
            (Some(failure), Ok(_)) => Err(StoreError::Swallowed(failure)),
            (_, result) => result,
        }
    }

    fn note<O>(&mut self, result: Result<O, StoreError>) -> Result<O, StoreError> {
        if let Err(error) = &result {
            self.failure.get_or_insert_with(|| error.to_string());
        }
        result
    }
}

/// Refuses what one of the engines couldn't store, before either sees it.
fn storable(params: &[Value]) -> Result<(), StoreError> {
    let with_nul = |value: &Value| matches!(value, Value::Text(text) if text.contains('\0'));
    match params.iter().position(with_nul) {
        Some(at) => Err(StoreError::Unstorable { parameter: at + 1 }),
        None => Ok(()),
    }
}
