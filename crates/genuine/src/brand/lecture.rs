//! Mails that show what fakes look like: columns, alerts, courses. They write the addresses in
//! them so that nobody can follow them, which no forger would do with his own.

use std::sync::LazyLock;

use regex::Regex;

use super::{Brands, text::pattern};
use crate::{
    mail::{Link, LinkKind, Mail},
    name,
};

/// An address that can't be followed, in lower case.
static DEFANGED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\bhxxps?\b|[a-z0-9]\[(?:\.|dot|ドット)\][a-z0-9]|\[:\]//|https?://[^\s/]{0,40}[●■〇○]",
    )
    .ok()
});

/// What talks of frauds, in lower case.
static FRAUDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\bphish|\bscams?\b|\bspoof|\bfakes?\b|\bfraud|\bimpersonat|\bmalware\b|フィッシング|詐欺|なりすまし|偽(?:の|物|サイト|メール|sms)|にせ|を(?:名乗る|かたる|騙る|装う)|マルウェア|不審な(?:メール|サイト)",
    )
    .ok()
});

/// Whether a mail with this text (clean, in lower case) talks of frauds, shows addresses that
/// can't be followed, and has no live link but to its sender, to those who count clicks for
/// senders, and to well-known pages. A decoy beside a forger's link makes nothing of it.
pub(super) fn is_lecture(mail: &Mail, brands: &Brands, text: &str) -> bool {
    let has = |it: &LazyLock<Option<Regex>>| it.as_ref().is_some_and(|it| it.is_match(text));
    if !has(&DEFANGED) || !has(&FRAUDS) {
        return false;
    }
    let sender = mail.from.address().map(|it| it.domain.as_str());
    let own = |host: &str| {
        sender.is_some_and(|domain| name::organisation(domain) == name::organisation(host))
    };
    // A host after `hxxp://` is read as a link, though it is none.
    let broken = |link: &Link| {
        let lower = link.target.to_ascii_lowercase();
        let shown = ["hxxp://", "hxxps://"].iter().any(|it| {
            let rest = text.split(it).skip(1);
            rest.clone().any(|rest| rest.starts_with(&link.host))
        });
        lower.starts_with("hxx") || (!lower.contains("://") && shown)
    };
    mail.links.iter().all(|link| match link.kind {
        LinkKind::Web | LinkKind::Mail if broken(link) => true,
        LinkKind::Web | LinkKind::Area if link.host.is_empty() => true,
        LinkKind::Web | LinkKind::Area => {
            let known = brands.owner(&link.host).is_some() && !name::is_redirect(&link.target);
            let known = known && !name::is_user_content(&link.host);
            known || own(&link.host) || name::is_click_counter(&link.host)
        }
        LinkKind::Mail => own(&link.host),
        LinkKind::Phone | LinkKind::Other => true,
        LinkKind::Form | LinkKind::Code => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, rule::sample::BRANDS, source};

    fn lecture(text: &str) -> bool {
        let mail = format!("From: Column <a@column.example>\r\nSubject: 7\r\n\r\n{text}");
        let mail = source::open(mail.as_bytes(), &Limits::default()).unwrap();
        is_lecture(&mail, &BRANDS, &mail.visible.to_lowercase())
    }

    #[test]
    fn who_shows_fakes_writes_addresses_that_nobody_can_follow() {
        for text in [
            "A fake of this week: hxxps://kumo-login[.]example. More: https://column.example/7",
            "偽物の例です。hxxp://kumo.example/ から確認してください",
            "フィッシングサイトのURL https://●●●●.example/",
        ] {
            assert!(lecture(text), "{text}");
        }
    }

    #[test]
    fn a_decoy_beside_a_strangers_link_is_no_lecture() {
        for text in [
            "Not a fake like hxxps://bad[.]example: sign in at https://kumo-login.example/",
            "No fake. Sign in at https://column.example/",
            "See hxxps://bad[.]example",
            "A fake like hxxps://bad[.]example; https://sites.google.com/view/kumo",
        ] {
            assert!(!lecture(text), "{text}");
        }
    }
}
