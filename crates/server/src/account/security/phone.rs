//! Phone numbers of the account: added by a code that came as a text message, and removed.

use axum::http::StatusCode;
use kadomori_domain::{
    destination::Destination,
    event::SecurityChange,
    gate::{Hold, Refusal},
    phone::PhoneNumber,
    policy::{NoTextsTo, Texts},
    security::Refused,
};
use kadomori_pages::{
    account::security::{PhoneError, PhoneNewPage, Removal, RemovePage},
    ending::Ending,
};
use serde::Deserialize;

use super::{
    adding::{self, Asked, contact_id},
    deed::{carry_out, objection, owned},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Path, SignedIn},
    reply::{PageError, Reply, page, see_other, with_cookies},
};

/// Where a number is added.
pub(super) const NEW: &str = "/account/security/phone/new";

/// Asks for a number.
pub(crate) async fn show(fresh: Fresh) -> Reply {
    asks(&fresh.signed_in, StatusCode::OK, String::new(), None)
}

/// What is typed to add a number.
#[derive(Deserialize)]
pub(crate) struct PhoneForm {
    #[serde(default)]
    phone: String,
}

impl FormFields for PhoneForm {}

/// Sends a code to the number. What its country and kind allow is looked at first, so that
/// no message leaves that costs extra or reaches nobody.
pub(crate) async fn submit(fresh: Fresh, Form(form): Form<PhoneForm>) -> Reply {
    let signed_in = fresh.signed_in;
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let number = match read(&signed_in, &form.phone) {
        Ok(number) => number,
        Err(why) => return asks(&signed_in, unprocessable, form.phone, Some(why)),
    };
    match adding::ask(&signed_in, Destination::Phone(number), NEW).await? {
        Asked::GoOn(path) => see_other(&path),
        Asked::Held(Hold { because, until }) => {
            let error = match because {
                Refusal::NoMoreTexts => PhoneError::NoMoreTexts { until },
                Refusal::TooManySends
                | Refusal::TooManyWrongCodes
                | Refusal::NetworkBusy
                | Refusal::RegistrationClosed => PhoneError::Held { until },
            };
            let status = StatusCode::TOO_MANY_REQUESTS;
            asks(&signed_in, status, form.phone, Some(error))
        }
        Asked::Not(refused) => match refusal(&refused) {
            Some(error) => asks(&signed_in, unprocessable, form.phone, Some(error)),
            None => see_other(&told::not(&refused)),
        },
    }
}

/// The number that was typed, if text messages may go there.
fn read(signed_in: &SignedIn, typed: &str) -> Result<PhoneNumber, PhoneError> {
    let texts = &signed_in.visit.app.policy.texts;
    if texts.texts == Texts::Off {
        return Err(PhoneError::NoTexts(NoTextsTo::Off));
    }
    let number = PhoneNumber::parse(typed, texts.home).map_err(PhoneError::NotOne)?;
    texts.takes(&number).map_err(PhoneError::NoTexts)?;
    Ok(number)
}

/// The page's own sentence for a refusal, where it has one.
const fn refusal(refused: &Refused) -> Option<PhoneError> {
    match refused {
        Refused::AlreadyThere => Some(PhoneError::AlreadyAdded),
        Refused::TooMany { .. } => Some(PhoneError::Full),
        Refused::NoTexts(why) => Some(PhoneError::NoTexts(*why)),
        Refused::Keeps(_)
        | Refused::NoOtherStrongWay
        | Refused::LastNotices
        | Refused::NotThere
        | Refused::NotReady(_) => None,
    }
}

/// Nothing is typed to remove a number.
#[derive(Deserialize)]
pub(crate) struct RemoveForm {}

impl FormFields for RemoveForm {}

/// Asks whether to remove a number.
pub(crate) async fn ask_removal(fresh: Fresh, Path(id): Path) -> Reply {
    let (signed_in, id) = (fresh.signed_in, contact_id(&id)?);
    let owned = owned(&signed_in).await?;
    let mut phones = owned.phones.iter();
    let phone = phones.find(|one| one.id == id);
    let number = phone
        .ok_or(PageError::Ending(Ending::NotFound))?
        .number
        .to_string();
    let removal = RemovePage {
        frame: signed_in.frame(),
        what: Removal::Phone { id, number },
        refused: objection(&signed_in, id, |owner, id| owner.remove_phone(*id)).await?,
    };
    page(StatusCode::OK, removal.render())
}

/// Removes a number.
pub(crate) async fn remove(fresh: Fresh, Path(id): Path, _: Form<RemoveForm>) -> Reply {
    let id = contact_id(&id)?;
    let carried = carry_out(&fresh.signed_in, id, |owner, id| owner.remove_phone(*id)).await?;
    let page = format!("/account/security/phone/{id}/remove");
    told::reply(&carried, SecurityChange::PhoneRemoved, &page)
}

/// The page that asks for a number. A browser without visitor secret is given one, to which
/// the flow will be bound.
pub(super) fn asks(
    signed_in: &SignedIn,
    status: StatusCode,
    typed: String,
    error: Option<PhoneError>,
) -> Reply {
    let visit = &signed_in.visit;
    let (_, cookie) = visit.visitor_secret();
    let asking = PhoneNewPage {
        frame: signed_in.frame(),
        texts: visit.app.policy.texts.texts,
        typed,
        error,
        now: visit.now,
        zone: visit.zone(signed_in.account.zone.as_deref()),
    };
    Ok(with_cookies(page(status, asking.render())?, [cookie]))
}
