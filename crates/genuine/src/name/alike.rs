//! Names that are made to look like a brand's.

use super::{is_address, is_free_mailbox, label, organisation, skeleton, tails};
use crate::brand::{BrandId, Brands, Imitated};

/// How a name is made to look like a brand's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Likeness {
    /// By letters that look like others (`rnicrosoft`, `g00gle`).
    Letters,
    /// By letters of other scripts (`xn--…`).
    Script,
    /// By a letter too many, too few or swapped.
    Typo,
    /// The brand's whole domain stands before somebody else's.
    Subdomain,
    /// The brand's name is a part of somebody else's domain.
    Within,
}

/// A name that looks like a brand's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookalike<'a> {
    /// The brand.
    pub brand: &'a BrandId,
    /// How.
    pub how: Likeness,
}

/// The longest name that the DNS has (RFC 1035 §2.3.4).
const LONGEST: usize = 253;

/// What stands beside a brand's name in names that are made to deceive. Short names and
/// ordinary words (`au`, `line`) are told as brands only beside one of these.
const BAIT: &[&str] = &[
    "access",
    "account",
    "accounts",
    "admin",
    "ads",
    "alert",
    "alerts",
    "anzen",
    "app",
    "auth",
    "authentication",
    "bank",
    "banking",
    "billing",
    "card",
    "care",
    "center",
    "centre",
    "cloud",
    "co",
    "code",
    "com",
    "confirm",
    "confirmation",
    "contact",
    "customer",
    "customers",
    "delivery",
    "desk",
    "device",
    "drive",
    "email",
    "express",
    "help",
    "helpdesk",
    "honnin",
    "id",
    "inc",
    "info",
    "invoice",
    "jimukyoku",
    "jp",
    "kakunin",
    "kanri",
    "kyc",
    "live",
    "locked",
    "login",
    "logon",
    "mail",
    "member",
    "members",
    "membership",
    "message",
    "mobile",
    "myaccount",
    "mypage",
    "ne",
    "net",
    "ninsho",
    "notice",
    "notification",
    "notifications",
    "notify",
    "office",
    "online",
    "or",
    "order",
    "orders",
    "org",
    "otp",
    "parcel",
    "pass",
    "password",
    "pay",
    "payment",
    "payments",
    "point",
    "points",
    "portal",
    "post",
    "prime",
    "protect",
    "protection",
    "recover",
    "recovery",
    "refund",
    "renewal",
    "reply",
    "reset",
    "review",
    "reward",
    "rewards",
    "safe",
    "safety",
    "secure",
    "secured",
    "security",
    "server",
    "service",
    "services",
    "shop",
    "sign",
    "signin",
    "signon",
    "ssl",
    "sso",
    "staff",
    "store",
    "suite",
    "support",
    "system",
    "team",
    "tetsuzuki",
    "track",
    "tracking",
    "unlock",
    "update",
    "updates",
    "user",
    "users",
    "validate",
    "verification",
    "verified",
    "verify",
    "wallet",
    "web",
    "webmail",
    "website",
    "www",
];

/// Words that are near to a brand's name and are none of its disguises.
const HONEST: &[&str] = &[
    "abode",
    "adobes",
    "amazing",
    "amazons",
    "ample",
    "apples",
    "apply",
    "balance",
    "binances",
    "booking",
    "bookings",
    "cooking",
    "looking",
    "canvas",
    "discard",
    "dropbox",
    "faceoff",
    "factbook",
    "finance",
    "gitlab",
    "goggle",
    "goggles",
    "googly",
    "handbook",
    "instagrams",
    "kraker",
    "lodger",
    "maple",
    "mastercards",
    "mercury",
    "microloft",
    "morton",
    "notebook",
    "papal",
    "racebook",
    "softback",
    "specify",
    "stream",
    "telegraph",
    "telegrams",
    "trevor",
    "walmer",
    "yearbook",
    "macrosoft",
];

