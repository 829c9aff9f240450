//! Further addresses of the account: added by a code that was mailed there, told what they
//! receive, and removed.

use axum::http::StatusCode;
use kadomori_domain::{
    address::MailAddress,
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
    security::{Owner, Receives, Refused},
    token::TokenHash,
};
use kadomori_pages::{
    account::security::{AddressError, AddressNewPage, Removal, RemovePage},
    ending::Ending,
};
use kadomori_store::{
    StoreError, Tx, contact, device, flow, security, session,
    step::{self, Applied},
};
use serde::Deserialize;

use super::{
    deed::{Asking, Carried, as_owner, carry_out, objection},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Path, SignedIn},
    reply::{PageError, Reply, page, see_other, with_cookies},
    sign_in::{
        address::{Arrived, begin},
        attempt::Attempt,
        requested,
    },
};

/// Where an address is added.
const NEW: &str = "/account/security/address/new";

/// Asks for an address.
pub(crate) async fn show(fresh: Fresh) -> Reply {
    asks(&fresh.signed_in, StatusCode::OK, String::new(), None)
}

/// What is typed to add an address.
#[derive(Deserialize)]
pub(crate) struct AddressForm {
    #[serde(default)]
    address: String,
}

impl FormFields for AddressForm {}

/// Sends a code to the address, whoever else may have it: whether anyone has is told to
/// nobody who hasn't proven that it's theirs.
pub(crate) async fn submit(fresh: Fresh, Form(form): Form<AddressForm>) -> Reply {
    let signed_in = fresh.signed_in;
    let visit = &signed_in.visit;
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let address = match MailAddress::parse(&form.address) {
        Ok(address) => address,
        Err(why) => {
            let error = AddressError::NotOne(why);
            return asks(&signed_in, unprocessable, form.address, Some(error));
        }
    };
    let adding = Adding {
        asking: Asking::of(&signed_in),
        visitor: visit
            .visitor()
            .ok_or(PageError::Ending(Ending::CookiesOff))?,
        shown_as: Identifier::Mail(signed_in.account.address.clone()),
        address,
    };
    let db = &visit.app.db;
    let added = db.write(adding, |tx, adding| Box::pin(add(tx, adding)));
    let Some(added) = added.await? else {
        return Err(PageError::ProveFirst(NEW.to_owned()));
    };
    match added {
        Ok(Arrived::Begun(flow, passed)) => {
            requested(visit, passed);
            see_other(&format!("/sign-in/{flow}"))
        }
        Ok(Arrived::Held(Hold {
            because: Refusal::NetworkBusy,
            until,
        })) => {
            visit.app.metrics.throttled("sends_per_network_hour");
            let zone = visit.zone(signed_in.account.zone.as_deref());
            let now = visit.now;
            Err(PageError::Ending(Ending::NetworkBusy { until, now, zone }))
        }
        Ok(Arrived::Held(Hold { until, .. })) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            let error = AddressError::Held { until };
            asks(&signed_in, status, form.address, Some(error))
        }
        Err(refused) => match refusal(&refused) {
            Some(error) => asks(&signed_in, unprocessable, form.address, Some(error)),
            None => see_other(&told::not(&refused)),
        },
    }
}

/// The page's own sentence for a refusal, where it has one.
const fn refusal(refused: &Refused) -> Option<AddressError> {
    match refused {
        Refused::AlreadyThere => Some(AddressError::AlreadyAdded),
        Refused::TooMany { .. } => Some(AddressError::Full),
        Refused::Keeps(_)
        | Refused::NoOtherStrongWay
        | Refused::LastNotices
        | Refused::NotThere
        | Refused::NoTexts(_)
        | Refused::NotReady(_) => None,
    }
}

struct Adding {
    asking: Asking,
    visitor: TokenHash,
    shown_as: Identifier,
    address: MailAddress,
}

