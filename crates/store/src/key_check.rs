//! Which root keys a database was written with.

use kadomori_domain::{key::KeyId, time::Time};

use crate::{StoreError, Tx, params};

/// The keys that the database knows, with the check value of each.
pub async fn list(tx: &mut Tx) -> Result<Vec<(KeyId, [u8; 32])>, StoreError> {
    let rows = tx
        .query(
            "SELECT key_id, check_value FROM key_check ORDER BY key_id",
            &params![],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Writes a key down; one that is known stays as it is.
pub async fn insert(tx: &mut Tx, id: KeyId, check: [u8; 32], now: Time) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO key_check (key_id, check_value, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (key_id) DO NOTHING",
        &params![id, check, now],
    )
    .await?;
    Ok(())
}
