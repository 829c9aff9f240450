//! Passkeys. What changes them is written by [`security`](crate::security), what uses them by
//! [`step`](crate::step).

use kadomori_domain::{
    factor::passkey::{Backup, CredentialId, Passkey, Transports},
    id::{AccountId, PasskeyId, TenantId},
    label::Label,
    time::Time,
};

use crate::{
    Row, StoreError, Tx,
    column::{from_json, to_json},
    params,
};

const COLUMNS: &str = "SELECT id, credential, public_key, label, counter, can_sync, synced,
     verified, transports, aaguid, created_at, used_at, account FROM passkey";

/// The account's passkeys, the oldest first. The same statement where there is no account.
pub async fn list(tx: &mut Tx, account: Option<AccountId>) -> Result<Vec<Passkey>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account = $1 ORDER BY id");
    let rows = tx.query(&sql, &params![account]).await?;
    rows.iter().map(read).collect()
}

/// The passkey with this name, if the account has it.
pub async fn find(
    tx: &mut Tx,
    account: AccountId,
    id: PasskeyId,
) -> Result<Option<Passkey>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = $1 AND account = $2");
    tx.query_opt(&sql, &params![id, account])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The passkey that its authenticator knows by this id, locked, and whose it is.
pub async fn find_for_update(
    tx: &mut Tx,
    tenant: TenantId,
    credential: &CredentialId,
) -> Result<Option<(AccountId, Passkey)>, StoreError> {
    let lock = tx.engine().for_update();
    let sql = format!("{COLUMNS} WHERE tenant = $1 AND credential = $2{lock}");
    let row = tx.query_opt(&sql, &params![tenant, credential]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.get(12)?, read(&row)?)))
}

/// Adds a passkey; `false` when an account has it already.
pub(crate) async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    new: &Passkey,
) -> Result<bool, StoreError> {
    let added = tx
        .execute(
            "INSERT INTO passkey (id, tenant, account, credential, public_key, label, counter,
                 can_sync, synced, verified, transports, aaguid, created_at, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             ON CONFLICT (tenant, credential) DO NOTHING",
            &params![
                new.id,
                tenant,
                account,
                new.credential,
                new.public_key,
                new.label,
                new.counter,
                new.backup.is_eligible(),
                new.backup.is_synced(),
                new.verified,
                to_json(&new.transports)?,
                new.aaguid,
                new.created_at,
                new.used_at,
            ],
        )
        .await?;
    Ok(added > 0)
}

/// What an authenticator told when its passkey was used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub(crate) counter: u32,
    pub(crate) synced: bool,
}

/// Writes down that a passkey was used; `false` when the account hasn't got it. The counter
/// never falls, and nothing is synced that can't be, whoever comes between.
pub(crate) async fn update_used(
    tx: &mut Tx,
    account: AccountId,
    id: PasskeyId,
    told: Told,
    now: Time,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE passkey SET counter = CASE WHEN counter < $3 THEN $3 ELSE counter END,
                 synced = can_sync * $4, used_at = $5
             WHERE id = $1 AND account = $2",
            &params![id, account, told.counter, told.synced, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Names a passkey anew; `false` when the account hasn't got it.
pub(crate) async fn update_label(
    tx: &mut Tx,
    account: AccountId,
    id: PasskeyId,
    label: &Label,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE passkey SET label = $3 WHERE id = $1 AND account = $2",
            &params![id, account, label],
        )
        .await?;
    Ok(changed > 0)
}

/// Removes a passkey; `false` when the account hasn't got it.
pub(crate) async fn delete(
    tx: &mut Tx,
    account: AccountId,
    id: PasskeyId,
) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM passkey WHERE id = $1 AND account = $2",
            &params![id, account],
        )
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<Passkey, StoreError> {
    let backup = Backup::of(row.get(5)?, row.get(6)?);
    let transports: String = row.get(8)?;
    let transports: Transports = from_json("passkey.transports", &transports)?;
    Ok(Passkey {
        id: row.get(0)?,
        credential: row.get(1)?,
        public_key: row.get(2)?,
        label: row.get(3)?,
        counter: row.get(4)?,
        backup: backup.ok_or_else(|| {
            StoreError::unreadable("passkey.synced", "it is copied, and can't be copied")
        })?,
        verified: row.get(7)?,
        transports,
        aaguid: row.get(9)?,
        created_at: row.get(10)?,
        used_at: row.get(11)?,
    })
}
