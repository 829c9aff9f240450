//! A passkey is made: *registering a new credential*, §7.1.

use kadomori_domain::{factor::passkey::NewPasskey, time::Time};

use super::{
    authenticator_data::{self, AuthenticatorData},
    ceremony::{Ceremony, Kind},
    client_data::{self, Asked},
    cose::PublicKey,
    response::Enrolment,
    webauthn::{EnrolRefusal, RelyingParty, Unfit},
};

/// The passkey that `response` brings, after every check of §7.1 but one: that no account
/// has its credential id already (step 26) is the store's to see.
pub(super) fn finish(
    site: &RelyingParty,
    state: &[u8],
    response: &str,
    now: Time,
) -> Result<NewPasskey, EnrolRefusal> {
    let ceremony = Ceremony::recall(state, now)?;
    let Kind::Enrol { excluded } = &ceremony.kind else {
        return Err(Unfit::OtherCeremony.into());
    };
    let answer = Enrolment::parse(response)?;
    client_data::check(&answer.client_data, Asked::Create, &ceremony, &site.origin)?;

    let data = authenticator_data::in_attestation(&answer.attestation)
        .ok_or(Unfit::Malformed("attestation"))?;
    let data = AuthenticatorData::parse(&data).ok_or(Unfit::Malformed("authenticator data"))?;
    data.check(site, &ceremony)?;

    let (verified, counter, backup) = (data.is_verified(), data.counter, data.backup);
    let made = data.made.ok_or(Unfit::Malformed("new passkey"))?;
    if made.credential != answer.credential {
        return Err(Unfit::Malformed("credential id").into());
    }
    if excluded.contains(&made.credential) {
        return Err(EnrolRefusal::AlreadyThere);
    }
    PublicKey::parse(&made.public_key).ok_or(EnrolRefusal::NotOffered)?;
    Ok(NewPasskey {
        credential: made.credential,
        public_key: made.public_key,
        counter,
        backup,
        verified,
        transports: answer.transports,
        aaguid: made.aaguid,
        discoverable: answer.discoverable,
    })
}
