//! Holdings: what an account has to prove that it's its person, counted beside the account,
//! so that whoever looks it up learns them in the same statement.

use kadomori_domain::{
    holdings::{Holdings, PasswordHeld},
    id::{AccountId, TenantId},
};

use crate::{
    StoreError, Tx,
    column::{from_json, to_json},
    params,
};

/// What the account holds; `None` when there is no such account.
pub async fn find(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
) -> Result<Option<Holdings>, StoreError> {
    read(tx, tenant, account, "").await
}

/// What the account holds, with the account locked: nobody else changes what protects it
/// until this transaction ends. For decisions about what may be taken away.
pub async fn find_for_update(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
) -> Result<Option<Holdings>, StoreError> {
    let lock = tx.engine().for_update();
    read(tx, tenant, account, lock).await
}

async fn read(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    lock: &str,
) -> Result<Option<Holdings>, StoreError> {
    let sql = format!("SELECT holdings FROM account WHERE id = $1 AND tenant = $2{lock}");
    let row = tx.query_opt(&sql, &params![account, tenant]).await?;
    let Some(row) = row else { return Ok(None) };
    let text: String = row.get(0)?;
    from_json("account.holdings", &text).map(Some)
}

/// Counts anew what the account holds, after a change of it. The account is locked by this
/// transaction, or two changes at once would each miss the other.
pub async fn update(tx: &mut Tx, account: AccountId) -> Result<Holdings, StoreError> {
    let row = tx
        .query_one(
            "SELECT a.two_step_at, (SELECT held FROM password WHERE account = a.id),
                 (SELECT COUNT(*) FROM contact
                      WHERE account = a.id AND kind = 'mail' AND codes = 1),
                 (SELECT COUNT(*) FROM app WHERE account = a.id),
                 (SELECT COUNT(*) FROM passkey WHERE account = a.id),
                 (SELECT COUNT(*) FROM passkey WHERE account = a.id AND verified = 1),
                 (SELECT COUNT(*) FROM recovery_code WHERE account = a.id AND used_at IS NULL),
                 (SELECT COUNT(*) FROM contact WHERE account = a.id AND kind = 'phone')
             FROM account a WHERE a.id = $1",
            &params![account],
        )
        .await?;
    let password: Option<PasswordHeld> = row.get(1)?;
    let holdings = Holdings {
        mailboxes: row.get(2)?,
        phones: row.get(7)?,
        password: password.unwrap_or_default(),
        apps: row.get(3)?,
        passkeys: row.get(4)?,
        verified_passkeys: row.get(5)?,
        recovery_codes: row.get(6)?,
        two_step_since: row.get(0)?,
    };
    tx.execute(
        "UPDATE account SET holdings = $2 WHERE id = $1",
        &params![account, to_json(&holdings)?],
    )
    .await?;
    Ok(holdings)
}
