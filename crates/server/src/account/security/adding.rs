//! A further address or number: a code goes there, and the code that comes back adds it.
//!
//! What is typed, and what the pages say, is `address.rs` and `phone.rs`.

use kadomori_domain::{
    chance::Chance,
    destination::Destination,
    event::SecurityChange,
    flow::{
        Bound,
        sign_in::{Arrival, ConfirmOutcome, Wanted},
    },
    gate::{Hold, Refusal},
    id::{ContactId, FlowId},
    identifier::Identifier,
    purpose::Purpose,
    security::{Belongings, Owner, Refused},
    token::TokenHash,
};
use kadomori_pages::ending::Ending;
use kadomori_store::{
    StoreError, Tx, device, flow, security, session,
    step::{self, Applied},
};

use super::{
    address,
    deed::{Asking, Carried, as_owner},
    phone, told,
};
use crate::{
    extract::SignedIn,
    reply::{PageError, Reply},
    sign_in::{
        address::{Arrived, begin},
        attempt::Attempt,
        requested,
    },
};

/// What came of wanting to add a contact.
pub(super) enum Asked {
    /// A code is on its way; here it is typed.
    GoOn(String),
    /// A limit stands in the way.
    Held(Hold),
    /// It can't be added.
    Not(Refused),
}

/// Sends a code to the contact, whoever else may have it: whether anyone has is told to
/// nobody who hasn't proven that it's theirs. `page` is where to begin again when the proofs
/// have become too old.
pub(super) async fn ask(
    signed_in: &SignedIn,
    destination: Destination,
    page: &str,
) -> Result<Asked, PageError> {
    let visit = &signed_in.visit;
    let adding = Adding {
        asking: Asking::of(signed_in),
        visitor: visit
            .visitor()
            .ok_or(PageError::Ending(Ending::CookiesOff))?,
        shown_as: Identifier::Mail(signed_in.account.address.clone()),
        destination,
    };
    let db = &visit.app.db;
    let added = db.write(adding, |tx, adding| Box::pin(add(tx, adding)));
    let Some(added) = added.await? else {
        return Err(PageError::ProveFirst(page.to_owned()));
    };
    Ok(match added {
        Ok(Arrived::Begun(flow, passed)) => {
            requested(visit, passed);
            Asked::GoOn(format!("/sign-in/{flow}"))
        }
        Ok(Arrived::Held(Hold {
            because: Refusal::NetworkBusy,
            until,
        })) => {
            visit.app.metrics.throttled("sends_per_network_hour");
            let zone = visit.zone(signed_in.account.zone.as_deref());
            let now = visit.now;
            return Err(PageError::Ending(Ending::NetworkBusy { until, now, zone }));
        }
        Ok(Arrived::Held(hold)) => Asked::Held(hold),
        Err(refused) => Asked::Not(refused),
    })
}

struct Adding {
    asking: Asking,
    visitor: TokenHash,
    shown_as: Identifier,
    destination: Destination,
}

/// Begins the flow that confirms the contact; `None` where the proofs are too old by now.
async fn add(tx: &mut Tx, adding: &Adding) -> Result<Option<Result<Arrived, Refused>>, StoreError> {
    let Asking { visit, session, .. } = &adding.asking;
    let (tenant, account) = (visit.tenant(), session.account);
    let Some(owned) = security::find(tx, tenant, account).await? else {
        return Ok(None);
    };
    let has = owned.belongings(visit.app.policy.texts.texts);
    let purpose = match may_add(&has, &adding.destination) {
        Ok(purpose) => purpose,
        Err(refused) => return Ok(Some(Err(refused))),
    };
    let met = device::find_for_account(tx, tenant, account, visit.device(), visit.now).await?;
    let scene = visit.scene(&met);
    let pass = scene.pass(Purpose::ChangeSecurity, &session.proofs);
    if pass.is_none() {
        return Ok(None);
    }
    let mut chance = visit.chance();
    let arrival = Arrival {
        flow: FlowId::new(visit.now, &mut chance),
        visitor: adding.visitor,
        purpose,
        identifier: adding.shown_as.clone(),
        destination: Some(adding.destination.clone()),
        bound: Some(Bound {
            account,
            session: Some(session.id),
        }),
        wanted: Wanted::Best,
        locale: visit.locale,
        zone: owned.reader.zone.clone(),
        errand: None,
        proofs: Vec::new(),
    };
    let begun = begin(tx, visit, &met, arrival, &mut chance).await?;
    Ok(Some(Ok(begun)))
}

