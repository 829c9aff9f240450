//! Contacts: the addresses and phone numbers of an account. What changes them is written by
//! [`security`](crate::security).

use kadomori_domain::{
    address::MailAddress,
    id::{AccountId, ContactId, TenantId},
    security::{Contact, Phone},
    time::Time,
};

use crate::{Row, StoreError, Tx, params};

const COLUMNS: &str = "SELECT id, address, codes, notices, confirmed_at, created_at, broken_at
     FROM contact";

/// The account's addresses, the oldest first.
pub async fn list(tx: &mut Tx, account: AccountId) -> Result<Vec<Contact>, StoreError> {
    let sql = format!("{COLUMNS} WHERE account = $1 AND kind = 'mail' ORDER BY id");
    let rows = tx.query(&sql, &params![account]).await?;
    rows.iter().map(read).collect()
}

/// The address with this name, if the account has it.
pub async fn find(
    tx: &mut Tx,
    account: AccountId,
    id: ContactId,
) -> Result<Option<Contact>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = $1 AND account = $2 AND kind = 'mail'");
    tx.query_opt(&sql, &params![id, account])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The accounts that have this address and have confirmed it, each with the address as they
/// gave it: the one that has had it longest first. A few at the most.
pub async fn list_confirmed(
    tx: &mut Tx,
    tenant: TenantId,
    address: &MailAddress,
) -> Result<Vec<(AccountId, MailAddress)>, StoreError> {
    let rows = tx
        .query(
            "SELECT account, address FROM contact
             WHERE tenant = $1 AND kind = 'mail' AND normal = $2 AND confirmed_at IS NOT NULL
             ORDER BY id LIMIT 20",
            &params![tenant, address.normal()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Adds an address; `false` when the account has it already.
pub(crate) async fn insert(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    new: &Contact,
) -> Result<bool, StoreError> {
    let added = tx
        .execute(
            "INSERT INTO contact (id, tenant, account, kind, address, normal, confirmed_at,
                 created_at, codes, notices)
             VALUES ($1, $2, $3, 'mail', $4, $5, $6, $7, $8, $9)
             ON CONFLICT (account, kind, normal) DO NOTHING",
            &params![
                new.id,
                tenant,
                account,
                new.address,
                new.address.normal(),
                new.confirmed_at,
                new.created_at,
                new.codes,
                new.notices,
            ],
        )
        .await?;
    Ok(added > 0)
}

/// Changes what an address receives; `false` when the account hasn't got it.
pub(crate) async fn update(
    tx: &mut Tx,
    account: AccountId,
    contact: &Contact,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "UPDATE contact SET codes = $3, notices = $4 WHERE id = $1 AND account = $2",
            &params![contact.id, account, contact.codes, contact.notices],
        )
        .await?;
    Ok(changed > 0)
}

/// Confirms an address that nobody had proven yet, if the account has it.
pub(crate) async fn update_confirmed(
    tx: &mut Tx,
    account: AccountId,
    normal: &str,
    now: Time,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE contact SET confirmed_at = $3
         WHERE account = $1 AND kind = 'mail' AND normal = $2 AND confirmed_at IS NULL",
        &params![account, normal, now],
    )
    .await?;
    Ok(())
}

/// Removes an address; `false` when the account hasn't got it.
pub(crate) async fn delete(
    tx: &mut Tx,
    account: AccountId,
    id: ContactId,
) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM contact WHERE id = $1 AND account = $2",
            &params![id, account],
        )
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<Contact, StoreError> {
    Ok(Contact {
        id: row.get(0)?,
        address: row.get(1)?,
        codes: row.get(2)?,
        notices: row.get(3)?,
        confirmed_at: row.get(4)?,
        created_at: row.get(5)?,
        broken_at: row.get(6)?,
    })
}

/// The account's phone numbers, the oldest first.
pub async fn list_phones(tx: &mut Tx, account: AccountId) -> Result<Vec<Phone>, StoreError> {
    let rows = tx
        .query(
            "SELECT id, normal, confirmed_at, created_at, broken_at FROM contact
             WHERE account = $1 AND kind = 'phone' ORDER BY id",
            &params![account],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Phone {
                id: row.get(0)?,
                number: row.get(1)?,
                confirmed_at: row.get(2)?,
                created_at: row.get(3)?,
                broken_at: row.get(4)?,
            })
        })
        .collect()
}

/// Adds a phone number; `false` when the account has it already.
pub(crate) async fn insert_phone(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    new: &Phone,
) -> Result<bool, StoreError> {
    let added = tx
        .execute(
            "INSERT INTO contact (id, tenant, account, kind, address, normal, confirmed_at,
                 created_at, codes, notices)
             VALUES ($1, $2, $3, 'phone', $4, $4, $5, $6, 1, 0)
             ON CONFLICT (account, kind, normal) DO NOTHING",
            &params![
                new.id,
                tenant,
                account,
                new.number,
                new.confirmed_at,
                new.created_at
            ],
        )
        .await?;
    Ok(added > 0)
}
