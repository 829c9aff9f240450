//! What browsers are asked for (§5.4, §5.5), in the form that their
//! `parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON` read.

use coset::iana::EnumI64 as _;
use kadomori_domain::factor::passkey::Passkey;
use serde_json::{Value, json};

use super::{
    ceremony::{Ceremony, TIMEOUT},
    cose,
    webauthn::{Discoverable, Enrolling, RelyingParty},
};

/// `PublicKeyCredentialCreationOptionsJSON`.
pub(super) fn for_enrol(site: &RelyingParty, who: &Enrolling<'_>, ceremony: &Ceremony) -> Value {
    let algorithms = cose::OFFERED.map(|one| json!({ "type": "public-key", "alg": one.to_i64() }));
    let resident_key = match who.discoverable {
        Discoverable::Preferred => "preferred",
        Discoverable::Required => "required",
    };
    json!({
        "rp": { "id": site.id, "name": site.name },
        "user": {
            "id": who.handle.to_string(),
            "name": who.account,
            "displayName": who.account,
        },
        "challenge": ceremony.challenge(),
        "pubKeyCredParams": algorithms,
        "timeout": millis(),
        "excludeCredentials": descriptors(who.existing),
        "authenticatorSelection": {
            "residentKey": resident_key,
            // For authenticators of Level 1, which know no other word.
            "requireResidentKey": who.discoverable == Discoverable::Required,
            "userVerification": ceremony.verification().word(),
        },
        "attestation": "none",
        "extensions": { "credProps": true },
    })
}

/// `PublicKeyCredentialRequestOptionsJSON`.
pub(super) fn for_sign_in(
    site: &RelyingParty,
    allow: Option<&[Passkey]>,
    ceremony: &Ceremony,
) -> Value {
    json!({
        "challenge": ceremony.challenge(),
        "timeout": millis(),
        "rpId": site.id,
        "allowCredentials": descriptors(allow.unwrap_or_default()),
        "userVerification": ceremony.verification().word(),
    })
}

fn millis() -> u64 {
    u64::try_from(TIMEOUT.as_millis()).unwrap_or(u64::MAX)
}

fn descriptors(passkeys: &[Passkey]) -> Value {
    let each = passkeys.iter().map(|one| {
        let mut descriptor = json!({ "type": "public-key", "id": one.credential.to_string() });
        let words = one.transports.words();
        if let (false, Some(descriptor)) = (words.is_empty(), descriptor.as_object_mut()) {
            descriptor.insert("transports".to_owned(), json!(words));
        }
        descriptor
    });
    each.collect()
}
