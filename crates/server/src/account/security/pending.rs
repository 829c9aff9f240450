//! What a person began to add and has not confirmed: the key of an app, a set of recovery
//! codes. It is kept sealed, counts for nothing, ends with the session and after an hour.

use core::time::Duration;

use kadomori_domain::{
    chance::Chance,
    id::EnrolmentId,
    seal::{SealUse, row_context},
    security::{Deed, Owner, Refused},
};
use kadomori_store::{
    StoreError, Tx,
    enrolment::{self, Enrolment, EnrolmentKind},
};
use zeroize::Zeroizing;

use super::deed::{self, Asking, Carried};
use crate::{extract::SignedIn, reply::PageError};

/// For so long the page shows the same when it is loaded again.
const WAITS: Duration = Duration::from_hours(1);

/// Something that waits to be confirmed.
pub(crate) struct Pending {
    pub(crate) row: Enrolment,
    /// What it holds, opened.
    pub(crate) plain: Zeroizing<Vec<u8>>,
}

/// What there is of a kind.
pub(crate) enum Found {
    /// It waits.
    Waiting(Pending),
    /// It waited too long, or can't be opened any more.
    Over,
    /// There is none: nothing was begun, or it was confirmed.
    Nothing,
}

/// What this session is adding.
pub(crate) async fn find(
    tx: &mut Tx,
    asking: &Asking,
    kind: EnrolmentKind,
) -> Result<Found, StoreError> {
    let visit = &asking.visit;
    // One that is over is looked for as well, so that the page can say so.
    let ever = visit.now.minus(WAITS * 24);
    let Some(row) = enrolment::find(tx, asking.session.id, kind, ever).await? else {
        return Ok(Found::Nothing);
    };
    if row.expires_at <= visit.now {
        return Ok(Found::Over);
    }
    let context = row_context(row.account, row.id.as_bytes());
    let keys = &visit.app.keys;
    Ok(
        match keys.open(SealUse::Enrolment, row.tenant, &context, &row.payload) {
            Ok(plain) => Found::Waiting(Pending { row, plain }),
            Err(error) => {
                tracing::error!(%error, "what is being added can't be opened");
                Found::Over
            }
        },
    )
}

/// The same, for a page.
pub(crate) async fn look(signed_in: &SignedIn, kind: EnrolmentKind) -> Result<Found, PageError> {
    let db = &signed_in.visit.app.db;
    let asked = (Asking::of(signed_in), kind);
    let found = db.read(asked, |tx, (asking, kind)| {
        Box::pin(find(tx, asking, *kind))
    });
    Ok(found.await?)
}

/// Begins to add something; what was being added of its kind is forgotten.
pub(crate) async fn begin(
    tx: &mut Tx,
    asking: &Asking,
    kind: EnrolmentKind,
    plain: &[u8],
    chance: &mut Chance,
) -> Result<(), StoreError> {
    let visit = &asking.visit;
    let (tenant, account, now) = (visit.tenant(), asking.account(), visit.now);
    let id = EnrolmentId::new(now, chance);
    let context = row_context(account, id.as_bytes());
    let keys = &visit.app.keys;
    let begun = Enrolment {
        id,
        tenant,
        account,
        session: asking.session.id,
        kind,
        payload: keys.seal(SealUse::Enrolment, tenant, &context, plain, chance),
        created_at: now,
        expires_at: now.plus(WAITS),
    };
    enrolment::insert(tx, &begun).await
}

/// Makes what was confirmed count, and forgets that it was being added. `None` when it was
/// confirmed already, in another window.
pub(crate) async fn confirm(
    tx: &mut Tx,
    asking: &Asking,
    id: EnrolmentId,
    chance: &mut Chance,
    deed: impl FnOnce(Owner<'_>) -> Result<Deed, Refused> + Send,
) -> Result<Option<Carried>, StoreError> {
    let proofs = &asking.session.proofs;
    // The account is locked from here on: of two windows, the second finds nothing left.
    match deed::as_owner(tx, asking, proofs, chance, deed).await? {
        None => Ok(Some(Carried::NotFresh)),
        Some(Err(refused)) => Ok(Some(Carried::Not(refused))),
        Some(Ok(deed)) => {
            if !enrolment::delete(tx, asking.session.id, id).await? {
                return Ok(None);
            }
            deed::write(tx, asking, &deed).await.map(Some)
        }
    }
}
