//! The user name: chosen, changed, given up.

use axum::http::StatusCode;
use kadomori_domain::{event::SecurityChange, identifier::Identifier, user_name::UserName};
use kadomori_pages::account::security::{UserNameError, UserNamePage};
use kadomori_store::identifier;
use serde::Deserialize;

use super::{
    deed::{Carried, carry_out},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, SignedIn},
    reply::{PageError, Reply, page},
};

/// Where the user name is chosen.
const PAGE: &str = "/account/security/user-name";

/// Asks for a name, with the present one in the field.
pub(crate) async fn show(fresh: Fresh) -> Reply {
    let signed_in = fresh.signed_in;
    let typed = current(&signed_in).await?.unwrap_or_default();
    asks(&signed_in, StatusCode::OK, typed, None).await
}

/// What is typed, or that the name is given up.
#[derive(Deserialize)]
pub(crate) struct UserNameForm {
    #[serde(default)]
    name: String,
    remove: Option<Yes>,
}

/// A wish that a button carries.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Yes {
    Yes,
}

impl FormFields for UserNameForm {}

/// Takes the name, or gives it up.
pub(crate) async fn submit(fresh: Fresh, Form(form): Form<UserNameForm>) -> Reply {
    let signed_in = fresh.signed_in;
    if let Some(Yes::Yes) = form.remove {
        let carried = carry_out(&signed_in, (), |owner, ()| owner.remove_user_name()).await?;
        return told::reply(&carried, SecurityChange::UserNameRemoved, PAGE);
    }
    let name = match UserName::parse(&form.name) {
        Ok(name) => name,
        Err(why) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let error = UserNameError::NotOne(why);
            return asks(&signed_in, status, form.name, Some(error)).await;
        }
    };
    let set = carry_out(&signed_in, name, |owner, name| {
        owner.set_user_name(name.clone())
    });
    let carried = set.await?;
    if matches!(carried, Carried::Taken) {
        let taken = Some(UserNameError::Taken);
        return asks(&signed_in, StatusCode::CONFLICT, form.name, taken).await;
    }
    told::reply(&carried, SecurityChange::UserNameChanged, PAGE)
}

/// The page that asks for a name.
pub(super) async fn asks(
    signed_in: &SignedIn,
    status: StatusCode,
    typed: String,
    error: Option<UserNameError>,
) -> Reply {
    let asking = UserNamePage {
        frame: signed_in.frame(),
        current: current(signed_in).await?,
        typed,
        error,
    };
    page(status, asking.render())
}

/// The present name, if there is one.
async fn current(signed_in: &SignedIn) -> Result<Option<String>, PageError> {
    let db = &signed_in.visit.app.db;
    let held = db.read(signed_in.account.id, |tx, account| {
        Box::pin(identifier::list(tx, *account))
    });
    Ok(held
        .await?
        .into_iter()
        .find_map(|held| match held.identifier {
            Identifier::UserName(name) => Some(name.to_string()),
            Identifier::Mail(_) | Identifier::Phone(_) => None,
        }))
}
