//! PostgreSQL: a pool of connections, and transactions that survive their caller.
//!
//! - Statements are unnamed (parsed with each run), so that a pooler which hands the
//!   connection to somebody else after each transaction has nothing to mix up.
//! - READ COMMITTED: what must happen once rests on conditional statements and row locks.
//! - A transaction that lost a race (serialization failure, deadlock) or whose connection
//!   broke before COMMIT runs again, a bounded number of times. One whose connection broke
//!   during COMMIT doesn't: it may have taken place.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Object, Pool, PoolError, TimeoutType};
use tokio::sync::mpsc;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};
use tracing::Instrument;

use super::postgres_pool::pool;
use super::postgres_row::read_rows;
use super::tx::Connection;
use super::{PostgresOptions, Tx, Work, caught};
use crate::error::StoreError;
use crate::value::{Kind, Row, Value};

/// Runs of one transaction at most.
const RUNS: u32 = 8;
/// The longest that a transaction may take, COMMIT included.
const LONGEST: Duration = Duration::from_secs(30);
/// Half of the longest wait after the first run, and the longest wait between two runs.
const SHORTEST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

#[derive(Debug)]
pub(super) struct Postgres {
    pool: Pool,
    /// Each write under way holds a copy; `close` takes this one and waits for the others.
    under_way: Mutex<Option<mpsc::Sender<Infallible>>>,
    all_done: tokio::sync::Mutex<mpsc::Receiver<Infallible>>,
}

impl Postgres {
    pub(super) fn open(options: &PostgresOptions) -> Result<Self, StoreError> {
        let (under_way, all_done) = mpsc::channel(1);
        Ok(Self {
            pool: pool(options)?,
            under_way: Mutex::new(Some(under_way)),
            all_done: tokio::sync::Mutex::new(all_done),
        })
    }

    /// Runs on a task of its own, which goes on when the caller's future is dropped.
    pub(super) async fn write<I, O, F>(&self, input: I, work: F) -> Result<O, StoreError>
    where
        I: Send + Sync + 'static,
        O: Send + 'static,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync + 'static,
    {
        let ticket = self.sender().clone().ok_or(StoreError::Closed)?;
        let pool = self.pool.clone();
        let task = async move {
            let result = run(&pool, Mode::Transaction, &input, &work).await;
            drop(ticket);
            result
        };
        // The task is never aborted, so that an error here is the runtime going down.
        let done = tokio::spawn(task.in_current_span()).await;
        done.unwrap_or(Err(StoreError::Closed))
    }

    pub(super) async fn read<I, O, F>(&self, input: &I, work: &F) -> Result<O, StoreError>
    where
        I: Send + Sync,
        O: Send,
        F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync,
    {
        run(&self.pool, Mode::Statements, input, work).await
    }

    pub(super) async fn close(&self) {
        self.sender().take();
        // Nothing is ever sent: this ends when the last copy of the sender is gone.
        let _none = self.all_done.lock().await.recv().await;
        self.pool.close();
    }

    fn sender(&self) -> std::sync::MutexGuard<'_, Option<mpsc::Sender<Infallible>>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether statements belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Each for itself.
    Statements,
    /// In one transaction, which the first statement is going to begin.
    Transaction,
    /// In one transaction, which has begun.
    Begun,
}

/// One run's end.
enum Run<O> {
    Over(Result<O, StoreError>),
    Again(StoreError),
}

async fn run<I, O, F>(pool: &Pool, mode: Mode, input: &I, work: &F) -> Result<O, StoreError>
where
    I: Send + Sync,
    O: Send,
    F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync,
{
    let mut runs = 1;
    loop {
        match run_once(pool, mode, input, work).await {
            Run::Over(result) => return result,
            Run::Again(error) if runs == RUNS => return Err(error),
            Run::Again(error) => tracing::debug!(%error, runs, "a transaction runs again"),
        }
        tokio::time::sleep(pause(runs)).await;
        runs += 1;
    }
}