/// Which brand's domain `host` (lower case, ASCII) is made to look like; `None` for the brand's
/// own and for names like nobody's. Says nothing of intent: people who like a brand have such
/// names, too.
#[must_use]
pub fn looks_like<'a>(host: &str, brands: &'a Brands) -> Option<Lookalike<'a>> {
    let host = host.trim_end_matches('.');
    if host.is_empty()
        || host.len() > LONGEST
        || is_address(host)
        || is_free_mailbox(host)
        || brands.knows(host)
    {
        return None;
    }
    let (brand, how) = subdomain(host, brands).or_else(|| {
        let registered = decoded(label(host));
        in_label(&registered, brands)
            .or_else(|| typo(&registered, brands).map(|it| (&it.brand, Likeness::Typo)))
            .or_else(|| before(host, brands))
    })?;
    Some(Lookalike { brand, how })
}

/// A brand's whole domain before somebody else's.
fn subdomain<'a>(host: &str, brands: &'a Brands) -> Option<(&'a BrandId, Likeness)> {
    let before = prefix(host);
    tails(before).take(12).find_map(|tail| {
        let ends = tail.match_indices('.').map(|(at, _)| at).skip(1).take(3);
        let ends = ends.chain([tail.len()]);
        ends.filter_map(|end| tail.get(..end))
            .filter(|name| name.contains('.'))
            .find_map(|name| brands.has_domain(name))
            .map(|brand| (brand, Likeness::Subdomain))
    })
}

/// What stands before the domain that was registered.
fn prefix(host: &str) -> &str {
    host.strip_suffix(organisation(host))
        .map_or("", |before| before.trim_end_matches('.'))
}

/// A brand's name as a label before somebody else's domain.
fn before<'a>(host: &str, brands: &'a Brands) -> Option<(&'a BrandId, Likeness)> {
    let labels = prefix(host).split('.').filter(|it| !it.is_empty());
    labels
        .take(12)
        .find_map(|label| in_label(&decoded(label), brands))
}

/// A label as a browser shows it.
fn decoded(label: &str) -> String {
    if label.starts_with("xn--") {
        idna::domain_to_unicode(label).0
    } else {
        label.to_ascii_lowercase()
    }
}

/// A label that looks like a brand's, or holds its name.
fn in_label<'a>(label: &str, brands: &'a Brands) -> Option<(&'a BrandId, Likeness)> {
    let bare = skeleton(label);
    let foreign = !label.is_ascii();
    if let Some(it) = brands.imitated_by(&bare) {
        let how = if foreign {
            Likeness::Script
        } else if it.text != label {
            Likeness::Letters
        } else {
            Likeness::Within
        };
        // An ordinary word under another ending is a name like any other.
        return (how != Likeness::Within || !it.word).then_some((&it.brand, how));
    }
    within(label, &bare, brands).or_else(|| part(label, brands))
}

/// The name that a whole label is near to.
fn typo<'a>(label: &str, brands: &'a Brands) -> Option<&'a Imitated> {
    let length = label.len();
    if !label.is_ascii() || !(5..=24).contains(&length) || HONEST.contains(&label) {
        return None;
    }
    let letters = letters(label);
    brands.imitated().find(|it| {
        let most: usize = if it.text.len() < 8 { 1 } else { 2 };
        !it.word
            && it.text.len() >= 5
            && it.text.len().abs_diff(length) <= most
            && (letters ^ it.letters).count_ones() as usize <= 2 * most
            && (it.text.len() > 8 || it.text.get(..1) == label.get(..1))
            && strsim::osa_distance(&it.text, label) <= most
    })
}

/// Which letters and digits a label has, a bit each.
pub(crate) fn letters(label: &str) -> u64 {
    label.bytes().fold(0, |bits, octet| match octet {
        b'a'..=b'z' => bits | 1 << (octet - b'a'),
        b'0'..=b'9' => bits | 1 << (26 + octet - b'0'),
        _ => bits,
    })
}

/// A long name anywhere within a label.
fn within<'a>(label: &str, bare: &str, brands: &'a Brands) -> Option<(&'a BrandId, Likeness)> {
    let it = brands.imitated_within(bare)?;
    let how = if !label.is_ascii() {
        Likeness::Script
    } else if label.contains(&it.text) {
        Likeness::Within
    } else {
        Likeness::Letters
    };
    Some((&it.brand, how))
}

