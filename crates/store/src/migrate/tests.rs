//! The steps are taken once and in order, and both engines end with the same schema.

use std::collections::BTreeSet;

use super::*;
use crate::testing::{ENGINES, empty, fresh};

const STEPS: &[Migration] = &[step(1, "one", "CREATE TABLE one (id BIGINT)")];
const MORE: &[Migration] = &[STEPS[0], step(2, "two", "CREATE TABLE two (id BIGINT)")];
const OTHER: &[Migration] = &[step(1, "one", "CREATE TABLE one (id BIGINT NOT NULL)")];
const BROKEN: &[Migration] = &[
    STEPS[0],
    step(
        2,
        "two",
        "CREATE TABLE two (id BIGINT); CREATE TABLE one (id BIGINT)",
    ),
];

const fn step(number: i64, name: &'static str, text: &'static str) -> Migration {
    Migration {
        number,
        name,
        sqlite: text,
        postgres: text,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn migrations_run_once_though_many_programs_start_together() {
    for engine in ENGINES {
        let db = empty(engine).await;
        let starts = (0..8).map(|_| Db::open(&db.options()).unwrap());
        let starts: tokio::task::JoinSet<_> =
            starts.map(|db| async move { db.migrate().await }).collect();
        for started in starts.join_all().await {
            started.unwrap();
        }
    }
}

#[tokio::test]
async fn later_steps_follow_earlier_ones() {
    for engine in ENGINES {
        let db = empty(engine).await;
        run(&db, STEPS).await.unwrap();
        run(&db, MORE).await.unwrap();
        let both = db.read((), |tx, ()| {
            Box::pin(tx.query("SELECT 1 FROM one, two", &[]))
        });
        both.await.unwrap();
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_behind() {
    for engine in ENGINES {
        let db = empty(engine).await;
        run(&db, BROKEN).await.unwrap_err();
        run(&db, MORE).await.unwrap();
    }
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    for engine in ENGINES {
        let db = empty(engine).await;
        run(&db, MORE).await.unwrap();
        let refused = run(&db, STEPS).await;
        assert!(matches!(
            refused,
            Err(StoreError::Newer { found: 2, known: 1 })
        ));
    }
}

#[tokio::test]
async fn a_step_with_another_text_is_refused() {
    for engine in ENGINES {
        let db = empty(engine).await;
        run(&db, STEPS).await.unwrap();
        let refused = run(&db, OTHER).await;
        assert!(matches!(
            refused,
            Err(StoreError::Changed { number: 1, .. })
        ));
    }
}

#[test]
fn steps_are_numbered_without_gaps() {
    let numbers: Vec<i64> = MIGRATIONS.iter().map(|step| step.number).collect();
    let counted: Vec<i64> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, counted);
}

/// Table, position, column, kind, nullable.
const COLUMNS_SQLITE: &str = "SELECT t.name || ' ' || (c.cid + 1) || ' ' || c.name || ' ' \
    || c.type || CASE c.\"notnull\" WHEN 1 THEN '' ELSE ' null' END \
    FROM sqlite_schema t, pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name <> 'migration'";
const COLUMNS_POSTGRES: &str = "SELECT table_name || ' ' || ordinal_position || ' ' \
    || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'INTEGER' \
    WHEN 'bytea' THEN 'BLOB' ELSE upper(data_type) END \
    || CASE is_nullable WHEN 'YES' THEN ' null' ELSE '' END \
    FROM information_schema.columns \
    WHERE table_schema = 'public' AND table_name <> 'migration'";

/// Table, columns, unique.
const INDEXES_SQLITE: &str = "SELECT t.name || ' ' || i.\"unique\" || ' ' || \
    (SELECT group_concat(name, ',') FROM \
        (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) \
    FROM sqlite_schema t, pragma_index_list(t.name) i \
    WHERE t.type = 'table' AND t.name <> 'migration'";
const INDEXES_POSTGRES: &str = "SELECT t.relname || ' ' || i.indisunique::int || ' ' || \
    (SELECT string_agg(a.attname, ',' ORDER BY k.at) \
        FROM unnest(i.indkey) WITH ORDINALITY k (attnum, at) \
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum) \
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'migration'";

/// Table, column, referred table and column, what a deletion does.
const KEYS_SQLITE: &str = "SELECT t.name || ' ' || k.\"from\" || ' ' || k.\"table\" || ' ' \
    || k.\"to\" || ' ' || k.on_delete \
    FROM sqlite_schema t, pragma_foreign_key_list(t.name) k WHERE t.type = 'table'";
const KEYS_POSTGRES: &str = "SELECT f.relname || ' ' || fa.attname || ' ' || p.relname \
    || ' ' || pa.attname || ' ' || CASE c.confdeltype WHEN 'c' THEN 'CASCADE' \
    WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END \
    FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid \
    JOIN pg_class p ON p.oid = c.confrelid, unnest(c.conkey, c.confkey) AS k (here, there) \
    JOIN pg_attribute fa ON fa.attnum = k.here JOIN pg_attribute pa ON pa.attnum = k.there \
    WHERE c.contype = 'f' AND fa.attrelid = f.oid AND pa.attrelid = p.oid";

async fn lines(db: &Db, sqlite: &'static str, postgres: &'static str) -> BTreeSet<String> {
    let sql = match db.engine() {
        Engine::Sqlite => sqlite,
        Engine::Postgres => postgres,
    };
    db.read(sql, |tx, sql| {
        Box::pin(async move {
            let rows = tx.query(sql, &[]).await?;
            rows.iter().map(|row| row.get(0)).collect()
        })
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn both_engines_have_the_same_columns_indexes_and_foreign_keys() {
    let sqlite = fresh(Engine::Sqlite).await;
    let postgres = fresh(Engine::Postgres).await;
    for (on_sqlite, on_postgres) in [
        (COLUMNS_SQLITE, COLUMNS_POSTGRES),
        (INDEXES_SQLITE, INDEXES_POSTGRES),
        (KEYS_SQLITE, KEYS_POSTGRES),
    ] {
        let one = lines(&sqlite, on_sqlite, on_postgres).await;
        let other = lines(&postgres, on_sqlite, on_postgres).await;
        assert!(!one.is_empty());
        let differing: Vec<_> = one.symmetric_difference(&other).collect();
        assert!(differing.is_empty(), "{differing:#?}");
    }
}

#[tokio::test]
async fn the_planner_is_asked_on_both_engines() {
    for engine in ENGINES {
        let db = fresh(engine).await;
        let by_token = "SELECT id FROM session WHERE token_hash = $1";
        let found = db.scans(by_token, &params![[0_u8; 32]]).await;
        assert!(found.is_empty(), "{found:?}");
        let by_choice = "SELECT id FROM session WHERE kept = $1";
        assert!(!db.scans(by_choice, &params![1]).await.is_empty());
    }
}
