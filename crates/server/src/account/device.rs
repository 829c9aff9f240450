//! Devices are trusted no more. It asks for no fresh proof: less trust opens nothing, and
//! whoever suspects a device shall be done with it at once.

use kadomori_domain::{
    id::DeviceId,
    security::{OwnerScene, Untrust, untrust},
};
use kadomori_pages::ending::Ending;
use kadomori_store::{
    StoreError, Tx, device,
    security::{self, Changed},
};
use serde::Deserialize;

use super::security::deed::Asking;
use crate::{
    extract::{Form, FormFields, Path, SignedIn},
    reply::{PageError, Reply, see_other},
};

/// Nothing is typed to trust a device no more.
#[derive(Deserialize)]
pub(crate) struct UntrustForm {}

impl FormFields for UntrustForm {}

/// Trusts one device no more.
pub(crate) async fn untrust_one(
    signed_in: SignedIn,
    Path(id): Path,
    _: Form<UntrustForm>,
) -> Reply {
    let id: DeviceId = id
        .parse()
        .map_err(|_| PageError::Ending(Ending::NotFound))?;
    end(&signed_in, Some(id)).await?;
    see_other("/account/sessions?done=untrusted")
}

/// Trusts none any more.
pub(crate) async fn untrust_all(signed_in: SignedIn, _: Form<UntrustForm>) -> Reply {
    end(&signed_in, None).await?;
    see_other("/account/sessions?done=all-untrusted")
}

async fn end(signed_in: &SignedIn, which: Option<DeviceId>) -> Result<(), PageError> {
    let asked = (Asking::of(signed_in), which);
    let db = &signed_in.visit.app.db;
    let ended = db.write(asked, |tx, (asking, which)| {
        Box::pin(end_in(tx, asking, *which))
    });
    Ok(ended.await?)
}

async fn end_in(tx: &mut Tx, asking: &Asking, which: Option<DeviceId>) -> Result<(), StoreError> {
    let Asking { visit, session, .. } = asking;
    let (tenant, account) = (visit.tenant(), session.account);
    let Some(owned) = security::find_for_update(tx, tenant, account).await? else {
        return Ok(());
    };
    let devices = device::list(tx, account).await?;
    let trusted = devices.iter().filter(|known| {
        let holds = known.trusted_until.is_some_and(|until| visit.now < until);
        holds && which.is_none_or(|one| one == known.id)
    });
    let which = match (which, trusted.count()) {
        (_, 0) => return Ok(()),
        (Some(one), _) => Untrust::One(one),
        (None, count) => Untrust::All {
            trusted: u32::try_from(count).unwrap_or(u32::MAX),
        },
    };
    let scene = OwnerScene {
        tenant,
        account,
        session: session.id,
        now: visit.now,
        client: visit.client(),
        reader: &owned.reader,
        has: owned.belongings(visit.app.policy.texts.texts),
    };
    let deed = untrust(&scene, which, &mut visit.chance());
    match security::write(tx, tenant, &deed, visit.now).await? {
        Changed::Done => Ok(()),
        Changed::AlreadyTaken | Changed::NotThere => Err(StoreError::Missing),
    }
}
