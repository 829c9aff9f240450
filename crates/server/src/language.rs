//! Choosing the language: remembered by a cookie, and by the account of those signed in.

use core::time::Duration;

use kadomori_domain::locale::Locale;
use kadomori_store::account;
use serde::Deserialize;

use crate::{
    extract::{CookieName, Form, FormFields, SignedIn, Visit},
    reply::{Reply, see_other, with_cookies},
};

/// How long the choice is remembered.
const YEAR: Duration = Duration::from_hours(24 * 365);

/// A chosen language, and the page to go on with.
#[derive(Deserialize)]
pub(crate) struct Choice {
    locale: String,
    #[serde(default)]
    back: String,
}

impl FormFields for Choice {
    const IS_BOUND: bool = false;
}

/// Remembers the choice and shows the page again.
pub(crate) async fn submit(visit: Visit, Form(choice): Form<Choice>) -> Reply {
    let locale = Locale::tagged(&choice.locale).unwrap_or(visit.locale);
    if let Some((_, account)) = SignedIn::find(&visit).await? {
        let chosen = (account.id, locale);
        let remember = visit.app.db.write(chosen, |tx, (id, locale)| {
            Box::pin(account::update_locale(tx, *id, *locale))
        });
        remember.await?;
    }
    let cookie = CookieName::Locale.set(locale.tag().to_owned(), Some(YEAR), visit.app.site.secure);
    Ok(with_cookies(see_other(own_path(&choice.back))?, [cookie]))
}

/// A path of ours. Anything that a browser could take for another site becomes the start.
fn own_path(back: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
    let is_ours = back.starts_with('/') && !back.starts_with("//") && back.chars().all(is_plain);
    if is_ours { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(own_path("/sign-in/018f"), "/sign-in/018f");
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "/a?b",
            "/a\r\nb",
        ] {
            assert_eq!(own_path(elsewhere), "/");
        }
    }
}
