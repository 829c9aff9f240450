//! What a new thing is called whose person gives it no name.

use kadomori_domain::locale::Locale;

use crate::text::text;

/// What a new authenticator app is called beside so many others.
#[must_use]
pub fn app_name(locale: Locale, others: u32) -> String {
    let name = text(locale, "way-name-totp");
    match others {
        0 => name.into_owned(),
        others => format!("{name} {}", others.saturating_add(1)),
    }
}
