//! A new password: read, judged, hashed and sealed. The server decides; what the page shows
//! while one types is a hint.

use kadomori_domain::{
    chance::Chance,
    factor::password::{Accepted, Known, OwnWords, Password, Rules, SecondStep, judge},
    holdings::Holdings,
    id::AccountId,
    seal::Sealed,
};
use kadomori_pages::password::{PasswordRefusal, PasswordRules};
use kadomori_store::security::Owned;

use super::password::seal;
use crate::{
    app::Shared,
    extract::Visit,
    reply::{Cause, PageError},
};

/// A password that may become the account's.
#[derive(Clone)]
pub(crate) struct Chosen {
    /// Its hash, sealed.
    pub(crate) sealed: Sealed,
    /// What the judge said of it.
    pub(crate) accepted: Accepted,
}

/// What is asked of a new password beside what the account holds.
pub(crate) fn rules(app: &Shared, holdings: &Holdings) -> PasswordRules {
    let policy = &app.policy.password;
    PasswordRules {
        least: policy.least(second_step(holdings)),
        alone: policy.least(SecondStep::Off),
    }
}

const fn second_step(holdings: &Holdings) -> SecondStep {
    if holdings.is_two_step() {
        SecondStep::On
    } else {
        SecondStep::Off
    }
}

/// Takes a new password for an account; where it won't do, says why.
pub(crate) async fn choose(
    visit: &Visit,
    account: AccountId,
    owned: &Owned,
    typed: &str,
) -> Result<Result<Chosen, PasswordRefusal>, PageError> {
    let app = &visit.app;
    let password = match Password::parse(typed) {
        Ok(password) => password,
        Err(why) => return Ok(Err(why.into())),
    };
    let own_words = own_words(app, owned);
    let rules = Rules {
        policy: &app.policy.password,
        second_step: second_step(&owned.holdings),
        own_words: &own_words,
        known: known(app, &password).await?,
    };
    let accepted = match judge(&password, &rules) {
        Ok(accepted) => accepted,
        Err(why) => return Ok(Err(why.into())),
    };
    // Apart from the chance of what is written: a salt has nothing to do with a session.
    let mut chance = Chance::new(app.entropy.seed()?);
    let cost = app.policy.password.cost;
    let hash = app.hashing.hash(password, cost, chance.bytes()).await?;
    Ok(Ok(Chosen {
        sealed: seal(&app.keys, visit.tenant(), account, &hash, &mut chance),
        accepted,
    }))
}

/// What the lists say. A password that can't be looked up isn't taken.
async fn known(app: &Shared, password: &Password) -> Result<Known, PageError> {
    app.blocklist.look_up(password).await.map_err(|error| {
        tracing::error!(%error, "the file of breached passwords can't be read");
        PageError::Broken(Cause::Unexpected("a password couldn't be looked up"))
    })
}

/// The words that whoever tries this account's password tries first.
pub(crate) fn own_words(app: &Shared, owned: &Owned) -> OwnWords {
    let contacts = owned.contacts.iter().map(|one| one.address.to_string());
    let identifiers = owned
        .identifiers
        .iter()
        .map(|one| one.identifier.to_string());
    let host = app.site.origin.split("://").last().unwrap_or_default();
    let site = [app.site.name.clone(), host.to_owned()];
    let texts: Vec<String> = contacts.chain(identifiers).chain(site).collect();
    OwnWords::of(texts.iter().map(String::as_str))
}
