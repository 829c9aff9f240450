//! An app or a passkey gets another name.

use core::str::FromStr;

use axum::http::StatusCode;
use kadomori_domain::{
    event::SecurityChange,
    label::{Label, NotALabel},
};
use kadomori_pages::{
    account::security::{NamePage, Named},
    ending::Ending,
};
use serde::Deserialize;

use super::{
    deed::{carry_out, owned},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Path, SignedIn},
    reply::{PageError, Reply, page},
};

/// The new name.
#[derive(Deserialize)]
pub(crate) struct NameForm {
    #[serde(default)]
    name: String,
}

impl FormFields for NameForm {}

/// Asks for another name of an app.
pub(crate) async fn show_app(fresh: Fresh, Path(id): Path) -> Reply {
    show(&fresh.signed_in, Named::App(known(&id)?)).await
}

/// Names an app anew.
pub(crate) async fn submit_app(fresh: Fresh, Path(id): Path, Form(form): Form<NameForm>) -> Reply {
    submit(&fresh.signed_in, Named::App(known(&id)?), form.name).await
}

/// Asks for another name of a passkey.
pub(crate) async fn show_passkey(fresh: Fresh, Path(id): Path) -> Reply {
    show(&fresh.signed_in, Named::Passkey(known(&id)?)).await
}

/// Names a passkey anew.
pub(crate) async fn submit_passkey(
    fresh: Fresh,
    Path(id): Path,
    Form(form): Form<NameForm>,
) -> Reply {
    submit(&fresh.signed_in, Named::Passkey(known(&id)?), form.name).await
}

/// The thing's name in a path. What names nothing is a page that isn't there.
pub(super) fn known<T: FromStr>(id: &str) -> Result<T, PageError> {
    id.parse().map_err(|_| PageError::Ending(Ending::NotFound))
}

async fn show(signed_in: &SignedIn, what: Named) -> Reply {
    let owned = owned(signed_in).await?;
    let label = match what {
        Named::App(id) => owned
            .apps
            .iter()
            .find(|app| app.id == id)
            .map(|app| &app.label),
        Named::Passkey(id) => owned
            .passkeys
            .iter()
            .find(|passkey| passkey.id == id)
            .map(|passkey| &passkey.label),
    };
    let label = label.ok_or(PageError::Ending(Ending::NotFound))?;
    asks(signed_in, StatusCode::OK, what, label.to_string(), None)
}

async fn submit(signed_in: &SignedIn, what: Named, name: String) -> Reply {
    let label = match Label::parse(&name) {
        Ok(label) => label,
        Err(why) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return asks(signed_in, status, what, name, Some(why));
        }
    };
    let (carried, change) = match what {
        Named::App(id) => {
            let carried = carry_out(signed_in, (id, label), |owner, (id, label)| {
                owner.rename_app(*id, label)
            });
            (carried.await?, SecurityChange::AppRenamed)
        }
        Named::Passkey(id) => {
            let carried = carry_out(signed_in, (id, label), |owner, (id, label)| {
                owner.rename_passkey(*id, label)
            });
            (carried.await?, SecurityChange::PasskeyRenamed)
        }
    };
    told::reply(&carried, change, &signed_in.visit.path)
}

fn asks(
    signed_in: &SignedIn,
    status: StatusCode,
    what: Named,
    name: String,
    error: Option<NotALabel>,
) -> Reply {
    let asks = NamePage {
        frame: signed_in.frame(),
        what,
        name,
        error,
    };
    page(status, asks.render())
}
