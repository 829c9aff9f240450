//! For tests, here and in other crates: a database of one's own on either engine, and the
//! planner's opinion of a statement. Behind the feature `testing`.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and finds its server in the environment"
)]

use std::hash::{BuildHasher, RandomState};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::db::{Db, DbOptions, Tx};
use crate::dialect::Engine;
use crate::error::StoreError;
use crate::value::Value;

/// Both engines, for tests that run on each.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// The variable that names the PostgreSQL server to test with.
const SERVER: &str = "KADOMORI_TEST_POSTGRES";

/// A database that exists as long as this value.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    place: Place,
}

/// A statement that a database was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its text.
    pub sql: String,
    /// Its parameters.
    pub params: Vec<Value>,
}

/// Where the statements of a database are written down, while a test wants them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal(Arc<Mutex<Option<Vec<Statement>>>>);

impl Journal {
    pub(crate) fn write_down(&self, sql: &str, params: &[Value]) {
        if let Some(statements) = self.0.lock().expect("no panic in here").as_mut() {
            statements.push(Statement {
                sql: sql.to_owned(),
                params: params.to_vec(),
            });
        }
    }
}

/// Where it is, and what has to be removed.
#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Server { server: String, name: String },
}

/// A new migrated database.
pub async fn fresh(engine: Engine) -> TestDb {
    let made = empty(engine).await;
    made.migrate().await.expect("the migrations run");
    made
}

/// A new database without tables.
pub async fn empty(engine: Engine) -> TestDb {
    let name = format!("kd_{:016x}", RandomState::new().hash_one(SERVER));
    let place = match engine {
        Engine::Sqlite => {
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir(&folder).expect("the temporary folder can be written");
            Place::Folder(folder)
        }
        Engine::Postgres => {
            let server = server();
            command(&server, &format!("CREATE DATABASE {name}")).await;
            Place::Server { server, name }
        }
    };
    let db = Db::open(&place.options()).expect("the database opens");
    TestDb { db, place }
}

impl TestDb {
    /// How to open the same database once more.
    #[must_use]
    pub fn options(&self) -> DbOptions {
        self.place.options()
    }

    /// Begins to write down the statements that this database is given, through this value
    /// and every clone of its [`Db`].
    pub fn listen(&self) {
        *self.db.journal.0.lock().expect("no panic in there") = Some(Vec::new());
    }

    /// The statements since [`TestDb::listen`], in their order; ends the listening.
    #[must_use]
    pub fn heard(&self) -> Vec<Statement> {
        let heard = self.db.journal.0.lock().expect("no panic in there").take();
        heard.unwrap_or_default()
    }

    /// What the planner would do, a line a step.
    pub async fn plan(&self, sql: &str, params: &[Value]) -> Vec<String> {
        let input = (sql.to_owned(), params.to_vec());
        let planned = self.db.write(input, |tx, (sql, params)| {
            Box::pin(async move { plan(tx, sql, params).await })
        });
        planned.await.expect("the statement can be planned")
    }

    /// The steps of the plan that read a whole table, where PostgreSQL would use any index
    /// that could serve instead. A good statement has none.
    pub async fn scans(&self, sql: &str, params: &[Value]) -> Vec<String> {
        let plan = self.plan(sql, params).await;
        let scans = plan.iter().filter(|step| {
            step.contains("Seq Scan") || step.starts_with("SCAN ") && !is_made_up(step, &plan)
        });
        scans.cloned().collect()
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => {
                let _left_behind = std::fs::remove_dir_all(folder);
            }
            Place::Server { server, name } => {
                let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                let server = server.clone();
                // The test's own runtime can't be waited for in here.
                let dropping = std::thread::spawn(move || {
                    tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build()
                        .expect("a runtime starts")
                        .block_on(command(&server, &statement));
                });
                let _left_behind = dropping.join();
            }
        }
    }
}

impl Place {
    fn options(&self) -> DbOptions {
        match self {
            Self::Folder(folder) => DbOptions::sqlite(folder.join("kadomori.db")),
            Self::Server { server, name } => DbOptions::postgres(with_database(server, name)),
        }
    }
}

async fn plan(tx: &mut Tx, sql: &str, params: &[Value]) -> Result<Vec<String>, StoreError> {
    let (explain, column) = match tx.engine() {
        Engine::Sqlite => ("EXPLAIN QUERY PLAN", 3),
        Engine::Postgres => {
            tx.execute("SET LOCAL enable_seqscan = off", &[]).await?;
            ("EXPLAIN (COSTS OFF)", 0)
        }
    };
    let rows = tx.query(&format!("{explain} {sql}"), params).await?;
    rows.iter().map(|row| row.get(column)).collect()
}

/// SQLite also says SCAN of what is no table: a list of values, or the rows of a subquery,
/// whose own steps stand in the plan too.
fn is_made_up(step: &str, plan: &[String]) -> bool {
    let is_subquery = step.strip_prefix("SCAN ").is_some_and(|name| {
        let made = ["CO-ROUTINE", "MATERIALIZE"].map(|how| format!("{how} {name}"));
        plan.iter().any(|step| made.contains(step))
    });
    is_subquery
        || step.starts_with("SCAN (")
        || step.contains("CONSTANT ROW")
        || step.contains("-ROW VALUES CLAUSE")
}

fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} isn't set; run `cargo xtask test`, which starts a PostgreSQL and sets it")
    })
}

/// The URL with another database, whatever parameters it has.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(address, query)| {
            (address, format!("?{query}"))
        });
    let (scheme, rest) = address.split_once("://").expect("the URL has a scheme");
    let host = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{host}/{name}{query}")
}

/// CREATE DATABASE and DROP DATABASE don't run in a transaction.
async fn command(server: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(server, tokio_postgres::NoTls)
        .await
        .expect("the PostgreSQL server for tests answers");
    let connection = tokio::spawn(connection);
    client
        .batch_execute(statement)
        .await
        .expect("the database is made or dropped");
    drop(client);
    let _closed = connection.await;
}
