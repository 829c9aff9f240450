//! Enrolments: what a person began to add and has not confirmed. The page that shows it can
//! be loaded again and shows the same; nothing of it counts.

use core::fmt;

use kadomori_domain::{
    id::{AccountId, EnrolmentId, SessionId, TenantId},
    seal::Sealed,
    time::Time,
};

use crate::{Row, StoreError, Tx, params};

/// What is being added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentKind {
    /// An authenticator app.
    App,
    /// A set of recovery codes.
    RecoveryCodes,
}

impl EnrolmentKind {
    const ALL: [Self; 2] = [Self::App, Self::RecoveryCodes];

    /// Its name in the database; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::RecoveryCodes => "recovery_codes",
        }
    }
}

/// Something that a person began to add.
#[derive(Clone)]
pub struct Enrolment {
    /// Its name.
    pub id: EnrolmentId,
    /// The organisation.
    pub tenant: TenantId,
    /// To which account.
    pub account: AccountId,
    /// In which session it began; it ends with it.
    pub session: SessionId,
    /// What.
    pub kind: EnrolmentKind,
    /// The seed or the codes, sealed.
    pub payload: Sealed,
    /// When it began.
    pub created_at: Time,
    /// When it is forgotten.
    pub expires_at: Time,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enrolment")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What is being added in this session and has not expired.
pub async fn find(
    tx: &mut Tx,
    session: SessionId,
    kind: EnrolmentKind,
    now: Time,
) -> Result<Option<Enrolment>, StoreError> {
    tx.query_opt(
        "SELECT id, tenant, account, session, kind, payload, created_at, expires_at
         FROM enrolment WHERE session = $1 AND kind = $2 AND expires_at > $3",
        &params![session, kind.name(), now],
    )
    .await?
    .as_ref()
    .map(read)
    .transpose()
}

/// Begins to add something; what the session was adding of the kind is forgotten.
pub async fn insert(tx: &mut Tx, new: &Enrolment) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO enrolment (id, tenant, account, session, kind, payload, created_at,
             expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (session, kind) DO UPDATE SET id = excluded.id,
             payload = excluded.payload, created_at = excluded.created_at,
             expires_at = excluded.expires_at",
        &params![
            new.id,
            new.tenant,
            new.account,
            new.session,
            new.kind.name(),
            new.payload,
            new.created_at,
            new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// Ends it, because it was confirmed or given up. `false` when it was ended already, or
/// another took its place: whoever confirms counts on `true`.
pub async fn delete(tx: &mut Tx, session: SessionId, id: EnrolmentId) -> Result<bool, StoreError> {
    let gone = tx
        .execute(
            "DELETE FROM enrolment WHERE id = $1 AND session = $2",
            &params![id, session],
        )
        .await?;
    Ok(gone > 0)
}

fn read(row: &Row) -> Result<Enrolment, StoreError> {
    let kind: String = row.get(4)?;
    Ok(Enrolment {
        id: row.get(0)?,
        tenant: row.get(1)?,
        account: row.get(2)?,
        session: row.get(3)?,
        kind: EnrolmentKind::ALL
            .into_iter()
            .find(|one| one.name() == kind)
            .ok_or_else(|| StoreError::unreadable("enrolment.kind", "no such kind"))?,
        payload: row.get(5)?,
        created_at: row.get(6)?,
        expires_at: row.get(7)?,
    })
}
