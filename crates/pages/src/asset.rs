//! The files that pages refer to, carried in the binary, each under an address that
//! changes with its content and may be cached for ever.

use std::sync::LazyLock;

/// A file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its name below `/assets/`.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What it holds.
    pub content: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $media_type:literal) => {
        Asset {
            name: $name,
            media_type: $media_type,
            content: include_bytes!(concat!("../../../assets/", $name)),
        }
    };
}

const STYLE: Asset = asset!("kadomori.css", "text/css; charset=utf-8");
const SCRIPT: Asset = asset!("flow.js", "text/javascript; charset=utf-8");
/// For the pages that ask for a passkey, or make one.
const PASSKEY_SCRIPT: Asset = asset!("passkey.js", "text/javascript; charset=utf-8");
/// For the pages about mails that are handed in.
const MAIL_CHECK_STYLE: Asset = asset!("mail_check.css", "text/css; charset=utf-8");
const ICON: Asset = asset!("favicon.svg", "image/svg+xml");

/// All of them.
pub const ALL: [Asset; 5] = [STYLE, SCRIPT, PASSKEY_SCRIPT, MAIL_CHECK_STYLE, ICON];

/// Where pages find the style sheet.
pub(crate) static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| STYLE.address());
/// Where pages find the script.
pub(crate) static SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| SCRIPT.address());
/// Where pages find the script for passkeys.
pub(crate) static PASSKEY_SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| PASSKEY_SCRIPT.address());
/// Where pages about mails that are handed in find their style sheet.
pub(crate) static MAIL_CHECK_STYLE_ADDRESS: LazyLock<String> =
    LazyLock::new(|| MAIL_CHECK_STYLE.address());
/// Where pages find the icon.
pub(crate) static ICON_ADDRESS: LazyLock<String> = LazyLock::new(|| ICON.address());

/// The file with this name.
#[must_use]
pub fn find(name: &str) -> Option<Asset> {
    ALL.into_iter().find(|asset| asset.name == name)
}

impl Asset {
    /// Where pages find it: with the fingerprint of its content.
    fn address(&self) -> String {
        format!("/assets/{}?v={:016x}", self.name, fingerprint(self.content))
    }
}

/// FNV-1a, 64 bits: tells versions apart, and secures nothing.
fn fingerprint(content: &[u8]) -> u64 {
    content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_by_name_and_addressed_by_content() {
        assert!(find("kadomori.css").is_some());
        assert!(find("../Cargo.toml").is_none());
        assert!(STYLE_ADDRESS.starts_with("/assets/kadomori.css?v="));
        let changed = Asset {
            content: b"other",
            ..STYLE
        };
        assert_ne!(changed.address(), *STYLE_ADDRESS);
    }

    #[test]
    fn the_script_for_passkeys_stays_small() {
        let length = PASSKEY_SCRIPT.content.len();
        assert!(length <= 12 * 1024, "{length}");
    }

    #[test]
    fn the_style_sheet_of_one_place_stays_small() {
        let length = MAIL_CHECK_STYLE.content.len();
        assert!(length <= 5 * 1024, "{length}");
    }

    #[test]
    fn the_style_sheet_stays_small() {
        assert!(STYLE.content.len() <= 18 * 1024, "{}", STYLE.content.len());
    }
}
