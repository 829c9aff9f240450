//! Tenants.

use kadomori_domain::{id::TenantId, time::Time};

use crate::{StoreError, Tx, params};

/// Makes the tenant that a new installation starts with, unless it is there.
pub async fn insert_default(tx: &mut Tx, name: &str, now: Time) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO tenant (id, name, host, created_at) VALUES ($1, $2, NULL, $3)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        &params![TenantId::DEFAULT, name, now],
    )
    .await?;
    Ok(())
}
