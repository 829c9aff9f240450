//! Ceremonies with passkeys: what was asked of a browser. It is answered by that browser, in
//! time, and once.

use kadomori_domain::{
    id::{AccountId, CeremonyId, FlowId, TenantId},
    time::Time,
    token::TokenHash,
};

use crate::{Row, StoreError, Tx, params};

/// What the browser was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CeremonyKind {
    /// To make a passkey (`navigator.credentials.create`).
    Create,
    /// To answer with one (`navigator.credentials.get`).
    Get,
}

impl CeremonyKind {
    const ALL: [Self; 2] = [Self::Create, Self::Get];

    /// Its name in the database; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Get => "get",
        }
    }
}

/// A ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// Its name.
    pub id: CeremonyId,
    /// The organisation.
    pub tenant: TenantId,
    /// The hash of the secret in the cookie of the browser that was asked.
    pub visitor: TokenHash,
    /// The flow that it serves; `None` where it begins one, or makes a passkey.
    pub flow: Option<FlowId>,
    /// Whose passkeys it is about; `None` where a passkey is to tell that.
    pub account: Option<AccountId>,
    /// What was asked for.
    pub kind: CeremonyKind,
    /// What the answer is compared with, in the server's words.
    pub state: Vec<u8>,
    /// When it began.
    pub created_at: Time,
    /// When it is over.
    pub expires_at: Time,
}

/// Writes down a ceremony that begins.
pub async fn insert(tx: &mut Tx, new: &Ceremony) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO ceremony (id, tenant, visitor_hash, flow, account, kind, state, created_at,
             expires_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
        &params![
            new.id,
            new.tenant,
            new.visitor,
            new.flow,
            new.account,
            new.kind.name(),
            new.state,
            new.created_at,
            new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Takes the ceremony that this browser answers, once. `None` when it is over, was taken
/// already, or another browser's.
pub async fn take(
    tx: &mut Tx,
    tenant: TenantId,
    id: CeremonyId,
    visitor: TokenHash,
    now: Time,
) -> Result<Option<Ceremony>, StoreError> {
    tx.query_opt(
        "UPDATE ceremony SET used_at = $4
         WHERE id = $1 AND tenant = $2 AND visitor_hash = $3 AND used_at IS NULL
             AND expires_at > $4
         RETURNING id, tenant, visitor_hash, flow, account, kind, state, created_at, expires_at",
        &params![id, tenant, visitor, now],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

fn read(row: &Row) -> Result<Ceremony, StoreError> {
    let kind: String = row.get(5)?;
    Ok(Ceremony {
        id: row.get(0)?,
        tenant: row.get(1)?,
        visitor: row.get(2)?,
        flow: row.get(3)?,
        account: row.get(4)?,
        kind: CeremonyKind::ALL
            .into_iter()
            .find(|one| one.name() == kind)
            .ok_or_else(|| StoreError::unreadable("ceremony.kind", "no such kind"))?,
        state: row.get(6)?,
        created_at: row.get(7)?,
        expires_at: row.get(8)?,
    })
}
