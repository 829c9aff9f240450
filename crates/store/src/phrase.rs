//! The phrases in people's mails, each sealed under a key outside the database. What changes
//! them is written by [`security`](crate::security).

use kadomori_domain::{
    address::MailAddress,
    id::{AccountId, TenantId},
    seal::Sealed,
    security::HeldPhrase,
};

use crate::{Row, StoreError, Tx, params};

/// An address that is confirmed as one of an account's, so that a phrase may go there.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// The account's phrase, if it has one.
    pub phrase: Option<Sealed>,
}

/// The account's phrase.
pub async fn find(tx: &mut Tx, account: AccountId) -> Result<Option<HeldPhrase>, StoreError> {
    tx.query_opt(
        "SELECT sealed, chosen_at FROM phrase WHERE account = $1",
        &params![account],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// What may stand in a mail of the account to this very address; `None` where the address is
/// none of its own, not any more, or not confirmed.
pub async fn find_for_mail(
    tx: &mut Tx,
    account: AccountId,
    to: &MailAddress,
) -> Result<Option<Addressee>, StoreError> {
    let row = tx
        .query_opt(
            "SELECT p.sealed FROM contact c LEFT JOIN phrase p ON p.account = c.account
             WHERE c.account = $1 AND c.kind = 'mail' AND c.normal = $2 AND c.address = $3
                 AND c.confirmed_at IS NOT NULL",
            &params![account, to.normal(), to],
        )
        .await?;
    row.map(|row| {
        Ok(Addressee {
            phrase: row.get(0)?,
        })
    })
    .transpose()
}

/// Sets the account's phrase, whether or not there was one.
pub(crate) async fn update(
    tx: &mut Tx,
    tenant: TenantId,
    account: AccountId,
    new: &HeldPhrase,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO phrase (account, tenant, sealed, chosen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed,
             chosen_at = excluded.chosen_at",
        &params![account, tenant, new.sealed, new.chosen_at],
    )
    .await?;
    Ok(())
}

/// Removes the account's phrase; `false` when there is none.
pub(crate) async fn delete(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let gone = tx
        .execute("DELETE FROM phrase WHERE account = $1", &params![account])
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<HeldPhrase, StoreError> {
    Ok(HeldPhrase {
        sealed: row.get(0)?,
        chosen_at: row.get(1)?,
    })
}
