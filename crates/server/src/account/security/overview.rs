//! The overview: each way with its state, and what can be done with it. It changes nothing,
//! so that it asks for no fresh proof.

use axum::http::StatusCode;
use kadomori_domain::{
    factor::passkey::{Passkey, UserHandle},
    id::AccountId,
    identifier::Identifier,
    security::{App, Contact, HeldIdentifier, Phone},
    time::Time,
};
use kadomori_pages::{
    account::security::{AddressItem, AppItem, PasskeyItem, PhoneItem, SecurityPage, UserNameItem},
    ending::Ending,
};
use kadomori_store::{
    StoreError, Tx, password, recovery_code,
    security::{self, Owned},
};

use super::told::Told;
use crate::{
    extract::{Query, SignedIn, Visit},
    reply::{PageError, Reply, page},
};

/// Shows what protects the account.
pub(crate) async fn show(signed_in: SignedIn, Query(told): Query<Told>) -> Reply {
    let visit = &signed_in.visit;
    let asked = (visit.clone(), signed_in.account.id);
    let found = visit.app.db.read(asked, |tx, (visit, account)| {
        Box::pin(look_up(tx, visit, *account))
    });
    let Found {
        owned,
        password_at,
        recovery_at,
    } = found.await?.ok_or(PageError::Ending(Ending::SignedOut))?;
    let identifiers = &owned.identifiers;
    let (addresses, phones) = (owned.contacts.iter(), owned.phones.iter());
    let overview = SecurityPage {
        frame: signed_in.frame(),
        now: visit.now,
        zone: visit.zone(signed_in.account.zone.as_deref()),
        notice: told.notice(),
        holdings: owned.holdings,
        password_at,
        apps: owned.apps.iter().map(app_item).collect(),
        passkeys: owned.passkeys.iter().map(passkey_item).collect(),
        recovery_at,
        addresses: addresses
            .map(|contact| address_item(contact, identifiers))
            .collect(),
        phones: phones.map(|phone| phone_item(phone, identifiers)).collect(),
        texts: visit.app.policy.texts.texts,
        user_name: identifiers.iter().find_map(user_name_item),
        phrase_at: owned.phrase.as_ref().map(|held| held.chosen_at),
        signal: Some(signal(visit, signed_in.account.id, &owned.passkeys)),
    };
    page(StatusCode::OK, overview.render())
}

/// What tells the browser which passkeys are left.
fn signal(visit: &Visit, account: AccountId, left: &[Passkey]) -> String {
    let index = visit.app.keys.index_key(visit.tenant());
    let handle = UserHandle::of(account, &index);
    let site = visit.app.relying_party();
    site.signal_all(handle, left).to_string()
}

struct Found {
    owned: Owned,
    password_at: Option<Time>,
    recovery_at: Option<Time>,
}

async fn look_up(
    tx: &mut Tx,
    visit: &Visit,
    account: AccountId,
) -> Result<Option<Found>, StoreError> {
    let Some(owned) = security::find(tx, visit.tenant(), account).await? else {
        return Ok(None);
    };
    let password = password::find(tx, Some(account)).await?;
    Ok(Some(Found {
        owned,
        password_at: password.map(|password| password.at),
        recovery_at: recovery_code::find_made_at(tx, account).await?,
    }))
}

fn app_item(app: &App) -> AppItem {
    AppItem {
        id: app.id,
        label: app.label.to_string(),
        created_at: app.created_at,
        used_at: app.used_at,
    }
}

fn passkey_item(passkey: &Passkey) -> PasskeyItem {
    PasskeyItem {
        id: passkey.id,
        label: passkey.label.to_string(),
        backup: passkey.backup,
        verified: passkey.verified,
        created_at: passkey.created_at,
        used_at: passkey.used_at,
    }
}

fn address_item(contact: &Contact, identifiers: &[HeldIdentifier]) -> AddressItem {
    let own = Identifier::Mail(contact.address.clone());
    AddressItem {
        id: contact.id,
        address: contact.address.to_string(),
        codes: contact.codes,
        notices: contact.notices,
        signs_in: signs_in(identifiers, &own),
        normal: own.normal(),
        broken_at: contact.broken_at,
    }
}

fn phone_item(phone: &Phone, identifiers: &[HeldIdentifier]) -> PhoneItem {
    let own = Identifier::Phone(phone.number.clone());
    PhoneItem {
        id: phone.id,
        number: phone.number.to_string(),
        signs_in: signs_in(identifiers, &own),
        normal: own.normal(),
        created_at: phone.created_at,
        broken_at: phone.broken_at,
    }
}

/// Whether one of the account's contacts may be signed in with.
fn signs_in(identifiers: &[HeldIdentifier], own: &Identifier) -> bool {
    let mut held = identifiers.iter();
    held.any(|one| one.signs_in && one.identifier.is_same_as(own))
}

fn user_name_item(held: &HeldIdentifier) -> Option<UserNameItem> {
    match &held.identifier {
        Identifier::UserName(name) => Some(UserNameItem {
            name: name.to_string(),
            signs_in: held.signs_in,
        }),
        Identifier::Mail(_) | Identifier::Phone(_) => None,
    }
}
