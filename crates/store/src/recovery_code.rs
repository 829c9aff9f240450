//! Recovery codes: of each a hash. What replaces them is written by
//! [`security`](crate::security), what uses them by [`step`](crate::step).

use kadomori_domain::{
    id::{AccountId, TenantId},
    time::Time,
};

use crate::{StoreError, Tx, params};

/// A recovery code that the account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// When it was made.
    pub created_at: Time,
    /// When it was used; `None` while it can be.
    pub used_at: Option<Time>,
}

/// The account's code of which this hash is kept, locked. The same statement where there is
/// no account.
pub async fn find_for_update(
    tx: &mut Tx,
    account: Option<AccountId>,
    hash: [u8; 32],
) -> Result<Option<Found>, StoreError> {
    let lock = tx.engine().for_update();
    let sql = format!(
        "SELECT created_at, used_at FROM recovery_code WHERE account = $1 AND hash = $2{lock}"
    );
    let row = tx.query_opt(&sql, &params![account, hash]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Found {
        created_at: row.get(0)?,
        used_at: row.get(1)?,
    }))
}

/// How many codes of the account can still be used.
pub async fn count(tx: &mut Tx, account: AccountId) -> Result<u32, StoreError> {
    let row = tx
        .query_one(
            "SELECT COUNT(*) FROM recovery_code WHERE account = $1 AND used_at IS NULL",
            &params![account],
        )
        .await?;
    row.get(0)
}

/// When the account's set was made; `None` when there is none.
pub async fn find_made_at(tx: &mut Tx, account: AccountId) -> Result<Option<Time>, StoreError> {
    let row = tx
        .query_one(
            "SELECT MAX(created_at) FROM recovery_code WHERE account = $1",
            &params![account],
        )
        .await?;
    row.get(0)
}

/// Puts a set in place of the older one.
pub(crate) async fn update_all(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    hashes: &[[u8; 32]],
    at: Time,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM recovery_code WHERE account = $1",
        &params![account],
    )
    .await?;
    for hash in hashes {
        tx.execute(
            "INSERT INTO recovery_code (account, hash, tenant, created_at, used_at)
             VALUES ($1, $2, $3, $4, NULL)",
            &params![account, hash, tenant, at],
        )
        .await?;
    }
    Ok(())
}

/// Writes down that a code was used; `false` when it was before, or isn't the account's.
pub(crate) async fn update_used(
    tx: &mut Tx,
    account: AccountId,
    hash: [u8; 32],
    now: Time,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE recovery_code SET used_at = $3
             WHERE account = $1 AND hash = $2 AND used_at IS NULL",
            &params![account, hash, now],
        )
        .await?;
    Ok(changed > 0)
}
