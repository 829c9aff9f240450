//! Accounts, with their identifiers and contacts.

use kadomori_domain::{
    account::{Account, NewAccount},
    address::MailAddress,
    holdings::Holdings,
    id::{AccountId, TenantId},
    identifier::Identifier,
    locale::Locale,
    time::Time,
};

use crate::{Row, StoreError, Tx, column::to_json, params};

/// The kind of identifiers and contacts that are mail addresses.
const MAIL: &str = "mail";

/// An account is shown under its first contact, however many it has.
const COLUMNS: &str = "SELECT a.id, a.tenant, c.address, a.locale, a.zone, a.created_at
     FROM account a LEFT JOIN contact c ON c.id = (SELECT first.id FROM contact first
         WHERE first.account = a.id AND first.kind = 'mail' ORDER BY first.id LIMIT 1)";

/// The account with this name.
pub async fn find(
    tx: &mut Tx,
    tenant: TenantId,
    id: AccountId,
) -> Result<Option<Account>, StoreError> {
    let sql = format!("{COLUMNS} WHERE a.id = $1 AND a.tenant = $2");
    tx.query_opt(&sql, &params![id, tenant])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The account that has this identifier, whether or not it may be signed in with.
pub async fn find_by_identifier(
    tx: &mut Tx,
    tenant: TenantId,
    identifier: &Identifier,
) -> Result<Option<Account>, StoreError> {
    let row = tx
        .query_opt(
            "SELECT account FROM identifier WHERE tenant = $1 AND kind = $2 AND normal = $3",
            &params![tenant, identifier.kind(), identifier.normal()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    find(tx, tenant, row.get(0)?).await
}

/// Accounts after `after` in the order in which they were made, `most` at the most.
pub async fn list(
    tx: &mut Tx,
    tenant: TenantId,
    after: Option<AccountId>,
    most: u32,
) -> Result<Vec<Account>, StoreError> {
    let after = after.unwrap_or_else(|| AccountId::from_bytes([0; 16]));
    let sql = format!("{COLUMNS} WHERE a.tenant = $1 AND a.id > $2 ORDER BY a.id LIMIT $3");
    let rows = tx.query(&sql, &params![tenant, after, most]).await?;
    rows.iter().map(read).collect()
}

/// Makes an account with its first contact and identifier. `false` when the address
/// signs in to another account already; then nothing is written.
pub async fn insert(tx: &mut Tx, new: &NewAccount) -> Result<bool, StoreError> {
    let normal = new.address.normal();
    let holdings = to_json(&Holdings {
        mailboxes: 1,
        ..Holdings::default()
    })?;
    tx.execute(
        "INSERT INTO account (id, tenant, locale, zone, created_at, holdings)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &params![
            new.id,
            new.tenant,
            new.locale,
            new.zone,
            new.created_at,
            holdings
        ],
    )
    .await?;
    let taken = tx
        .execute(
            "INSERT INTO identifier (tenant, kind, normal, account, created_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, kind, normal) DO NOTHING",
            &params![new.tenant, MAIL, normal, new.id, new.created_at],
        )
        .await?
        == 0;
    if taken {
        tx.execute("DELETE FROM account WHERE id = $1", &params![new.id])
            .await?;
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO contact (id, tenant, account, kind, address, normal, confirmed_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            new.contact,
            new.tenant,
            new.id,
            MAIL,
            new.address,
            normal,
            new.confirmed_at,
            new.created_at
        ],
    )
    .await?;
    Ok(true)
}

/// Remembers the language that the person chose.
pub async fn update_locale(tx: &mut Tx, id: AccountId, locale: Locale) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE account SET locale = $2 WHERE id = $1",
        &params![id, locale],
    )
    .await?;
    Ok(())
}

/// Writes down since when the account asks for two steps; `None` when it doesn't.
pub(crate) async fn update_two_step(
    tx: &mut Tx,
    id: AccountId,
    since: Option<Time>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE account SET two_step_at = $2 WHERE id = $1",
        &params![id, since],
    )
    .await?;
    Ok(())
}

/// Removes an account with all that hangs on it, its history's personal parts included.
/// Tells whether there was one.
pub async fn delete(tx: &mut Tx, tenant: TenantId, id: AccountId) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM account WHERE id = $1 AND tenant = $2",
            &params![id, tenant],
        )
        .await?;
    tx.execute(
        "UPDATE event SET personal = '{}' WHERE account = $1",
        &params![id],
    )
    .await?;
    // What mail servers say repeats the address.
    tx.execute(
        "UPDATE attempt SET answer = NULL
         WHERE message IN (SELECT id FROM ledger WHERE account = $1)",
        &params![id],
    )
    .await?;
    tx.execute(
        "UPDATE ledger SET account = NULL, answer = NULL, browser = NULL, system = NULL
         WHERE account = $1",
        &params![id],
    )
    .await?;
    tx.execute("DELETE FROM outbox WHERE account = $1", &params![id])
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<Account, StoreError> {
    let address: Option<MailAddress> = row.get(2)?;
    Ok(Account {
        id: row.get(0)?,
        tenant: row.get(1)?,
        // One that is signed in to without any address is still found.
        address: address.unwrap_or_else(|| MailAddress::nobody("nobody")),
        locale: row.get(3)?,
        zone: row.get(4)?,
        created_at: row.get(5)?,
    })
}
