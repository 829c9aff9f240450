//! The steps are taken once and in order, and both engines end with the same schema.

use std::collections::BTreeSet;

use kadomori_domain::{
    address::MailAddress,
    delivery::DeliveryState,
    device::Standing,
    holdings::Holdings,
    id::{AccountId, MessageId, TenantId},
    identifier::Identifier,
    phone::Country,
    purpose::Purpose,
    time::Time,
    token::TokenHash,
};

use super::*;
use crate::{
    device, holdings, ledger, security, session,
    testing::{ENGINES, TestDb, empty, fresh},
    value::Value,
};

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

/// What stood in a database while a code by mail was the only way: an account with two
/// addresses, a device and a session, and a code on its way.
fn foundation() -> Vec<(&'static str, Vec<Value>)> {
    let (id, other, hash) = (TenantId::DEFAULT, [2_u8; 16], [3_u8; 32]);
    let with = |sql| (sql, params![id].to_vec());
    let and_hash = |sql| (sql, params![id, hash].to_vec());
    vec![
        with("INSERT INTO tenant VALUES ($1, 'Kadomori', NULL, 1)"),
        with("INSERT INTO account VALUES ($1, $1, 'ja', 'Asia/Tokyo', 1)"),
        (
            "INSERT INTO contact VALUES ($1, $1, $1, 'mail', 'M@a.jp', 'm@a.jp', 1, 1),
                 ($2, $1, $1, 'mail', 'm@b.jp', 'm@b.jp', 1, 1)",
            params![id, other].to_vec(),
        ),
        with("INSERT INTO identifier VALUES ($1, 'mail', 'm@a.jp', $1, 1)"),
        and_hash(
            r#"INSERT INTO device VALUES ($1, $1, $2, 1, 1, '{"browser":null,"system":null}')"#,
        ),
        with("INSERT INTO account_device VALUES ($1, $1, $1, 1, 1)"),
        and_hash(
            r#"INSERT INTO session VALUES
                 ($1, $1, $1, $1, $2, 1, 1, 9, 9, 1, 'single', '["mail_code"]')"#,
        ),
        and_hash(
            r#"INSERT INTO flow VALUES
                 ($1, $1, $2, 'm@a.jp', 'ja', NULL, 0, 5, 1, '{"at":"spent"}', 1, 9)"#,
        ),
        and_hash(
            "INSERT INTO challenge VALUES
                 ($1, $1, $1, 'sign_in', 'm@a.jp', $2, 1, 6, 'K7P', 1, 1, 9, NULL, NULL)",
        ),
        with("INSERT INTO outbox VALUES ($1, $1, $1, $1, $1, 1, '{}', NULL, 1, 9, 1, 0, NULL)"),
        and_hash(
            "INSERT INTO ledger VALUES
                 ($1, $1, $1, $1, $2, 'sign_in', 'K7P', 1, 'queued', 1, 0, NULL)",
        ),
    ]
}

/// A database as it was before the second step, brought up to date.
async fn upgraded(engine: Engine) -> TestDb {
    let db = empty(engine).await;
    run(&db, &MIGRATIONS[..1]).await.unwrap();
    let filled = db.write(foundation(), |tx, statements| {
        Box::pin(async move {
            for (sql, params) in statements {
                assert_eq!(tx.execute(sql, params).await?.min(1), 1, "{sql}");
            }
            Ok(())
        })
    });
    filled.await.unwrap();
    db.migrate().await.unwrap();
    db
}

#[tokio::test]
async fn an_account_from_before_there_were_other_ways_is_found_with_what_it_has() {
    for engine in ENGINES {
        let db = upgraded(engine).await;
        let met = db.read((), |tx, ()| {
            Box::pin(async move {
                let typed = Identifier::parse("M@a.jp", Country::JAPAN).unwrap();
                let cookie = Some(TokenHash::from_bytes([3; 32]));
                device::find(tx, TenantId::DEFAULT, &typed, cookie, Time::default()).await
            })
        });
        let met = met.await.unwrap();
        let id = AccountId::from_bytes(*TenantId::DEFAULT.as_bytes());
        assert_eq!(met.account, Some(id));
        assert_eq!(met.standing, Standing::Familiar);
        assert_eq!((met.trusted, met.habit), (false, None));
        assert_eq!(met.mailbox, MailAddress::parse("M@a.jp").ok());
        let mail_only = Holdings {
            mailboxes: 2,
            ..Holdings::default()
        };
        assert_eq!(met.holdings, mail_only);
        let owned = db.read(id, |tx, id| {
            Box::pin(async move {
                let counted = holdings::find(tx, TenantId::DEFAULT, *id).await?;
                Ok((counted, security::find(tx, TenantId::DEFAULT, *id).await?))
            })
        });
        let (counted, owned) = owned.await.unwrap();
        assert_eq!(counted, Some(mail_only));
        let owned = owned.unwrap();
        assert!(owned.contacts.iter().all(|one| one.codes && one.notices));
        assert!(owned.identifiers.iter().all(|one| one.signs_in));
    }
}

#[tokio::test]
async fn people_stay_signed_in_and_codes_on_their_way_end() {
    for engine in ENGINES {
        let db = upgraded(engine).await;
        let read = db.read((), |tx, ()| {
            Box::pin(async move {
                let session = session::find(tx, TokenHash::from_bytes([3; 32])).await?;
                let line = MessageId::from_bytes(*TenantId::DEFAULT.as_bytes());
                let pending = "SELECT (SELECT COUNT(*) FROM flow), \
                     (SELECT COUNT(*) FROM challenge), (SELECT COUNT(*) FROM outbox)";
                let pending = tx.query_one(pending, &[]).await?;
                Ok((session, ledger::find(tx, line).await?, pending))
            })
        });
        let (session, line, pending) = read.await.unwrap();
        let session = session.unwrap();
        assert_eq!((session.ways.len(), session.proofs.len()), (1, 0));
        let line = line.unwrap();
        assert_eq!(line.state, DeliveryState::Expired);
        assert_eq!(line.purpose, Some(Purpose::SignIn));
        for table in 0..3 {
            assert_eq!(pending.get::<i64>(table).unwrap(), 0);
        }
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
