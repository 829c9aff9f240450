//! Passwords: of each the hash, sealed under a key outside the database.

use kadomori_domain::{
    id::{AccountId, TenantId},
    seal::Sealed,
    security::NewPassword,
};

use crate::{Row, StoreError, Tx, params};

/// The account's password. The same statement where there is no account, so that nobody
/// can tell by the time it takes.
pub async fn find(
    tx: &mut Tx,
    account: Option<AccountId>,
) -> Result<Option<NewPassword>, StoreError> {
    find_with(tx, account, "").await
}

/// The account's password, locked. A try is settled on the very hash that it was looked at
/// with: a password that was changed meanwhile is another one.
pub async fn find_for_update(
    tx: &mut Tx,
    account: Option<AccountId>,
) -> Result<Option<NewPassword>, StoreError> {
    let lock = tx.engine().for_update();
    find_with(tx, account, lock).await
}

async fn find_with(
    tx: &mut Tx,
    account: Option<AccountId>,
    lock: &str,
) -> Result<Option<NewPassword>, StoreError> {
    let sql = format!("SELECT sealed, held, at FROM password WHERE account = $1{lock}");
    tx.query_opt(&sql, &params![account])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Sets the account's password, whether or not there was one.
pub(crate) async fn update(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    new: &NewPassword,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO password (account, tenant, sealed, held, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, held = excluded.held,
             at = excluded.at",
        &params![account, tenant, new.sealed, new.held, new.at],
    )
    .await?;
    Ok(())
}

/// Keeps the same password under a new hash; `false` when there is none any more.
pub(crate) async fn update_sealed(
    tx: &mut Tx,
    account: AccountId,
    sealed: &Sealed,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE password SET sealed = $2 WHERE account = $1",
            &params![account, sealed],
        )
        .await?;
    Ok(changed > 0)
}

/// Removes the account's password; `false` when there is none.
pub(crate) async fn delete(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let gone = tx
        .execute("DELETE FROM password WHERE account = $1", &params![account])
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<NewPassword, StoreError> {
    Ok(NewPassword {
        sealed: row.get(0)?,
        held: row.get(1)?,
        at: row.get(2)?,
    })
}
