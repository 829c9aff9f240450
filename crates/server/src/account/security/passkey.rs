//! A passkey is added. The ceremony with the browser needs the page's script.

use axum::http::StatusCode;
use kadomori_domain::{
    event::SecurityChange,
    factor::passkey::{NewPasskey, UserHandle},
    id::{CeremonyId, PasskeyId},
    label::{Label, NotALabel},
    security::{MOST_PASSKEYS, Refused},
    token::TokenHash,
};
use kadomori_pages::{
    account::security::{PasskeyMessage, PasskeyNewPage},
    ending::Ending,
};
use kadomori_store::{
    StoreError, Tx,
    ceremony::{self, Ceremony, CeremonyKind},
    passkey,
};
use serde::Deserialize;

use super::{
    deed::{self, Asking, Carried},
    guide::Guided,
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Query},
    factor::passkey::{
        kept::{self, Answer, Row},
        webauthn::{Discoverable, EnrolRefusal, Enrolling, Unfit},
    },
    reply::{PageError, Reply, page, see_other, with_cookies},
};

const PAGE: &str = "/account/security/passkey/new";

/// Shows how a passkey is added.
pub(crate) async fn show(fresh: Fresh, Query(guided): Query<Guided>) -> Reply {
    let asks = Asks::default();
    asks.show(StatusCode::OK, &fresh, guided)
}

/// Nothing is typed to be asked for a new passkey; the name comes with the passkey.
#[derive(Deserialize)]
pub(crate) struct OptionsForm {}

impl FormFields for OptionsForm {}

/// Asks the browser for a new passkey.
pub(crate) async fn options(fresh: Fresh, _: Form<OptionsForm>) -> Reply {
    let visit = &fresh.signed_in.visit;
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let asked = Begins {
        asking: Asking::of(&fresh.signed_in),
        visitor,
        shown_as: fresh.signed_in.account.address.to_string(),
    };
    let begun = visit
        .app
        .db
        .write(asked, |tx, asked| Box::pin(begin(tx, asked)));
    Ok(kept::told(&begun.await?))
}

struct Begins {
    asking: Asking,
    visitor: TokenHash,
    shown_as: String,
}

async fn begin(tx: &mut Tx, asked: &Begins) -> Result<serde_json::Value, StoreError> {
    let visit = &asked.asking.visit;
    let account = asked.asking.account();
    let existing = passkey::list(tx, Some(account)).await?;
    let index = visit.app.keys.index_key(visit.tenant());
    let who = Enrolling {
        handle: UserHandle::of(account, &index),
        account: &asked.shown_as,
        existing: &existing,
        discoverable: Discoverable::Preferred,
    };
    let mut chance = visit.chance();
    let row = Row {
        id: CeremonyId::new(visit.now, &mut chance),
        visitor: asked.visitor,
        flow: None,
        account: Some(account),
        kind: CeremonyKind::Create,
    };
    let begun = visit
        .app
        .relying_party()
        .begin_enrol(&who, visit.now, &mut chance);
    kept::begin(tx, visit, row, &begun).await
}

/// What the page's script sends, with the name that was typed.
#[derive(Deserialize)]
pub(crate) struct NewForm {
    #[serde(flatten)]
    answer: Answer,
    #[serde(default)]
    name: String,
}

impl FormFields for NewForm {}

/// Adds the passkey.
pub(crate) async fn submit(
    fresh: Fresh,
    Query(guided): Query<Guided>,
    Form(form): Form<NewForm>,
) -> Reply {
    let mut asks = Asks {
        name: form.name.clone(),
        ..Asks::default()
    };
    let label = match Label::parse(&form.name) {
        Ok(label) => label,
        Err(why) => {
            asks.name_error = Some(why);
            return asks.again(&fresh, guided);
        }
    };
    let made = match finish(&fresh, &form.answer).await? {
        Ok(made) => made,
        Err(message) => {
            asks.message = Some(message);
            return asks.again(&fresh, guided);
        }
    };
    let visit = &fresh.signed_in.visit;
    let asked = (Asking::of(&fresh.signed_in), label, made);
    let carried = visit.app.db.write(asked, |tx, (asking, label, made)| {
        Box::pin(add(tx, asking, label, made))
    });
    match carried.await? {
        Carried::Out => {
            visit.app.bell.notify_one();
            see_other(&guided.done(SecurityChange::PasskeyAdded))
        }
        Carried::Taken | Carried::Not(Refused::AlreadyThere) => {
            asks.message = Some(PasskeyMessage::AlreadyAdded);
            asks.again(&fresh, guided)
        }
        carried @ (Carried::Not(_) | Carried::NotFresh) => {
            told::reply(&carried, SecurityChange::PasskeyAdded, PAGE)
        }
    }
}

