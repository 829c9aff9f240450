//! The password is chosen, or changed.

use axum::http::StatusCode;
use kadomori_domain::{
    event::SecurityChange,
    factor::{FactorKind, password::Refusal},
    holdings::{Holdings, Keeps},
    security::Refused,
};
use kadomori_pages::{account::security::SetPasswordPage, password::PasswordRefusal};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{
    deed::{Carried, carry_out, owned},
    guide::Guided,
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Query, SignedIn},
    factor::new_password::{choose, rules},
    reply::{Reply, page, see_other},
};

const PAGE: &str = "/account/security/password";

/// Asks for a new password.
pub(crate) async fn show(fresh: Fresh, Query(guided): Query<Guided>) -> Reply {
    let Fresh { signed_in, met } = fresh;
    asks(&signed_in, &met.holdings, None, guided)
}

/// What is typed.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    password: String,
}

impl FormFields for PasswordForm {}

/// Sets it.
pub(crate) async fn submit(
    fresh: Fresh,
    Query(guided): Query<Guided>,
    Form(form): Form<PasswordForm>,
) -> Reply {
    let Fresh { signed_in, met } = fresh;
    let owned = owned(&signed_in).await?;
    let account = signed_in.account.id;
    let typed = Zeroizing::new(form.password);
    let chosen = match choose(&signed_in.visit, account, &owned, &typed).await? {
        Ok(chosen) => chosen,
        Err(refusal) => return asks(&signed_in, &owned.holdings, Some(refusal), guided),
    };
    let set = carry_out(&signed_in, chosen, |owner, chosen| {
        owner.set_password(chosen.sealed.clone(), &chosen.accepted)
    });
    let change = if owned.holdings.has(FactorKind::Password) {
        SecurityChange::PasswordChanged
    } else {
        SecurityChange::PasswordSet
    };
    match set.await? {
        Carried::Out => see_other(&guided.done(change)),
        // Two-step verification was switched off while it was being hashed.
        Carried::Not(Refused::Keeps(Keeps::ShortPassword)) => {
            let least = rules(&signed_in.visit.app, &Holdings::default()).alone;
            let refusal = PasswordRefusal::Unfit(Refusal::TooShort { least });
            asks(&signed_in, &met.holdings, Some(refusal), guided)
        }
        carried @ (Carried::Not(_) | Carried::Taken | Carried::NotFresh) => {
            told::reply(&carried, change, PAGE)
        }
    }
}

fn asks(
    signed_in: &SignedIn,
    holdings: &Holdings,
    refusal: Option<PasswordRefusal>,
    guided: Guided,
) -> Reply {
    let status = match refusal {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let asks = SetPasswordPage {
        frame: signed_in.frame(),
        account: signed_in.account.address.to_string(),
        had: holdings.has(FactorKind::Password),
        rules: rules(&signed_in.visit.app, holdings),
        refusal,
        guide: guided.guide(),
    };
    page(status, asks.render())
}
