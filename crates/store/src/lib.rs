//! SQL: two engines, one text. [`Db`] opens an engine and runs closures in transactions;
//! [`Tx`] runs statements; each aggregate has a file of its own on top of them. No rules
//! live here: the domain decides, the store remembers.

mod db;
mod dialect;
mod error;
mod migrate;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod value;

pub use db::{Db, DbOptions, PostgresOptions, SqliteOptions, Tx, Work};
pub use dialect::Engine;
pub use error::StoreError;
pub use value::{FromValue, Kind, Row, ToValue, Value};
