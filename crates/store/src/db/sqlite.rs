//! SQLite: one connection that writes, on a thread of its own (see `writer`), and a few that
//! read on the thread of whoever asks. A read takes some microseconds, less than handing it
//! to another thread would, and it never waits: WAL readers and the writer don't block each
//! other.

use std::collections::HashMap;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ErrorCode, OpenFlags, ffi};

use super::tx::Connection;
use super::writer::Writer;
use super::{SqliteOptions, Tx, Work, caught};
use crate::dialect::question_marks;
use crate::error::StoreError;
use crate::value::{Kind, Row, Value};

/// How long to wait for another process's write, such as `kadomori account` beside a server.
const BUSY: Duration = Duration::from_secs(5);
/// Statements kept prepared per connection; the whole program has fewer texts.
const STATEMENTS: usize = 256;
/// Read connections kept open; more are opened when more threads read at the same moment.
const READERS: usize = 8;

#[derive(Debug)]
pub(super) struct Sqlite {
    path: PathBuf,
    writer: Writer,
    readers: Mutex<Vec<Tx>>,
    closed: AtomicBool,
}

impl Sqlite {
    pub(super) fn open(options: &SqliteOptions) -> Result<Self, StoreError> {
        make_private(&options.path)?;
        let writing = connect(&options.path)?;
        writing
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(failed)?;
        Ok(Self {
            path: options.path.clone(),
            writer: Writer::start(SqliteTx::new(writing))?,
            readers: Mutex::new(Vec::new()),
            closed: AtomicBool::new(false),
        })
    }

    pub(super) async fn write<I, O, F>(&self, input: I, work: F) -> Result<O, StoreError>
    where
        I: Send + Sync + 'static,
        O: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static,
    {
        self.writer.write(input, work).await
    }

    pub(super) fn read<I, O>(
        &self,
        input: &I,
        work: &impl for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O>,
    ) -> Result<O, StoreError> {
        let mut tx = self.reader()?;
        let result = caught::at_once(&mut tx, input, work);
        self.put_back(tx);
        result
    }

    /// Ends when all accepted writes are done. The last connection to go folds the WAL into
    /// the file.
    pub(super) async fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.idle(Vec::clear);
        self.writer.close().await;
    }

    fn reader(&self) -> Result<Tx, StoreError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(StoreError::Closed);
        }
        if let Some(tx) = self.idle(Vec::pop) {
            return Ok(tx);
        }
        let reading = connect(&self.path)?;
        reading
            .pragma_update(None, "query_only", true)
            .map_err(failed)?;
        Ok(Tx::new(Connection::Sqlite(SqliteTx::new(reading))))
    }

    fn put_back(&self, tx: Tx) {
        let closed = self.closed.load(Ordering::Acquire);
        self.idle(|readers| {
            if !closed && readers.len() < READERS {
                readers.push(tx);
            }
        });
    }

    fn idle<T>(&self, act: impl FnOnce(&mut Vec<Tx>) -> T) -> T {
        act(&mut self.readers.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Makes the file readable by its owner alone. SQLite gives the WAL the same mode.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Options(format!("{}: {error}", path.display()))),
    }
}

fn connect(path: &Path) -> Result<rusqlite::Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(path, flags)
        .and_then(|connection| prepare(&connection).map(|()| connection));
    connection.map_err(failed)
}

fn prepare(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise SQLite plans many a statement anew for every value that is bound to it,
    // which was a third of a session check.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)
}

/// A connection with what is remembered about its statements.
#[derive(Debug)]
pub(super) struct SqliteTx {
    connection: rusqlite::Connection,
    texts: HashMap<Box<str>, Text>,
}

/// A statement as SQLite is to see it.
#[derive(Clone, Debug)]
struct Text {
    sql: Arc<str>,
    /// Known after the first run; empty for a statement without columns.
    names: Option<Arc<[Box<str>]>>,
}

impl SqliteTx {
    fn new(connection: rusqlite::Connection) -> Self {
        Self {
            connection,
            texts: HashMap::new(),
        }
    }

    /// Whether SQLite is in no transaction: before BEGIN, after COMMIT, and after an error
    /// that made it give up the whole transaction.
    pub(super) fn is_autocommit(&self) -> bool {
        self.connection.is_autocommit()
    }

