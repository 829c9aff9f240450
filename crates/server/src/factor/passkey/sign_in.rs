//! A passkey is used: *verifying an authentication assertion*, §7.2.

use aws_lc_rs::digest;
use kadomori_domain::{factor::passkey::Asserted, time::Time};

use super::{
    authenticator_data::AuthenticatorData,
    ceremony::{Ceremony, Kind},
    client_data::{self, Asked},
    cose::PublicKey,
    response::Assertion,
    webauthn::{AssertRefusal, Known, RelyingParty, Unfit},
};

/// What the passkey said, after every check of §7.2. A counter that went back is told, and
/// refuses nothing (step 22).
pub(super) fn finish(
    site: &RelyingParty,
    state: &[u8],
    assertion: &Assertion,
    known: Option<Known<'_>>,
    now: Time,
) -> Result<Asserted, AssertRefusal> {
    let ceremony = Ceremony::recall(state, now)?;
    let Kind::SignIn { allowed } = &ceremony.kind else {
        return Err(Unfit::OtherCeremony.into());
    };
    client_data::check(&assertion.client_data, Asked::Get, &ceremony, &site.origin)?;
    let data = AuthenticatorData::parse(&assertion.authenticator_data)
        .ok_or(Unfit::Malformed("authenticator data"))?;
    data.check(site, &ceremony)?;

    let known = known
        .filter(|known| is_meant(assertion, known, allowed.is_some()))
        .filter(|known| {
            allowed
                .as_ref()
                .is_none_or(|list| list.contains(&known.passkey.credential))
        })
        .ok_or(AssertRefusal::UnknownKey)?;
    let key = PublicKey::parse(&known.passkey.public_key).ok_or(AssertRefusal::WrongSignature)?;
    if !key.verifies(&signed(assertion), &assertion.signature) {
        return Err(AssertRefusal::WrongSignature);
    }
    if data.backup.is_eligible() != known.passkey.backup.is_eligible() {
        return Err(AssertRefusal::Changed);
    }
    Ok(Asserted::new(
        known.passkey,
        data.is_verified(),
        data.backup,
        data.counter,
    ))
}

/// Whether the passkey that was found is the one that answered, in the name of its own
/// account (steps 5 and 6). An authenticator names the account whenever it chose the
/// passkey by itself; when it was given a list, it may leave the name out.
fn is_meant(assertion: &Assertion, known: &Known<'_>, was_listed: bool) -> bool {
    let names_account = match &assertion.handle {
        Some(handle) => handle.as_slice() == known.handle.as_bytes(),
        None => was_listed,
    };
    names_account && known.passkey.credential == *assertion.credential()
}

/// What the signature is over (steps 20 and 21).
fn signed(assertion: &Assertion) -> Vec<u8> {
    let hash = digest::digest(&digest::SHA256, &assertion.client_data);
    [assertion.authenticator_data.as_slice(), hash.as_ref()].concat()
}
