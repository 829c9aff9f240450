//! Pages of well-known hosts that lead anywhere, so that a link seems to lead to the host.

use url::Url;

use crate::mail::base64;

/// One kind of them: the host (and those within it), how the path begins, and the parameter
/// that names the target.
type Opener = (&'static str, &'static str, &'static [&'static str]);

/// Known ones. A host `google.*` stands for `google` under every public suffix.
const OPENERS: &[Opener] = &[
    ("google.*", "/url", &["q", "url"]),
    ("google.*", "/amp/s/", &[]),
    ("google.*", "/amp/", &[]),
    ("google.*", "/local_url", &["q"]),
    ("google.*", "/aclk", &["adurl"]),
    ("google.*", "/pagead/aclk", &["adurl"]),
    ("google.*", "/linkredirect", &["dest"]),
    ("google.*", "/travel/clk", &["pcurl"]),
    ("notifications.google.com", "/g/p/", &[]),
    ("googleadservices.com", "/pagead/aclk", &["adurl"]),
    ("doubleclick.net", "/", &["adurl", "ds_dest_url", "url"]),
    ("youtube.com", "/redirect", &["q"]),
    ("youtube.com", "/attribution_link", &["u"]),
    ("bing.com", "/ck/a", &["u"]),
    ("bing.com", "/aclick", &["u"]),
    ("facebook.com", "/l.php", &["u"]),
    ("facebook.com", "/flx/warn", &["u"]),
    ("instagram.com", "/", &["u"]),
    ("duckduckgo.com", "/l/", &["uddg"]),
    ("linkedin.com", "/redir", &["url"]),
    ("linkedin.com", "/slink", &["code"]),
    ("linkedin.com", "/authwall", &["sessionRedirect"]),
    ("slack-redir.net", "/link", &["url"]),
    ("safelinks.protection.outlook.com", "/", &["url"]),
    ("urldefense.com", "/", &[]),
    ("urldefense.proofpoint.com", "/", &["u"]),
    ("baidu.com", "/link", &["url"]),
    ("yandex.*", "/redir", &["url"]),
    ("vk.com", "/away.php", &["to"]),
    ("steamcommunity.com", "/linkfilter", &["u", "url"]),
    ("medium.com", "/r/", &["url"]),
    ("t.umblr.com", "/redirect", &["z"]),
    ("href.li", "/", &[]),
    ("r.search.yahoo.com", "/", &[]),
    ("clicks.eventbrite.com", "/", &[]),
    ("adobe.com", "/r/", &["p1"]),
    ("t-info.mail.adobe.com", "/", &["url", "p1"]),
    ("indeed.com", "/r", &["target"]),
    ("ebay.com", "/rover", &["mpre"]),
    ("awin1.com", "/cread.php", &["ued", "p"]),
    ("analytics.google.com", "/", &["url"]),
    ("translate.google.com", "/translate", &["u"]),
    ("web.archive.org", "/web/", &[]),
    ("mastodon.social", "/redirect", &["url"]),
    ("nortonsafe.search.ask.com", "/", &["url"]),
    ("signin.aws.amazon.com", "/redirect", &["redirect_url"]),
];

/// Whether this leads through a page that leads anywhere. A known host's page with a known
/// parameter, or any host's page that is handed a whole URL of another organisation as the
/// value of a parameter that is called like a target.
#[must_use]
pub fn is_redirect(target: &str) -> bool {
    let Ok(url) = Url::parse(target) else {
        return false;
    };
    let Some(host) = url.host_str() else {
        return false;
    };
    let known = OPENERS
        .iter()
        .any(|opener| is_at(host, opener.0) && leads_on(&url, opener));
    known || onward(&url).is_some() || host.ends_with(".translate.goog")
}

/// The host that a redirecting URL leads to, where it names one plainly: lower case.
#[must_use]
pub fn onward_host(target: &str) -> Option<String> {
    let url = Url::parse(target).ok()?;
    if let Some(site) = url.host_str()?.strip_suffix(".translate.goog") {
        // Dots are written as hyphens, hyphens as two.
        let site = site.replace("--", "\u{0}").replace('-', ".");
        return Some(site.replace('\u{0}', "-"));
    }
    onward(&url).or_else(|| hidden(&url))
}

/// Whether a page that leads anywhere is handed its target in a way that nobody can read:
/// in base64, or with its signs escaped twice.
#[must_use]
pub fn hides_target(target: &str) -> bool {
    Url::parse(target).is_ok_and(|url| onward(&url).is_none() && hidden(&url).is_some())
}

/// The host that a known page is handed in such a way.
fn hidden(url: &Url) -> Option<String> {
    let here = url.host_str()?;
    let (_, _, parameters) = OPENERS
        .iter()
        .find(|opener| is_at(here, opener.0) && leads_on(url, opener))?;
    url.query_pairs().take(40).find_map(|(name, value)| {
        let named = parameters.contains(&name.as_ref());
        let there = named.then(|| unescaped(&value).or_else(|| decoded(&value)))??;
        Some(there.host_str()?.to_ascii_lowercase())
    })
}

