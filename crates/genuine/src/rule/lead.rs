//! Whether a mail of somebody who has a name leads anywhere that a theft could happen.

use super::{Scene, attachment::is_invitation};
use crate::{
    mail::{Link, LinkKind, Mailbox},
    name,
};

/// Whether it leads to somebody else than the sender's mailbox, the brand, or another that is
/// known: by a link, an address for answers, a number to call, a file.
///
/// A page of the sender's own counts, for forgers have such, too.
pub(super) fn leads(scene: &Scene<'_>) -> bool {
    let mail = scene.mail;
    let answers = |it: &Mailbox| !is_own_mailbox(scene, &it.domain);
    mail.links.iter().any(|link| leads_away(scene, link))
        || mail.reply_to.iter().any(answers)
        || !mail.attachments.iter().all(is_invitation)
}

fn leads_away(scene: &Scene<'_>, link: &Link) -> bool {
    match link.kind {
        LinkKind::Web | LinkKind::Area => {
            let known = scene.options.brands.owner(&link.host).is_some();
            let open = name::is_user_content(&link.host) || name::is_redirect(&link.target);
            !known || open || link.user_info || link.port.is_some()
        }
        LinkKind::Mail => !is_own_mailbox(scene, &link.host),
        LinkKind::Phone | LinkKind::Form | LinkKind::Code | LinkKind::Other => true,
    }
}

/// Whether an answer there goes where an answer to the mail goes anyway.
fn is_own_mailbox(scene: &Scene<'_>, domain: &str) -> bool {
    scene.is_senders(domain) && !name::is_free_mailbox(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Offline, brand,
        rule::sample::{BRANDS, options},
    };

    fn leads_of(lines: &str) -> bool {
        let octets = format!(
            "From: Hana Mori <hana@mori-tools.example>\r\nTo: a@kadomori.example\r\n\
             Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@mori-tools.example>\r\n{lines}"
        );
        let options = options(&[]);
        let mail = crate::source::open(octets.as_bytes(), &options.limits).unwrap();
        let claim = brand::claim(&mail, &BRANDS);
        let known = crate::auth::authenticate(&mail, &options, &Offline);
        leads(&Scene::new(&mail, &claim, &known, &options))
    }

    #[test]
    fn the_senders_mailbox_and_known_pages_lead_nowhere() {
        for lines in [
            "Subject: Hello\r\n\r\nNo link.",
            "Subject: Stop\r\n\r\nWrite to stop@mori-tools.example.",
            "Subject: See\r\n\r\nhttps://www.microsoft.com/security",
            "Reply-To: help@mori-tools.example\r\nSubject: Hello\r\n\r\nYes.",
        ] {
            assert!(!leads_of(lines), "{lines}");
        }
    }

    #[test]
    fn pages_of_the_sender_and_of_strangers_lead_somewhere() {
        for lines in [
            "Subject: See\r\n\r\nhttps://mori-tools.example/login",
            "Subject: See\r\n\r\nhttps://sites.google.com/view/mori",
            "Subject: Write\r\n\r\nWrite to mori@gmail.com.",
            "Reply-To: mori@gmail.com\r\nSubject: Hello\r\n\r\nYes.",
        ] {
            assert!(leads_of(lines), "{lines}");
        }
    }
}
