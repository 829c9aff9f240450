//! The settings about text messages: what they take, and whether a provider has what it
//! needs.

use std::path::PathBuf;
use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use kadomori_domain::phone::Country;
use zeroize::Zeroizing;

use super::choice::TextProvider;
use super::kind::{Kind, Written};
use super::load::Given;
use super::raw::{Mismatch, Raw, quoted};
use super::secret::Secret;
use super::service_url::ServiceUrl;
use super::table::{Config, TextConfig, TextSecondConfig};

/// What the secret of a webhook begins with, by the Standard Webhooks specification.
const WEBHOOK_SECRET: &str = "whsec_";
/// How many bytes it holds, by the same.
const WEBHOOK_SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// Where Twilio itself is.
const TWILIO: &str = "https://api.twilio.com";

/// The settings of one provider.
#[derive(Clone, Debug)]
pub struct TextProviderConfig {
    /// How it is talked to.
    pub provider: TextProvider,
    /// Where it is.
    pub url: ServiceUrl,
    /// The user name.
    pub username: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// What signs.
    pub secret: Option<Secret>,
    /// The account.
    pub account: Option<String>,
    /// From whom the texts come.
    pub from: Option<String>,
    /// Authorities to trust besides the usual ones.
    pub ca_file: Option<PathBuf>,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

/// Which settings of a provider hold something.
macro_rules! filled_of {
    ($section:expr) => {{
        let section = $section;
        let all = [
            ("url", section.url.is_some()),
            ("username", section.username.is_some()),
            ("password_file", section.password_file.is_some()),
            ("password", section.password.is_some()),
            ("secret_file", section.secret_file.is_some()),
            ("secret", section.secret.is_some()),
            ("account", section.account.is_some()),
            ("from", section.from.is_some()),
            ("ca_file", section.ca_file.is_some()),
        ];
        let filled = all.into_iter().filter(|(_, is_filled)| *is_filled);
        filled.map(|(name, _)| name).collect::<Vec<_>>()
    }};
}

/// Both sections have the same settings, and the same rules for them.
macro_rules! provider_of {
    ($section:expr) => {{
        let section = $section;
        section
            .provider
            .zip(address(section.provider, section.url.as_ref()))
            .map(|(provider, url)| TextProviderConfig {
                provider,
                url,
                username: section.username.clone(),
                password: section.password.clone(),
                secret: section.secret.clone(),
                account: section.account.clone(),
                from: section.from.clone(),
                ca_file: section.ca_file.clone(),
                timeout: section.timeout,
            })
    }};
}

impl TextConfig {
    /// The first provider; `None` where no text messages are sent.
    #[must_use]
    pub fn first(&self) -> Option<TextProviderConfig> {
        provider_of!(self)
    }

    /// Both providers, or the one, or none.
    #[must_use]
    pub fn providers(&self) -> Vec<TextProviderConfig> {
        self.first()
            .into_iter()
            .chain(self.second.provider())
            .collect()
    }
}

impl TextSecondConfig {
    fn provider(&self) -> Option<TextProviderConfig> {
        provider_of!(self)
    }
}

fn address(provider: Option<TextProvider>, url: Option<&ServiceUrl>) -> Option<ServiceUrl> {
    let usual = || match provider {
        Some(TextProvider::Twilio) => ServiceUrl::parse(TWILIO).ok(),
        Some(TextProvider::Kannel | TextProvider::Webhook) | None => None,
    };
    url.cloned().or_else(usual)
}

/// The bytes of a webhook's secret: `whsec_` and 24 to 64 bytes in base64. The error completes
/// the sentence "it can't be used: …".
pub(crate) fn webhook_key(secret: &Secret) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    let text = secret.reveal().strip_prefix(WEBHOOK_SECRET);
    let text = text.ok_or("it doesn't begin with whsec_")?;
    let key = BASE64.decode(text).map(Zeroizing::new);
    let key = key.map_err(|_| "what follows whsec_ isn't base64")?;
    if WEBHOOK_SECRET_BYTES.contains(&key.len()) {
        Ok(key)
    } else {
        Err("it doesn't hold 24 to 64 bytes")
    }
}

/// Fills in what follows: texts go to the country whose numbers are typed without one.
pub(super) fn complete(config: &mut Config) {
    let text = &mut config.text;
    if text.countries.is_empty() {
        text.countries = vec![text.country];
    }
}