/// Grows with the runs and differs between rivals, so that they don't meet again. The
/// system's random hash keys are random enough for that.
fn pause(runs: u32) -> Duration {
    let ceiling = LONGEST_PAUSE.min(SHORTEST_PAUSE * 2_u32.saturating_pow(runs));
    let luck = u128::from(RandomState::new().hash_one(runs));
    let micros = 1 + luck % ceiling.as_micros();
    Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}

async fn run_once<I, O, F>(pool: &Pool, mode: Mode, input: &I, work: &F) -> Run<O>
where
    I: Send + Sync,
    O: Send,
    F: for<'t> Fn(&'t mut Tx, &'t I) -> Work<'t, O> + Send + Sync,
{
    let client = match pool.get().await {
        Ok(client) => client,
        Err(error) => return Run::Over(Err(unconnected(&error))),
    };
    let mut tx = Tx::new(Connection::Postgres(PostgresTx {
        client,
        mode,
        trouble: None,
    }));
    let worked = caught::to_the_end(&mut tx, input, work);
    let result = tokio::time::timeout(LONGEST, worked).await;
    let result = result.map(|result| tx.settle(result));
    let Connection::Postgres(tx) = tx.connection else {
        return Run::Over(Err(StoreError::Closed));
    };
    if let Ok(result) = result {
        return tx.end(result).await;
    }
    tx.discard();
    Run::Over(Err(too_long()))
}

fn too_long() -> StoreError {
    StoreError::Busy(format!("a transaction took over {} s", LONGEST.as_secs()))
}

/// A connection, and what has befallen it.
#[derive(Debug)]
pub(super) struct PostgresTx {
    client: Object,
    mode: Mode,
    trouble: Option<Trouble>,
}

/// Why a transaction is to run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// Somebody else was faster; the connection is fine.
    LostRace,
    /// The connection is gone, or leads to a server that is going or can't write.
    BrokenConnection,
}

impl PostgresTx {
    pub(super) async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, StoreError> {
        let params = typed(params);
        let client = &self.client;
        let result = begun(client, &mut self.mode, client.execute_typed(sql, &params)).await;
        result.map_err(|error| self.failed(&error))
    }

    pub(super) async fn query(
        &mut self,
        sql: &str,
        params: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let params = typed(params);
        let client = &self.client;
        let result = begun(client, &mut self.mode, client.query_typed(sql, &params)).await;
        let rows = result.map_err(|error| self.failed(&error))?;
        read_rows(&rows)
    }

    pub(super) async fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let client = &self.client;
        let result = begun(client, &mut self.mode, client.batch_execute(sql)).await;
        result.map_err(|error| self.failed(&error))
    }

    fn failed(&mut self, error: &tokio_postgres::Error) -> StoreError {
        self.trouble = self.trouble.or(trouble(error));
        failed(error)
    }

    /// Commits or rolls back.
    async fn end<O>(self, result: Result<O, StoreError>) -> Run<O> {
        match (self.trouble, result) {
            (Some(Trouble::BrokenConnection), result) => {
                self.discard();
                Run::Again(cause(result))
            }
            (Some(Trouble::LostRace), result) => {
                self.roll_back().await;
                Run::Again(cause(result))
            }
            (None, Ok(outcome)) => self.commit(outcome).await,
            (None, Err(error)) => {
                self.roll_back().await;
                Run::Over(Err(error))
            }
        }
    }

    async fn commit<O>(self, outcome: O) -> Run<O> {
        if self.mode != Mode::Begun {
            return Run::Over(Ok(outcome));
        }
        let committed = tokio::time::timeout(LONGEST, self.client.batch_execute("COMMIT")).await;
        let error = match committed {
            Ok(Ok(())) => return Run::Over(Ok(outcome)),
            Ok(Err(error)) => error,
            Err(_) => {
                self.discard();
                return Run::Over(Err(StoreError::Unknown(too_long().to_string())));
            }
        };
        match trouble(&error) {
            None if error.as_db_error().is_some() => Run::Over(Err(failed(&error))),
            Some(Trouble::LostRace) => Run::Again(failed(&error)),
            None | Some(Trouble::BrokenConnection) => {
                self.discard();
                Run::Over(Err(StoreError::Unknown(error.to_string())))
            }
        }
    }

    async fn roll_back(self) {
        if self.mode != Mode::Begun {
            return;
        }
        let undone = tokio::time::timeout(LONGEST, self.client.batch_execute("ROLLBACK")).await;
        if !matches!(undone, Ok(Ok(()))) {
            self.discard();
        }
    }

    /// Closes the connection instead of giving it back to the pool.
    fn discard(self) {
        drop(Object::take(self.client));
    }
}

