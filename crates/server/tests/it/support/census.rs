//! A look into the database: what a test may see and no page shows.

use std::collections::BTreeMap;

use kadomori_domain::event::Facts;
use kadomori_store::{Row, Value, params};

use super::TestApp;

/// Every table that requests write.
const TABLES: [&str; 22] = [
    "account",
    "account_device",
    "app",
    "attempt",
    "budget",
    "ceremony",
    "challenge",
    "contact",
    "device",
    "enrolment",
    "event",
    "flow",
    "identifier",
    "key_check",
    "ledger",
    "outbox",
    "passkey",
    "password",
    "phrase",
    "recovery_code",
    "session",
    "throttle",
];

impl TestApp {
    /// The rows that a statement of the test's own finds.
    pub(crate) async fn rows(&self, sql: &str, values: &[Value]) -> Vec<Row> {
        let asked = (sql.to_owned(), values.to_vec());
        self.db
            .read(asked, |tx, (sql, values)| {
                Box::pin(async move { tx.query(sql, values).await })
            })
            .await
            .unwrap()
    }

    /// How many rows each table has.
    pub(crate) async fn census(&self) -> BTreeMap<&'static str, i64> {
        let mut counted = BTreeMap::new();
        for table in TABLES {
            counted.insert(table, self.count(table).await);
        }
        counted
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let rows = self.rows(&sql, &params![]).await;
        rows[0].get(0).unwrap()
    }

    /// What happened, the oldest first.
    pub(crate) async fn facts(&self) -> Vec<Facts> {
        let rows = self.rows("SELECT facts FROM event ORDER BY id", &[]).await;
        let facts = rows.iter().map(|row| row.get::<String>(0).unwrap());
        facts
            .map(|facts| serde_json::from_str(&facts).unwrap())
            .collect()
    }

    /// Every field of every row, with the name of its table.
    pub(crate) async fn everything(&self) -> Vec<(&'static str, Value)> {
        let mut fields = Vec::new();
        for table in TABLES {
            for row in self.rows(&format!("SELECT * FROM {table}"), &[]).await {
                let values = (0..).map_while(|at| row.get::<Value>(at).ok());
                fields.extend(values.map(|value| (table, value)));
            }
        }
        fields
    }
}