/// A short name or an ordinary word beside bait, or one that is near to a name there.
fn part<'a>(label: &str, brands: &'a Brands) -> Option<(&'a BrandId, Likeness)> {
    let parts = label.split(['-', '_']).filter(|it| !it.is_empty()).take(8);
    let parts: Vec<&str> = parts.collect();
    let is_bait = |part: &&str| BAIT.contains(part) || part.bytes().all(|it| it.is_ascii_digit());
    if parts.len() < 2 || !parts.iter().any(is_bait) {
        return None;
    }
    let others = || parts.iter().filter(|part| !is_bait(part));
    let named = others().find_map(|part| {
        let it = brands.imitated_by(&skeleton(part))?;
        let same = it.text == **part;
        (same || it.text.len() >= 4).then_some((it, same))
    });
    if let Some((it, same)) = named {
        let how = if same {
            Likeness::Within
        } else {
            Likeness::Letters
        };
        return Some((&it.brand, how));
    }
    others()
        .find_map(|part| typo(part, brands))
        .map(|it| (&it.brand, Likeness::Typo))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::sample::BRANDS;

    fn of(host: &str) -> Option<(String, Likeness)> {
        looks_like(host, &BRANDS).map(|it| (it.brand.0.clone(), it.how))
    }

    #[test]
    fn disguises_are_told() {
        for (host, brand, how) in [
            ("rnicrosoft.com", "microsoft", Likeness::Letters),
            ("mail.micros0ft.example", "microsoft", Likeness::Letters),
            ("g00gle.example", "google", Likeness::Letters),
            ("app1e.example", "apple", Likeness::Letters),
            ("l1ne.test", "line", Likeness::Letters),
            ("arnazon.example", "amazon", Likeness::Letters),
            ("paypa1-login.test", "paypal", Likeness::Letters),
            ("xn--mirsoft-cjgz.com", "microsoft", Likeness::Script),
            ("xn--mazon-3ve.example", "amazon", Likeness::Script),
            ("mircosoft.test", "microsoft", Likeness::Typo),
            ("microsotf-support.test", "microsoft", Likeness::Typo),
            ("amazom.test", "amazon", Likeness::Typo),
            ("rakuteh.test", "rakuten", Likeness::Typo),
            (
                "accounts.google.com.signin-desk.example",
                "google",
                Likeness::Subdomain,
            ),
            ("www.amazon.co.jp.lure.test", "amazon", Likeness::Subdomain),
            ("microsoft-account.example", "microsoft", Likeness::Within),
            ("amazon-co-jp.test", "amazon", Likeness::Within),
            ("amazon.desk.test", "amazon", Likeness::Within),
            ("secure-paypal.test", "paypal", Likeness::Within),
            ("mymercarishop.test", "mercari", Likeness::Within),
            ("line-anzen.example", "line", Likeness::Within),
            ("au-login.test", "au", Likeness::Within),
            ("appleid-support.test", "apple", Likeness::Within),
            ("github.test", "github", Likeness::Within),
        ] {
            assert_eq!(of(host), Some((brand.to_owned(), how)), "{host}");
        }
    }

    #[test]
    fn own_and_honest_names_are_not() {
        for host in [
            "accountprotection.microsoft.com",
            "accounts.google.com",
            "www.google.co.jp",
            "gmail.com",
            "line.me",
            "mail.yahoo.co.jp",
            "example.jp",
            "line-dance.example",
            "au-pair-agency.example",
            "pineapple.example",
            "finance.example",
            "goggles.example",
            "maple-syrup.example",
            "online.example",
            "deadline.example",
            "metabolism.example",
            "apple.example",
            "groups.example",
            "startups.example",
            "203.0.113.7",
            "",
            "chasewood.example",
            "stream.example",
            "visaya.example",
        ] {
            assert_eq!(of(host), None, "{host}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_asked_for(host in "\\PC{0,60}|([a-z0-9-]{1,12}\\.){1,6}[a-z]{2,8}") {
            let _ = looks_like(&host, &BRANDS);
        }
    }
}
