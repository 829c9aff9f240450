//! Authenticator apps (TOTP). What changes them is written by [`security`](crate::security),
//! what uses them by [`step`](crate::step).

use kadomori_domain::{
    id::{AccountId, AppId, TenantId},
    label::Label,
    security::App,
    time::Time,
};

use crate::{Row, StoreError, Tx, params};

const COLUMNS: &str = "SELECT id, label, seed, last_step, created_at, used_at FROM app";

/// The account's apps, the oldest first.
pub async fn list(tx: &mut Tx, account: AccountId) -> Result<Vec<App>, StoreError> {
    list_with(tx, Some(account), "").await
}

/// The account's apps, locked, to look at a code with. The same statement where there is no
/// account.
pub async fn list_for_update(
    tx: &mut Tx,
    account: Option<AccountId>,
) -> Result<Vec<App>, StoreError> {
    let lock = tx.engine().for_update();
    list_with(tx, account, lock).await
}

async fn list_with(
    tx: &mut Tx,
    account: Option<AccountId>,
    lock: &str,
) -> Result<Vec<App>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account = $1 ORDER BY id{lock}");
    let rows = tx.query(&sql, &params![account]).await?;
    rows.iter().map(read).collect()
}

/// Adds an app.
pub(crate) async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    new: &App,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO app (id, tenant, account, label, seed, last_step, created_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            new.id,
            tenant,
            account,
            new.label,
            new.seed,
            new.last_step,
            new.created_at,
            new.used_at,
        ],
    )
    .await?;
    Ok(())
}

/// Writes down that a step was accepted; `false` when it, or a later one, was before.
pub(crate) async fn update_used(
    tx: &mut Tx,
    account: AccountId,
    id: AppId,
    step: i64,
    now: Time,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE app SET last_step = $3, used_at = $4
             WHERE id = $1 AND account = $2 AND (last_step IS NULL OR last_step < $3)",
            &params![id, account, step, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Names an app anew; `false` when the account hasn't got it.
pub(crate) async fn update_label(
    tx: &mut Tx,
    account: AccountId,
    id: AppId,
    label: &Label,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE app SET label = $3 WHERE id = $1 AND account = $2",
            &params![id, account, label],
        )
        .await?;
    Ok(changed > 0)
}

/// Removes an app; `false` when the account hasn't got it.
pub(crate) async fn delete(tx: &mut Tx, account: AccountId, id: AppId) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM app WHERE id = $1 AND account = $2",
            &params![id, account],
        )
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<App, StoreError> {
    Ok(App {
        id: row.get(0)?,
        label: row.get(1)?,
        seed: row.get(2)?,
        last_step: row.get(3)?,
        created_at: row.get(4)?,
        used_at: row.get(5)?,
    })
}
