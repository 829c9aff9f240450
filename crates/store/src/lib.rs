//! SQL: two engines, one text. [`Db`] opens an engine and runs closures in transactions;
//! [`Tx`] runs statements; each aggregate has a file of its own on top of them. No rules
//! live here: the domain decides, the store remembers.

pub mod account;
pub mod app;
pub mod attempt;
pub mod ceremony;
pub mod challenge;
mod column;
pub mod contact;
mod db;
pub mod device;
mod dialect;
pub mod enrolment;
mod error;
pub mod event;
pub mod flow;
pub mod holdings;
pub mod identifier;
pub mod key_check;
pub mod ledger;
mod migrate;
pub mod outbox;
pub mod own_mail;
pub mod passkey;
pub mod password;
pub mod phrase;
mod proof;
pub mod purge;
pub mod reach;
pub mod recovery_code;
pub mod security;
pub mod session;
pub mod step;
pub mod tenant;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod throttle;
mod value;
pub mod waiting;

pub use db::{Db, DbOptions, PostgresOptions, SqliteOptions, Tx, Work};
pub use dialect::Engine;
pub use error::StoreError;
pub use value::{FromValue, Kind, Row, ToValue, Value};