async fn add(
    tx: &mut Tx,
    asking: &Asking,
    label: &Label,
    made: &NewPasskey,
) -> Result<Carried, StoreError> {
    let now = asking.visit.now;
    let mut chance = asking.visit.chance();
    let id = PasskeyId::new(now, &mut chance);
    let passkey = made.clone().keep(id, label.clone(), now);
    deed::change_with(tx, asking, &mut chance, |owner| owner.add_passkey(passkey)).await
}

/// Takes the ceremony that is answered, and verifies the answer.
async fn finish(
    fresh: &Fresh,
    answer: &Answer,
) -> Result<Result<NewPasskey, PasskeyMessage>, PageError> {
    let visit = &fresh.signed_in.visit;
    let visitor = visit
        .visitor()
        .ok_or(PageError::Ending(Ending::CookiesOff))?;
    let Ok(id) = answer.ceremony.parse::<CeremonyId>() else {
        return Ok(Err(PasskeyMessage::CeremonyOver));
    };
    let account = fresh.signed_in.account.id;
    let asked = (visit.clone(), id, visitor);
    let taken = visit.app.db.write(asked, |tx, (visit, id, visitor)| {
        let (tenant, now) = (visit.tenant(), visit.now);
        Box::pin(ceremony::take(tx, tenant, *id, *visitor, now))
    });
    let fits = |ceremony: &Ceremony| {
        ceremony.kind == CeremonyKind::Create && ceremony.account == Some(account)
    };
    let Some(ceremony) = taken.await?.filter(fits) else {
        return Ok(Err(PasskeyMessage::CeremonyOver));
    };
    let site = visit.app.relying_party();
    let made = site.finish_enrol(&ceremony.state, &answer.answer, visit.now);
    Ok(made.map_err(|why| {
        tracing::debug!(%why, "a new passkey was not taken");
        message(why)
    }))
}

const fn message(why: EnrolRefusal) -> PasskeyMessage {
    match why {
        EnrolRefusal::AlreadyThere => PasskeyMessage::AlreadyAdded,
        EnrolRefusal::Unfit(Unfit::WrongOrigin) => PasskeyMessage::OtherSite,
        EnrolRefusal::Unfit(Unfit::OtherCeremony | Unfit::Expired) => PasskeyMessage::CeremonyOver,
        EnrolRefusal::NotOffered
        | EnrolRefusal::Unfit(Unfit::Malformed(_) | Unfit::NotPresent | Unfit::NotVerified) => {
            PasskeyMessage::NotUnderstood
        }
    }
}

/// What the page says beside its field.
#[derive(Default)]
struct Asks {
    name: String,
    name_error: Option<NotALabel>,
    message: Option<PasskeyMessage>,
}

impl Asks {
    fn again(self, fresh: &Fresh, guided: Guided) -> Reply {
        self.show(StatusCode::UNPROCESSABLE_ENTITY, fresh, guided)
    }

    fn show(self, status: StatusCode, fresh: &Fresh, guided: Guided) -> Reply {
        let held = fresh.met.holdings.passkeys;
        let new = PasskeyNewPage {
            frame: fresh.signed_in.frame(),
            held,
            full: usize::try_from(held).unwrap_or(usize::MAX) >= MOST_PASSKEYS,
            name: self.name,
            name_error: self.name_error,
            message: self.message,
            guide: guided.guide(),
        };
        let (_, cookie) = fresh.signed_in.visit.visitor_secret();
        Ok(with_cookies(page(status, new.render())?, [cookie]))
    }
}
