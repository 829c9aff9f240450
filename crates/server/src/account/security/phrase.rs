//! The phrase in mails: chosen, changed, removed. Only who has just proven who they are sees
//! it here; a mail shows it to whoever reads the mailbox.

use axum::http::StatusCode;
use kadomori_domain::{event::SecurityChange, phrase::Phrase};
use kadomori_pages::account::security::{CurrentPhrase, PhraseError, PhrasePage};
use kadomori_store::security::Owned;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{
    deed::{carry_out, owned},
    told,
};
use crate::{
    extract::{Form, FormFields, Fresh, SignedIn},
    factor::new_password::own_words,
    reply::{Reply, page},
};

/// Where the phrase is chosen.
const PAGE: &str = "/account/security/phrase";

/// Shows the phrase, and suggests others.
pub(crate) async fn show(fresh: Fresh) -> Reply {
    let signed_in = fresh.signed_in;
    let owned = owned(&signed_in).await?;
    asks(&signed_in, &owned, String::new(), None)
}

/// The phrase that is taken, or that there shall be none.
#[derive(Deserialize)]
pub(crate) struct PhraseForm {
    #[serde(default)]
    phrase: String,
    remove: Option<Yes>,
}

/// A wish that a button carries.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Yes {
    Yes,
}

impl FormFields for PhraseForm {}

/// Takes the phrase, or removes it.
pub(crate) async fn submit(fresh: Fresh, Form(form): Form<PhraseForm>) -> Reply {
    let signed_in = fresh.signed_in;
    if let Some(Yes::Yes) = form.remove {
        let carried = carry_out(&signed_in, (), |owner, ()| owner.remove_phrase()).await?;
        return told::reply(&carried, SecurityChange::PhraseRemoved, PAGE);
    }
    let typed = Zeroizing::new(form.phrase);
    let owned = owned(&signed_in).await?;
    let phrase = match choose(&signed_in, &owned, &typed) {
        Ok(phrase) => phrase,
        Err(why) => return asks(&signed_in, &owned, typed.to_string(), Some(why)),
    };
    let visit = &signed_in.visit;
    let keys = &visit.app.keys;
    let mut chance = visit.chance();
    let sealed = phrase.seal(keys, visit.tenant(), signed_in.account.id, &mut chance);
    let told = match owned.phrase {
        None => SecurityChange::PhraseChosen,
        Some(_) => SecurityChange::PhraseChanged,
    };
    let set = carry_out(&signed_in, sealed, |owner, sealed| {
        owner.set_phrase(sealed.clone())
    });
    told::reply(&set.await?, told, PAGE)
}

/// The phrase that was typed, where it may become the account's.
fn choose(signed_in: &SignedIn, owned: &Owned, typed: &str) -> Result<Phrase, PhraseError> {
    let own_words = own_words(&signed_in.visit.app, owned);
    let phrase = Phrase::parse(typed).and_then(|phrase| phrase.beside(&own_words));
    let phrase = phrase.map_err(PhraseError::NotOne)?;
    match current(signed_in, owned) {
        CurrentPhrase::Known(current) if current.is_same_as(&phrase) => Err(PhraseError::Same),
        CurrentPhrase::Known(_) | CurrentPhrase::Unreadable | CurrentPhrase::None => Ok(phrase),
    }
}

/// The present phrase, opened.
fn current(signed_in: &SignedIn, owned: &Owned) -> CurrentPhrase {
    let Some(held) = &owned.phrase else {
        return CurrentPhrase::None;
    };
    let visit = &signed_in.visit;
    let (tenant, account) = (visit.tenant(), signed_in.account.id);
    match Phrase::open(&visit.app.keys, tenant, account, &held.sealed) {
        Ok(phrase) => CurrentPhrase::Known(phrase),
        Err(error) => {
            tracing::error!(%error, "a phrase can't be opened");
            CurrentPhrase::Unreadable
        }
    }
}

fn asks(signed_in: &SignedIn, owned: &Owned, typed: String, error: Option<PhraseError>) -> Reply {
    let status = match error {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let contacts = owned.contacts.iter();
    let unconfirmed = contacts.filter(|one| one.confirmed_at.is_none());
    let frame = signed_in.frame();
    let asks = PhrasePage {
        current: current(signed_in, owned),
        unconfirmed: unconfirmed.map(|one| one.address.to_string()).collect(),
        suggested: Phrase::suggest(frame.locale, &mut signed_in.visit.chance()),
        typed,
        error,
        frame,
    };
    page(status, asks.render())
}
