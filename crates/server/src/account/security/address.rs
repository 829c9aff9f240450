//! Further addresses of the account: added by a code that was mailed there, told what they
//! receive, and removed.

use axum::http::StatusCode;
use kadomori_domain::{
    address::MailAddress,
    destination::Destination,
    event::SecurityChange,
    gate::Hold,
    security::{Receives, Refused},
};
use kadomori_pages::{
    account::security::{AddressError, AddressNewPage, Removal, RemovePage},
    ending::Ending,
};
use kadomori_store::contact;
use serde::Deserialize;

use super::{
    adding::{self, Asked, contact_id},
    deed::{carry_out, objection},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Path, SignedIn},
    reply::{PageError, Reply, page, see_other, with_cookies},
};

/// Where an address is added.
pub(super) const NEW: &str = "/account/security/address/new";

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

/// Sends a code to the address.
pub(crate) async fn submit(fresh: Fresh, Form(form): Form<AddressForm>) -> Reply {
    let signed_in = fresh.signed_in;
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let address = match MailAddress::parse(&form.address) {
        Ok(address) => address,
        Err(why) => {
            let error = AddressError::NotOne(why);
            return asks(&signed_in, unprocessable, form.address, Some(error));
        }
    };
    match adding::ask(&signed_in, Destination::Mail(address), NEW).await? {
        Asked::GoOn(path) => see_other(&path),
        Asked::Held(Hold { until, .. }) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            let error = AddressError::Held { until };
            asks(&signed_in, status, form.address, Some(error))
        }
        Asked::Not(refused) => match refusal(&refused) {
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
