//! "Remove it?": asked before an app, a passkey or the password is removed.

use axum::http::StatusCode;
use kadomori_domain::{
    event::SecurityChange,
    id::{AppId, PasskeyId},
    security::{Deed, Owner, Refused},
};
use kadomori_pages::{
    account::security::{Removal, RemovePage},
    ending::Ending,
};
use serde::Deserialize;

use super::{
    deed::{carry_out, objection, owned},
    name::known,
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, Path, SignedIn},
    reply::{PageError, Reply, page},
};

/// Nothing is typed to remove something.
#[derive(Deserialize)]
pub(crate) struct RemoveForm {}

impl FormFields for RemoveForm {}

/// Asks whether to remove the password.
pub(crate) async fn ask_password(fresh: Fresh) -> Reply {
    ask(&fresh.signed_in, Thing::Password).await
}

/// Removes the password.
pub(crate) async fn remove_password(fresh: Fresh, _: Form<RemoveForm>) -> Reply {
    remove(&fresh.signed_in, Thing::Password).await
}

/// Asks whether to remove an app.
pub(crate) async fn ask_app(fresh: Fresh, Path(id): Path) -> Reply {
    ask(&fresh.signed_in, Thing::App(known(&id)?)).await
}

/// Removes an app.
pub(crate) async fn remove_app(fresh: Fresh, Path(id): Path, _: Form<RemoveForm>) -> Reply {
    remove(&fresh.signed_in, Thing::App(known(&id)?)).await
}

/// Asks whether to remove a passkey.
pub(crate) async fn ask_passkey(fresh: Fresh, Path(id): Path) -> Reply {
    ask(&fresh.signed_in, Thing::Passkey(known(&id)?)).await
}

/// Removes a passkey.
pub(crate) async fn remove_passkey(fresh: Fresh, Path(id): Path, _: Form<RemoveForm>) -> Reply {
    remove(&fresh.signed_in, Thing::Passkey(known(&id)?)).await
}

#[derive(Clone, Copy)]
enum Thing {
    Password,
    App(AppId),
    Passkey(PasskeyId),
}

impl Thing {
    const fn change(self) -> SecurityChange {
        match self {
            Self::Password => SecurityChange::PasswordRemoved,
            Self::App(_) => SecurityChange::AppRemoved,
            Self::Passkey(_) => SecurityChange::PasskeyRemoved,
        }
    }
}

fn deed(owner: Owner<'_>, thing: &Thing) -> Result<Deed, Refused> {
    match thing {
        Thing::Password => owner.remove_password(),
        Thing::App(id) => owner.remove_app(*id),
        Thing::Passkey(id) => owner.remove_passkey(*id),
    }
}

async fn ask(signed_in: &SignedIn, thing: Thing) -> Reply {
    let owned = owned(signed_in).await?;
    let what = match thing {
        Thing::Password => Some(Removal::Password),
        Thing::App(id) => {
            let mut apps = owned.apps.iter();
            apps.find(|app| app.id == id).map(|app| Removal::App {
                id,
                label: app.label.to_string(),
            })
        }
        Thing::Passkey(id) => {
            let mut passkeys = owned.passkeys.iter();
            let found = passkeys.find(|passkey| passkey.id == id);
            found.map(|passkey| Removal::Passkey {
                id,
                label: passkey.label.to_string(),
                backup: passkey.backup,
            })
        }
    };
    let asks = RemovePage {
        frame: signed_in.frame(),
        what: what.ok_or(PageError::Ending(Ending::NotFound))?,
        refused: objection(signed_in, thing, deed).await?,
    };
    page(StatusCode::OK, asks.render())
}

async fn remove(signed_in: &SignedIn, thing: Thing) -> Reply {
    let carried = carry_out(signed_in, thing, deed).await?;
    told::reply(&carried, thing.change(), &signed_in.visit.path)
}
