//! Mail addresses, as people type them and as mail systems once gave them out.

use core::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::text::is_invisible;

/// Octets before the `@` (RFC 5321 §4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// Octets of a whole address: a path of 256 less its brackets (RFC 5321 §4.5.3.1.3).
const LONGEST: usize = 254;

/// A mail address.
///
/// Dots may stand anywhere before the `@`: Japanese carriers gave out addresses
/// such as `ab..c@docomo.ne.jp`, and they still receive mail.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress {
    local: String,
    domain: String,
}

/// Why a text is no mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// Nothing was typed.
    #[error("an address is needed")]
    Empty,
    /// There is no `@`, or nothing before or after it.
    #[error("an address has a name, an @ and a domain")]
    Incomplete,
    /// It is longer than mail systems carry.
    #[error("an address has at most 254 characters, 64 of them before the @")]
    TooLong,
    /// A character that no mail address of ours may have.
    #[error("an address can't contain this character")]
    Character,
    /// The part after the `@` is no domain.
    #[error("the part after the @ is not a domain")]
    Domain,
}

impl MailAddress {
    /// The address that a person typed.
    ///
    /// Full-width letters, surrounding space and invisible marks are forgiven;
    /// international domains become their ASCII form (RFC 5891).
    pub fn parse(typed: &str) -> Result<Self, NotAnAddress> {
        if typed.len() > LONGEST * 8 {
            return Err(NotAnAddress::TooLong);
        }
        let folded: String = typed.nfkc().filter(|c| !is_invisible(*c)).collect();
        let folded = folded.trim();
        if folded.is_empty() {
            return Err(NotAnAddress::Empty);
        }
        let (local, domain) = folded.rsplit_once('@').ok_or(NotAnAddress::Incomplete)?;
        if local.is_empty() || domain.is_empty() {
            return Err(NotAnAddress::Incomplete);
        }
        if !local.chars().all(may_stand_in_local) {
            return Err(NotAnAddress::Character);
        }
        let domain = parse_domain(domain)?;
        if local.len() > LONGEST_LOCAL || local.len() + 1 + domain.len() > LONGEST {
            return Err(NotAnAddress::TooLong);
        }
        Ok(Self {
            local: local.to_owned(),
            domain,
        })
    }

    /// A stand-in for `name` where there is no address to show; no mail ever leaves for it
    /// (RFC 2606 §2).
    #[must_use]
    pub fn nobody(name: &str) -> Self {
        Self {
            local: name.to_owned(),
            domain: "mail.invalid".to_owned(),
        }
    }

    /// The part before the `@`, as it was typed.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The part after the `@`, in ASCII and lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The form under which the address is the same for everyone: in lower case.
    ///
    /// RFC 5321 §2.4 lets a host tell case apart; none in use does, and people don't.
    #[must_use]
    pub fn normal(&self) -> String {
        format!("{}@{}", self.local.to_ascii_lowercase(), self.domain)
    }

    /// The address as it is shown where others may look on: `m…@example.jp`.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.local.chars().take(1).collect();
        format!("{first}…@{}", self.domain)
    }
}

fn may_stand_in_local(c: char) -> bool {
    // atext of RFC 5322 §3.2.3, and the dot wherever it stands.
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn parse_domain(typed: &str) -> Result<String, NotAnAddress> {
    let ascii = idna::domain_to_ascii_strict(typed).map_err(|_| NotAnAddress::Domain)?;
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let all_numeric = |label: &str| label.chars().all(|c| c.is_ascii_digit());
    let mut labels = ascii.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let rest: Vec<_> = labels.collect();
    if rest.is_empty() || all_numeric(top) || !is_label(top) || !rest.into_iter().all(is_label) {
        return Err(NotAnAddress::Domain);
    }
    Ok(ascii)
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// Logs see an address masked.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailAddress({})", self.masked())
    }
}

impl TryFrom<String> for MailAddress {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        Self::parse(&text)
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> Self {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(typed: &str) -> Result<String, NotAnAddress> {
        MailAddress::parse(typed).map(|address| address.normal())
    }

    #[test]
    fn addresses_of_japanese_carriers_are_addresses() {
        for carrier in [
            "ab..c@docomo.ne.jp",
            "ab.@ezweb.ne.jp",
            ".ab@softbank.ne.jp",
        ] {
            assert_eq!(normal(carrier).as_deref(), Ok(carrier));
        }
    }

    #[test]
    fn what_an_input_method_types_is_folded() {
        assert_eq!(
            normal("　Ｍｉｋａ＠Example.ＪＰ\u{200b} ").as_deref(),
            Ok("mika@example.jp")
        );
        assert_eq!(normal("a@日本語.jp").as_deref(), Ok("a@xn--wgv71a119e.jp"));
    }

    #[test]
    fn each_mistake_has_its_own_name() {
        use NotAnAddress::{Character, Domain, Empty, Incomplete, TooLong};
        for (typed, why) in [
            ("  ", Empty),
            ("mika", Incomplete),
            ("@example.jp", Incomplete),
            ("mika@", Incomplete),
            ("mi ka@example.jp", Character),
            ("mika\0@example.jp", Character),
            ("a@b@example.jp", Character),
            ("<mika@example.jp", Character),
            ("三日@example.jp", Character),
            ("mika@example", Domain),
            ("mika@exa_mple.jp", Domain),
            ("mika@-a.jp", Domain),
            ("mika@192.0.2.1", Domain),
            ("mika@example.jp\r\nBcc: x@example.jp", Character),
            ("mika@example.jp\nx", Domain),
        ] {
            assert_eq!(normal(typed), Err(why), "{typed:?}");
        }
        let long = format!("{}@example.jp", "a".repeat(65));
        assert_eq!(normal(&long), Err(TooLong));
        assert_eq!(normal(&"a".repeat(10_000)), Err(TooLong));
    }

    #[test]
    fn a_masked_address_shows_one_letter_and_the_domain() {
        let address = MailAddress::parse("mika@example.jp").expect("an address");
        assert_eq!(address.masked(), "m…@example.jp");
        assert_eq!(format!("{address:?}"), "MailAddress(m…@example.jp)");
    }
}
