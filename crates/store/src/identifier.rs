//! Identifiers: what an account can be signed in with. What changes them is written by
//! [`security`](crate::security).

use kadomori_domain::{
    id::{AccountId, TenantId},
    identifier::Identifier,
    security::HeldIdentifier,
};

use crate::{StoreError, Tx, column, params};

/// What the account has to sign in with, switched on or off; the oldest first.
///
/// The row has the normal form alone; an address that is also a contact is told as it was
/// typed there.
pub async fn list(tx: &mut Tx, account: AccountId) -> Result<Vec<HeldIdentifier>, StoreError> {
    let rows = tx
        .query(
            "SELECT i.kind, COALESCE(c.address, i.normal), i.signs_in, i.created_at
             FROM identifier i LEFT JOIN contact c
                 ON c.account = i.account AND c.kind = i.kind AND c.normal = i.normal
             WHERE i.account = $1 ORDER BY i.created_at, i.kind, i.normal",
            &params![account],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (kind, text): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(HeldIdentifier {
                identifier: column::identifier(&kind, &text)?,
                signs_in: row.get(2)?,
                created_at: row.get(3)?,
            })
        })
        .collect()
}

/// Switches an identifier on or off, and makes it where there is none; `false` when another
/// account has it.
pub(crate) async fn update(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    held: &HeldIdentifier,
) -> Result<bool, StoreError> {
    let changed = tx
        .execute(
            "INSERT INTO identifier (tenant, kind, normal, account, created_at, signs_in)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (tenant, kind, normal) DO UPDATE SET signs_in = excluded.signs_in
                 WHERE identifier.account = excluded.account",
            &params![
                tenant,
                held.identifier.kind(),
                held.identifier.normal(),
                account,
                held.created_at,
                held.signs_in,
            ],
        )
        .await?;
    Ok(changed > 0)
}

/// Removes an identifier; `false` when the account hasn't got it.
pub(crate) async fn delete(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    identifier: &Identifier,
) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM identifier
             WHERE tenant = $1 AND kind = $2 AND normal = $3 AND account = $4",
            &params![tenant, identifier.kind(), identifier.normal(), account],
        )
        .await?;
    Ok(gone > 0)
}