/// Sends BEGIN together with the first statement, which saves a round trip.
async fn begun<T>(
    client: &Object,
    mode: &mut Mode,
    statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, tokio_postgres::Error> {
    if *mode != Mode::Transaction {
        return statement.await;
    }
    *mode = Mode::Begun;
    let (began, result) = tokio::join!(biased; client.batch_execute(BEGIN), statement);
    began.and(result)
}

/// What to report when the runs are used up.
fn cause<O>(result: Result<O, StoreError>) -> StoreError {
    match result {
        Err(error) => error,
        Ok(_) => StoreError::Unavailable("a statement failed".to_owned()),
    }
}

fn typed(params: &[Value]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    params.iter().map(typed_value).collect()
}

fn typed_value(value: &Value) -> (&(dyn ToSql + Sync), Type) {
    match value {
        Value::Int(number) => (number, Type::INT8),
        Value::Text(text) => (text, Type::TEXT),
        Value::Blob(bytes) => (bytes, Type::BYTEA),
        Value::Null(Kind::Int) => (&None::<i64>, Type::INT8),
        Value::Null(Kind::Text) => (&None::<&str>, Type::TEXT),
        Value::Null(Kind::Blob) => (&None::<&[u8]>, Type::BYTEA),
        // PostgreSQL finds out the type of an unknown one from where it stands.
        Value::Null(Kind::Any) => (&None::<&str>, Type::UNKNOWN),
    }
}

fn trouble(error: &tokio_postgres::Error) -> Option<Trouble> {
    let Some(code) = error.code() else {
        return error.is_closed().then_some(Trouble::BrokenConnection);
    };
    let going = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::READ_ONLY_SQL_TRANSACTION,
    ];
    if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        Some(Trouble::LostRace)
    } else if going.contains(code) || is_broken(code) {
        Some(Trouble::BrokenConnection)
    } else {
        None
    }
}

/// A wrong number of parameters is a "protocol violation" in the same class.
fn is_broken(code: &SqlState) -> bool {
    code.code().starts_with("08") && *code != SqlState::PROTOCOL_VIOLATION
}

fn unconnected(error: &PoolError) -> StoreError {
    match error {
        PoolError::Timeout(TimeoutType::Wait) => {
            StoreError::Busy("all connections are in use".to_owned())
        }
        PoolError::Closed => StoreError::Closed,
        PoolError::Backend(error) => failed(error),
        other => StoreError::Unavailable(other.to_string()),
    }
}

/// What PostgreSQL's error means to us. Its message, not its detail, which quotes values.
fn failed(error: &tokio_postgres::Error) -> StoreError {
    let Some(said) = error.as_db_error() else {
        return StoreError::Unavailable(whole(error));
    };
    let text = format!("{} ({})", said.message(), said.code().code());
    match said.code().code() {
        "23505" => StoreError::Conflict {
            table: said.table().unwrap_or_default().to_owned(),
            detail: said.constraint().unwrap_or_default().to_owned(),
        },
        "53100" => StoreError::Full(text),
        "40001" | "40P01" | "53300" | "55P03" | "57014" => StoreError::Busy(text),
        "25006" => StoreError::Unavailable(text),
        code if code.starts_with("23") => StoreError::Constraint(text),
        code if code.starts_with("57P") => StoreError::Unavailable(text),
        _ if is_broken(said.code()) => StoreError::Unavailable(text),
        _ => StoreError::Engine(text),
    }
}

/// An error with what caused it.
fn whole(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |said, cause| format!("{said}: {cause}"))
}