    /// Runs a statement about transactions.
    pub(super) fn control(&self, sql: &str) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        statement.execute([]).map(drop).map_err(failed)
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        let text = self.text(sql);
        let mut statement = bound(&self.connection, &text.sql, params)?;
        let changed = statement.raw_execute().map_err(failed)?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    pub(super) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        let text = self.text(sql);
        let mut statement = bound(&self.connection, &text.sql, params)?;
        let names = match text.names {
            Some(names) => names,
            None => Self::remember(&mut self.texts, sql, &statement),
        };
        let mut rows = statement.raw_query();
        let mut read = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let values: Result<_, _> = (0..names.len()).map(|at| field(row, at)).collect();
            read.push(Row::new(values?, Arc::clone(&names)));
        }
        Ok(read)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(failed)
    }

    fn text(&mut self, sql: &str) -> Text {
        if let Some(text) = self.texts.get(sql) {
            return text.clone();
        }
        if self.texts.len() >= 2 * STATEMENTS {
            self.texts.clear();
        }
        let text = Text {
            sql: question_marks(sql).into(),
            names: None,
        };
        self.texts.insert(sql.into(), text.clone());
        text
    }

    fn remember(
        texts: &mut HashMap<Box<str>, Text>,
        sql: &str,
        statement: &CachedStatement<'_>,
    ) -> Arc<[Box<str>]> {
        let names: Arc<[Box<str>]> = statement.column_names().map(Box::from).collect();
        if let Some(text) = texts.get_mut(sql) {
            text.names = Some(Arc::clone(&names));
        }
        names
    }
}

fn bound<'c>(
    connection: &'c rusqlite::Connection,
    sql: &str,
    params: &[Value],
) -> Result<CachedStatement<'c>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    // SQLite would take a missing parameter for NULL.
    if statement.parameter_count() != params.len() {
        return Err(StoreError::Engine(format!(
            "{} parameters given where the statement has {}",
            params.len(),
            statement.parameter_count()
        )));
    }
    for (at, value) in params.iter().enumerate() {
        statement
            .raw_bind_parameter(at + 1, value)
            .map_err(failed)?;
    }
    Ok(statement)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null(_) => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn field(row: &rusqlite::Row<'_>, at: usize) -> Result<Value, StoreError> {
    match row.get_ref(at).map_err(failed)? {
        ValueRef::Null => Ok(Value::Null(Kind::Any)),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec())
            .map(Value::Text)
            .map_err(|error| StoreError::unreadable(format!("column {at}"), error)),
        ValueRef::Blob(bytes) => Ok(Value::Blob(bytes.to_vec())),
        ValueRef::Real(_) => Err(StoreError::unreadable(
            format!("column {at}"),
            "it is a fraction, which no column of ours holds",
        )),
    }
}

/// What SQLite's error means to us.
#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    let text = error.to_string();
    let rusqlite::Error::SqliteFailure(code, message) = &error else {
        return StoreError::Engine(text);
    };
    match (code.code, code.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => conflict(message.as_deref().unwrap_or(&text)),
        (ErrorCode::ConstraintViolation, _) => StoreError::Constraint(text),
        (ErrorCode::DiskFull, _) => StoreError::Full(text),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreError::Busy(text),
        (ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _) => StoreError::Unavailable(text),
        (ErrorCode::NotADatabase, _) => StoreError::Options(text),
        _ => StoreError::Engine(text),
    }
}

/// Reads "UNIQUE constraint failed: identifier.tenant, identifier.kind".
fn conflict(message: &str) -> StoreError {
    let columns = message.rsplit(": ").next().unwrap_or(message);
    let table = columns.split('.').next().unwrap_or(columns);
    StoreError::Conflict {
        table: table.to_owned(),
        detail: columns.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, StatementStatus};

    use super::prepare;

    #[test]
    fn a_statement_is_planned_once_whatever_is_bound_to_it() {
        let connection = Connection::open_in_memory().unwrap();
        prepare(&connection).unwrap();
        let tables = "CREATE TABLE a (id BLOB PRIMARY KEY, t BLOB) WITHOUT ROWID;
             CREATE TABLE b (id BLOB PRIMARY KEY, a BLOB, kind TEXT) WITHOUT ROWID;
             CREATE INDEX b_a ON b (a, kind)";
        connection.execute_batch(tables).unwrap();
        let sql = "SELECT a.id FROM a JOIN b ON b.a = a.id AND b.kind = 'mail'
             WHERE a.id = ?1 AND a.t = ?2 ORDER BY b.id LIMIT ?3";
        let mut statement = connection.prepare(sql).unwrap();
        for value in 0..3_u8 {
            let mut rows = statement
                .query(([value], [value], i64::from(value)))
                .unwrap();
            while rows.next().unwrap().is_some() {}
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