/// What a flow is for that adds this contact, where it may be added.
fn may_add(has: &Belongings<'_>, contact: &Destination) -> Result<Purpose, Refused> {
    match contact {
        Destination::Mail(address) => {
            has.may_add_contact(address)?;
            Ok(Purpose::ConfirmContact)
        }
        Destination::Phone(number) => {
            has.may_add_phone(number)?;
            Ok(Purpose::ConfirmPhone)
        }
        Destination::NoMailbox(_) | Destination::NoPhone(_) => Err(Refused::NotThere),
    }
}

/// Whether a code that is right adds a contact by itself.
pub(crate) const fn is_added_by(purpose: Purpose) -> bool {
    match purpose {
        Purpose::ConfirmContact | Purpose::ConfirmPhone => true,
        Purpose::SignIn
        | Purpose::CreateAccount
        | Purpose::ResetPassword
        | Purpose::ChangeSecurity => false,
    }
}

/// What came of a code that was right.
pub(crate) struct Confirmed {
    purpose: Purpose,
    carried: Carried,
}

/// Adds the contact that was just confirmed, in the transaction that took its code.
///
/// The gate is asked about the moment at which the flow began: it let the person begin
/// then, and a message may be slow.
pub(crate) async fn confirm(
    tx: &mut Tx,
    attempt: &Attempt,
    purpose: Purpose,
) -> Result<Confirmed, StoreError> {
    let carried = carry(tx, attempt).await?;
    Ok(Confirmed { purpose, carried })
}

async fn carry(tx: &mut Tx, attempt: &Attempt) -> Result<Carried, StoreError> {
    let Attempt { visit, visitor, .. } = attempt;
    let tenant = visit.tenant();
    let found = flow::find_for_update(tx, tenant, attempt.flow, *visitor).await?;
    let session = match visit.session() {
        Some(token) => session::find(tx, token).await?,
        None => None,
    };
    let (Some(flow), Some(session)) = (found, session) else {
        return Ok(Carried::NotFresh);
    };
    let asking = Asking {
        visit: visit.clone(),
        fresh_at: flow.created_at,
        session,
    };
    // The code was taken with the same seed: what follows must not draw the same again.
    let mut chance = Chance::new(visit.chance().bytes());
    let proofs = &asking.session.proofs;
    let decide = |owner: Owner<'_>| flow.confirm_contact(owner);
    let Some(step) = as_owner(tx, &asking, proofs, &mut chance, decide).await? else {
        return Ok(Carried::NotFresh);
    };
    match step::apply(tx, tenant, &step, visit.now).await? {
        Applied::Whole => Ok(match step.outcome {
            ConfirmOutcome::Added | ConfirmOutcome::AlreadyUsed => Carried::Out,
            ConfirmOutcome::Refused(refused) => Carried::Not(refused),
            ConfirmOutcome::NotProven => Carried::NotFresh,
        }),
        Applied::AddressTaken => Ok(Carried::Taken),
    }
}

/// The reply to a code that confirmed a contact.
pub(crate) fn confirmed(attempt: &Attempt, confirmed: &Confirmed) -> Reply {
    attempt.visit.app.bell.notify_one();
    let (change, page) = match confirmed.purpose {
        Purpose::ConfirmPhone => (SecurityChange::PhoneAdded, phone::NEW),
        Purpose::ConfirmContact
        | Purpose::SignIn
        | Purpose::CreateAccount
        | Purpose::ResetPassword
        | Purpose::ChangeSecurity => (SecurityChange::ContactAdded, address::NEW),
    };
    told::reply(&confirmed.carried, change, page)
}

/// A contact's name in a path. What names none is a page that isn't there.
pub(super) fn contact_id(text: &str) -> Result<ContactId, PageError> {
    text.parse()
        .map_err(|_| PageError::Ending(Ending::NotFound))
}