/// Begins the flow that confirms the address; `None` where the proofs are too old by now.
async fn add(tx: &mut Tx, adding: &Adding) -> Result<Option<Result<Arrived, Refused>>, StoreError> {
    let Asking { visit, session, .. } = &adding.asking;
    let (tenant, account) = (visit.tenant(), session.account);
    let Some(owned) = security::find(tx, tenant, account).await? else {
        return Ok(None);
    };
    if let Err(refused) = owned.belongings().may_add_contact(&adding.address) {
        return Ok(Some(Err(refused)));
    }
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
        purpose: Purpose::ConfirmContact,
        identifier: adding.shown_as.clone(),
        destination: Some(Destination::Mail(adding.address.clone())),
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

/// Adds the address that was just confirmed, in the transaction that took its code.
///
/// The gate is asked about the moment at which the flow began: it let the person begin
/// then, and a mail may be slow.
pub(crate) async fn confirm(tx: &mut Tx, attempt: &Attempt) -> Result<Carried, StoreError> {
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

/// The reply to a code that confirmed an address.
pub(crate) fn confirmed(attempt: &Attempt, carried: &Carried) -> Reply {
    attempt.visit.app.bell.notify_one();
    told::reply(carried, SecurityChange::ContactAdded, NEW)
}

/// What an address is to receive.
#[derive(Deserialize)]
pub(crate) struct ReceivesForm {
    codes: Option<String>,
    notices: Option<String>,
}

impl FormFields for ReceivesForm {}

/// Changes what an address receives.
pub(crate) async fn update(fresh: Fresh, Path(id): Path, Form(form): Form<ReceivesForm>) -> Reply {
    let receives = Receives {
        codes: form.codes.is_some(),
        notices: form.notices.is_some(),
    };
    let wanted = (contact_id(&id)?, receives);
    let carried = carry_out(&fresh.signed_in, wanted, |owner, (id, receives)| {
        owner.update_contact(*id, *receives)
    });
    let carried = carried.await?;
    told::reply(
        &carried,
        SecurityChange::ContactChanged,
        "/account/security",
    )
}

/// Nothing is typed to remove an address.
#[derive(Deserialize)]
pub(crate) struct RemoveForm {}

impl FormFields for RemoveForm {}

/// Asks whether to remove an address.
pub(crate) async fn ask_removal(fresh: Fresh, Path(id): Path) -> Reply {
    let (signed_in, id) = (fresh.signed_in, contact_id(&id)?);
    let asked = (signed_in.account.id, id);
    let db = &signed_in.visit.app.db;
    let found = db.read(asked, |tx, (account, id)| {
        Box::pin(contact::find(tx, *account, *id))
    });
    let contact = found.await?.ok_or(PageError::Ending(Ending::NotFound))?;
    let removal = RemovePage {
        frame: signed_in.frame(),
        what: Removal::Address {
            id,
            address: contact.address.to_string(),
        },
        refused: objection(&signed_in, id, |owner, id| owner.remove_contact(*id)).await?,
    };
    page(StatusCode::OK, removal.render())
}

/// Removes an address.
pub(crate) async fn remove(fresh: Fresh, Path(id): Path, _: Form<RemoveForm>) -> Reply {
    let id = contact_id(&id)?;
    let carried = carry_out(&fresh.signed_in, id, |owner, id| owner.remove_contact(*id)).await?;
    let page = format!("/account/security/address/{id}/remove");
    told::reply(&carried, SecurityChange::ContactRemoved, &page)
}

fn contact_id(text: &str) -> Result<ContactId, PageError> {
    text.parse()
        .map_err(|_| PageError::Ending(Ending::NotFound))
}

/// The page that asks for an address. A browser without visitor secret is given one, to
/// which the flow will be bound.
pub(super) fn asks(
    signed_in: &SignedIn,
    status: StatusCode,
    typed: String,
    error: Option<AddressError>,
) -> Reply {
    let visit = &signed_in.visit;
    let (_, cookie) = visit.visitor_secret();
    let asking = AddressNewPage {
        frame: signed_in.frame(),
        typed,
        error,
        now: visit.now,
        zone: visit.zone(signed_in.account.zone.as_deref()),
    };
    Ok(with_cookies(page(status, asking.render())?, [cookie]))
}
