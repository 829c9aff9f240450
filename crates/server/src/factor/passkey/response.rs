//! The browser's answers, as its `toJSON()` writes them (§5.1: `RegistrationResponseJSON`,
//! `AuthenticationResponseJSON`). Members that nothing here needs are skipped.

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use kadomori_domain::factor::passkey::{CredentialId, Transports};
use serde::{Deserialize, Deserializer, de};

use super::webauthn::Unfit;

/// Base64url, with or without padding: not every password manager leaves it out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that JSON carries as base64url.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64.decode(text).map(Self).map_err(de::Error::custom)
    }
}

/// The one type that there is (§5.8.2).
#[derive(Deserialize)]
enum Type {
    #[serde(rename = "public-key")]
    PublicKey,
}

/// The answer of `navigator.credentials.create()`.
pub(super) struct Enrolment {
    pub(super) credential: CredentialId,
    pub(super) client_data: Vec<u8>,
    pub(super) attestation: Vec<u8>,
    pub(super) transports: Transports,
    /// `credProps.rk`.
    pub(super) discoverable: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RegistrationResponse {
    raw_id: Bytes,
    #[serde(rename = "type")]
    _type: Type,
    response: Attestation,
    #[serde(default)]
    client_extension_results: Extensions,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attestation {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    #[serde(rename = "attestationObject")]
    object: Bytes,
    #[serde(default)]
    transports: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extensions {
    #[serde(default)]
    cred_props: Option<CredProps>,
}

#[derive(Deserialize)]
struct CredProps {
    #[serde(default)]
    rk: Option<bool>,
}

impl Enrolment {
    /// Reads it.
    pub(super) fn parse(json: &str) -> Result<Self, Unfit> {
        let told: RegistrationResponse =
            serde_json::from_str(json).map_err(|_| Unfit::Malformed("answer"))?;
        let props = told.client_extension_results.cred_props;
        Ok(Self {
            credential: id_of(told.raw_id)?,
            client_data: told.response.client_data.0,
            attestation: told.response.object.0,
            transports: Transports::from_words(told.response.transports.unwrap_or_default()),
            discoverable: props.and_then(|props| props.rk),
        })
    }
}

/// The answer of `navigator.credentials.get()`: read, and not yet verified. It says which
/// passkey to look for.
pub(crate) struct Assertion {
    credential: CredentialId,
    pub(super) client_data: Vec<u8>,
    pub(super) authenticator_data: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) handle: Option<Vec<u8>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthenticationResponse {
    raw_id: Bytes,
    #[serde(rename = "type")]
    _type: Type,
    response: Signed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    authenticator_data: Bytes,
    signature: Bytes,
    #[serde(default)]
    user_handle: Option<Bytes>,
}

impl Assertion {
    /// Reads `json`, an `AuthenticationResponseJSON`.
    pub(crate) fn parse(json: &str) -> Result<Self, Unfit> {
        let told: AuthenticationResponse =
            serde_json::from_str(json).map_err(|_| Unfit::Malformed("answer"))?;
        Ok(Self {
            credential: id_of(told.raw_id)?,
            client_data: told.response.client_data.0,
            authenticator_data: told.response.authenticator_data.0,
            signature: told.response.signature.0,
            handle: told.response.user_handle.map(|handle| handle.0),
        })
    }

    /// The passkey that it claims to be of.
    pub(crate) const fn credential(&self) -> &CredentialId {
        &self.credential
    }
}

fn id_of(bytes: Bytes) -> Result<CredentialId, Unfit> {
    CredentialId::from_bytes(bytes.0).map_err(|_| Unfit::Malformed("credential id"))
}