/// Reports what a provider lacks, and what it has no use for.
pub(super) fn check(config: &Config, given: &mut Given) {
    let text = &config.text;
    let second = &text.second;
    if text.provider.is_some() && config.mail.server.is_none() {
        given.conflict(
            &["text.provider", "mail.server"],
            "There is a provider for text messages, and no mail server: while Kadomori is tried \
             out, it sends nothing and shows text messages on its inbox page.",
            "Set `mail.server` and `mail.from` too, or leave out `text.provider`.",
        );
    }
    if second.provider.is_some() && text.provider.is_none() {
        given.conflict(
            &["text.second.provider", "text.provider"],
            "There is a second provider for text messages, and no first.",
            "Set `text.provider` too, or move what stands in [text.second] to [text].",
        );
    }
    let first = ("text", filled_of!(text));
    let second_filled = ("text.second", filled_of!(second));
    check_provider(first, text.provider, given);
    check_provider(second_filled, second.provider, given);
    check_secret("text", text.provider, text.secret.as_ref(), given);
    check_secret(
        "text.second",
        second.provider,
        second.secret.as_ref(),
        given,
    );
}

/// A section, and the names of its settings that hold something.
type Filled = (&'static str, Vec<&'static str>);

/// Whether a provider wants a setting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Needed,
    Fine,
    Useless,
}

/// A setting (each of its spellings), and whether a provider wants it.
type Wish = (&'static [&'static str], Want);

fn wishes(provider: TextProvider, has_username: bool) -> [Wish; 6] {
    use Want::{Fine, Needed, Useless};
    let [url, username, password, secret, account, from] = match provider {
        TextProvider::Kannel => [Needed, Needed, Needed, Useless, Useless, Fine],
        // The key's own secret signs nothing: with a key, what signs has to be said too.
        TextProvider::Twilio if has_username => [Fine, Fine, Needed, Needed, Needed, Needed],
        TextProvider::Twilio => [Fine, Fine, Needed, Fine, Needed, Needed],
        TextProvider::Webhook => [Needed, Useless, Useless, Needed, Useless, Fine],
    };
    [
        (&["url"], url),
        (&["username"], username),
        (&["password_file", "password"], password),
        (&["secret_file", "secret"], secret),
        (&["account"], account),
        (&["from"], from),
    ]
}

fn check_provider((section, filled): Filled, provider: Option<TextProvider>, given: &mut Given) {
    let path = |name: &str| format!("{section}.{name}");
    let kind = path("provider");
    let Some(provider) = provider else {
        if let Some(set) = filled.first().map(|name| path(name)) {
            given.conflict(
                &[&set, &kind],
                format!("There is `{set}`, and nothing that says what kind of provider it is for."),
                format!("Set `{kind}` too, or leave out `{set}`."),
            );
        }
        return;
    };
    let word = provider.word();
    for (names, want) in wishes(provider, filled.contains(&"username")) {
        let paths: Vec<String> = names.iter().map(|name| path(name)).collect();
        let set = names.iter().find(|name| filled.contains(name));
        let set = set.map(|name| path(name));
        let mut all: Vec<&str> = paths.iter().map(String::as_str).collect();
        all.push(&kind);
        let first = all.first().copied().unwrap_or_default();
        match (want, set) {
            (Want::Needed, None) => given.conflict(
                &all,
                format!("The provider \"{word}\" can't do without `{first}`."),
                format!("Set `{first}` too."),
            ),
            (Want::Useless, Some(set)) => given.conflict(
                &[&set, &kind],
                format!("The provider \"{word}\" has no use for `{set}`."),
                format!("Leave out `{set}`."),
            ),
            (Want::Needed | Want::Fine, _) | (Want::Useless, None) => {}
        }
    }
}

fn check_secret(
    section: &str,
    provider: Option<TextProvider>,
    secret: Option<&Secret>,
    given: &mut Given,
) {
    let secret = secret.filter(|_| provider == Some(TextProvider::Webhook));
    let Some(Err(why)) = secret.map(webhook_key) else {
        return;
    };
    let (file, here) = (
        format!("{section}.secret_file"),
        format!("{section}.secret"),
    );
    given.conflict(
        &[&file, &here],
        format!("The webhook's secret can't be used: {why}."),
        "Make one of \"whsec_\" and what `openssl rand -base64 32` prints.",
    );
}