fn web(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// A target whose signs were escaped once more, or twice.
fn unescaped(value: &str) -> Option<Url> {
    let mut value = value.to_owned();
    for _ in 0..2 {
        let pair = format!("v={value}");
        value = url::form_urlencoded::parse(pair.as_bytes())
            .next()?
            .1
            .into_owned();
        if let Some(url) = web(&value) {
            return Some(url);
        }
    }
    None
}

/// The most octets of a target in base64.
const LONGEST: usize = 3_000;

/// A target in base64, of either alphabet, with or without two signs before it (Bing's `a1`).
fn decoded(value: &str) -> Option<Url> {
    let rest = value.strip_prefix("a1").into_iter();
    rest.chain([value]).find_map(|text| {
        // A `+` in a query is read as a space.
        let (octets, whole) = base64(text.replace(' ', "+").as_bytes(), LONGEST);
        web(core::str::from_utf8(&octets).ok().filter(|_| whole)?)
    })
}

/// Whether `host` lies within `pattern`.
fn is_at(host: &str, pattern: &str) -> bool {
    match pattern.strip_suffix(".*") {
        None => super::is_within(host, pattern),
        Some(label) => super::label(host) == label,
    }
}

fn leads_on(url: &Url, (_, path, parameters): &Opener) -> bool {
    url.path().starts_with(path)
        && (parameters.is_empty()
            || url
                .query_pairs()
                .any(|(name, value)| parameters.contains(&name.as_ref()) && !value.is_empty()))
}

/// The names that targets have in URLs.
const TARGETS: &[&str] = &[
    "url",
    "u",
    "q",
    "to",
    "goto",
    "target",
    "dest",
    "destination",
    "redirect",
    "redirect_url",
    "redirecturl",
    "redir",
    "link",
    "next",
    "out",
    "adurl",
    "continue",
    "returnurl",
    "return_to",
    "uddg",
    "r",
    "rurl",
    "location",
    "ued",
    "mpre",
    "p1",
];

/// The host of another organisation that a parameter names with a whole URL.
fn onward(url: &Url) -> Option<String> {
    let here = super::organisation(url.host_str()?);
    url.query_pairs().take(40).find_map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        if !TARGETS.contains(&name.as_str()) {
            return None;
        }
        let value = value.trim();
        let there = if value.starts_with("//") {
            Url::parse(&format!("https:{value}")).ok()?
        } else {
            Url::parse(value).ok()?
        };
        let there = (matches!(there.scheme(), "http" | "https")).then_some(there)?;
        let host = there.host_str()?.to_ascii_lowercase();
        (super::organisation(&host) != here).then_some(host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_lead_anywhere_are_told() {
        for target in [
            "https://www.google.com/url?q=https://lure.example/a&sa=D",
            "https://www.google.co.jp/url?sa=t&url=https%3A%2F%2Flure.example",
            "https://www.google.com/amp/s/lure.example/x",
            "https://www.youtube.com/redirect?event=a&q=https%3A%2F%2Flure.example",
            "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9sdXJlLmV4YW1wbGU",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Flure.example",
            "https://duckduckgo.com/l/?uddg=https%3A%2F%2Flure.example",
            "https://lure-example.translate.goog/login?_x_tr_sl=en",
            "https://shop.example/out?redirect=https://lure.test/",
        ] {
            assert!(is_redirect(target), "{target}");
        }
    }

    #[test]
    fn plain_pages_and_ways_back_are_not() {
        for target in [
            "https://www.google.com/search?q=weather",
            "https://accounts.google.com/signin?continue=https://mail.google.com/",
            "https://www.youtube.com/watch?v=abc",
            "https://shop.example/",
            "mailto:mika@example.jp",
            "no url",
        ] {
            assert!(!is_redirect(target), "{target}");
        }
    }

    #[test]
    fn where_it_leads_on_is_told_where_it_is_plain() {
        let onward = |it| onward_host(it).unwrap_or_default();
        assert_eq!(
            onward("https://www.google.com/url?q=https://lure.example/a"),
            "lure.example"
        );
        assert_eq!(
            onward("https://a--b-lure-example.translate.goog/"),
            "a-b.lure.example"
        );
        assert_eq!(onward("https://www.bing.com/ck/a?u=a1aHR0"), "");
    }

    #[test]
    fn a_target_that_nobody_can_read_is_read_and_told() {
        for target in [
            "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9sdXJlLmV4YW1wbGUvYQ&ntb=1",
            "https://l.facebook.com/l.php?u=https%253A%252F%252Flure.example%252Fa&h=x",
            "https://www.google.com/url?q=aHR0cHM6Ly9sdXJlLmV4YW1wbGUvYQ%3D%3D",
        ] {
            assert!(hides_target(target), "{target}");
            assert_eq!(onward_host(target).unwrap_or_default(), "lure.example");
        }
        for target in [
            "https://l.facebook.com/l.php?u=https%3A%2F%2Flure.example%2Fa&h=x",
            "https://www.google.com/url?q=weather",
            "https://shop.example/?q=aHR0cHM6Ly9sdXJlLmV4YW1wbGUvYQ",
        ] {
            assert!(!hides_target(target), "{target}");
        }
    }
}
