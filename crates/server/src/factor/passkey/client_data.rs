//! The browser's own word in a ceremony (`CollectedClientData`, §5.8.1): what was asked,
//! with which challenge, and by which page. The authenticator signs it.

use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use super::{ceremony::Ceremony, webauthn::Unfit};

/// Which ceremony the browser was in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// `navigator.credentials.create()`.
    Create,
    /// `navigator.credentials.get()`.
    Get,
}

impl Asked {
    const fn word(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

/// What is read of it. More members may come (§5.8.1.1), and none twice.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    #[serde(default)]
    top_origin: Option<String>,
}

/// Checks it (steps 5 to 11 of §7.1, 8 to 14 of §7.2): this kind of ceremony, this
/// challenge, and a page of this very `origin` that stands in no other's frame.
pub(super) fn check(
    json: &[u8],
    asked: Asked,
    ceremony: &Ceremony,
    origin: &str,
) -> Result<(), Unfit> {
    // "UTF-8 decode" of the Encoding Standard skips a byte-order mark.
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let told: ClientData =
        serde_json::from_slice(json).map_err(|_| Unfit::Malformed("client data"))?;
    let answers = told
        .challenge
        .as_bytes()
        .ct_eq(ceremony.challenge().as_bytes());
    if told.kind != asked.word() || !bool::from(answers) {
        return Err(Unfit::OtherCeremony);
    }
    if told.origin != origin || told.cross_origin || told.top_origin.is_some() {
        return Err(Unfit::WrongOrigin);
    }
    Ok(())
}