/// The address of a service.
pub(super) fn service_url() -> Written<ServiceUrl> {
    Written {
        expected: "an https address, as \"https://sms.example.jp/send\"; on this computer also \
                   \"http://localhost:13013/cgi-bin/sendsms\"",
        parse: ServiceUrl::parse,
        show: |url| url.as_str().to_owned(),
        secret: false,
    }
}

/// From whom texts come: a number, or a name where networks take one.
pub(super) fn text_sender() -> Written<String> {
    Written {
        expected: "a number or a name of up to 40 letters and digits, as \"0005123456\"",
        parse: |text| {
            let is_sign = |c: char| c.is_ascii_alphanumeric() || " +-._&".contains(c);
            match text.trim() {
                "" => Err("it is empty".to_owned()),
                text if text.chars().all(is_sign) && text.len() <= 40 => Ok(text.to_owned()),
                _ => Err("no network takes such a sender".to_owned()),
            }
        },
        show: Clone::clone,
        secret: false,
    }
}

/// The name of an account at a provider; it stands in addresses.
pub(super) fn account_name() -> Written<String> {
    Written {
        expected: "an account's name of letters and digits, as \"AC0123456789abcdef\"",
        parse: |text| {
            let is_sign = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            if (1..=64).contains(&text.len()) && text.chars().all(is_sign) {
                Ok(text.to_owned())
            } else {
                Err("accounts have letters and digits".to_owned())
            }
        },
        show: Clone::clone,
        secret: false,
    }
}

/// A country that has telephone numbers.
pub(super) fn country() -> Written<Country> {
    Written {
        expected: "a country by its two letters, as \"JP\"",
        parse: parse_country,
        show: Country::to_string,
        secret: false,
    }
}

fn parse_country(text: &str) -> Result<Country, String> {
    Country::parse(text.trim()).map_err(|_| format!("{} names no country", quoted(text)))
}

/// A list of countries.
pub(super) struct Countries;

pub(super) fn countries() -> Countries {
    Countries
}

impl Kind for Countries {
    type Value = Vec<Country>;

    fn expected(&self) -> String {
        "a list of countries by their two letters, as [\"JP\", \"KR\"]".to_owned()
    }

    fn read(&self, raw: &Raw) -> Result<Vec<Country>, Mismatch> {
        let read = |text| parse_country(text).map_err(Mismatch::Because);
        raw.list()?.into_iter().map(read).collect()
    }

    fn show(&self, value: &Vec<Country>) -> String {
        let shown: Vec<String> = value.iter().map(|one| format!("\"{one}\"")).collect();
        format!("[{}]", shown.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken<T>(kind: &Written<T>, text: &str) -> bool {
        kind.read(&Raw::Variable(text.to_owned())).is_ok()
    }

    #[test]
    fn countries_are_read_from_a_list_or_from_commas() {
        let listed = countries()
            .read(&Raw::Variable("jp, KR".to_owned()))
            .unwrap();
        assert_eq!(countries().show(&listed), "[\"JP\", \"KR\"]");
        let refused = countries().read(&Raw::Variable("JP, ZZ".to_owned()));
        assert_eq!(refused, Err(Mismatch::because("\"ZZ\" names no country")));
    }

    #[test]
    fn a_sender_is_a_number_or_a_short_name() {
        for text in [
            "0005123456",
            "+81901234567",
            "Kadomori",
            "MG0123456789abcdef",
        ] {
            assert!(taken(&text_sender(), text), "{text}");
        }
        for text in ["", "門森", "a\nb", "a\"b", &"a".repeat(41)] {
            assert!(!taken(&text_sender(), text), "{text}");
        }
    }

    #[test]
    fn an_account_can_stand_in_an_address() {
        assert!(taken(&account_name(), "AC0123456789abcdef"));
        for text in ["", "a/b", "a b", "..", "a?b", "a%2F"] {
            assert!(!taken(&account_name(), text), "{text}");
        }
    }

    #[test]
    fn the_secret_of_a_webhook_is_long_and_in_base64() {
        let key = |text: &str| webhook_key(&Secret::new(text)).map(|key| key.len());
        assert_eq!(key(&format!("whsec_{}", BASE64.encode([7; 32]))), Ok(32));
        assert!(key(&format!("whsec_{}", BASE64.encode([7; 23]))).is_err());
        assert!(key(&format!("whsec_{}", BASE64.encode([7; 65]))).is_err());
        assert!(key(&BASE64.encode([7; 32])).is_err());
        assert!(key("whsec_not base64").is_err());
    }
}
