//! Whether somebody sent a mail on: a list, a forwarding address, a gateway. That breaks
//! signatures and SPF of honest mails, and is easily pretended.

use super::{
    Signature, SignatureState,
    policy::Author,
    received::{self, Hop},
    tag::Tags,
};
use crate::mail::Mail;

/// Seals that are looked at: there may be fifty (RFC 8617 §5.1.1.1).
const SEALS: usize = 50;

/// Whether there are signs of it.
pub(super) fn is_forwarded(
    mail: &Mail,
    author: &Author,
    signatures: &[Signature],
    hops: &[Hop],
) -> bool {
    let has = |name| mail.header(name).next().is_some();
    let marks = [
        "resent-from",
        "resent-sender",
        "resent-to",
        "resent-date",
        "x-forwarded-to",
        "x-forwarded-for",
        "x-forwarded-encrypted",
    ];
    let rewritten = mail
        .return_path
        .as_ref()
        .is_some_and(|path| is_rewritten(&path.local));
    let held = signatures
        .iter()
        .any(|it| it.aligned && it.state == SignatureState::Holds);
    let list = ["list-id", "list-post"].into_iter().any(has) && !held;
    rewritten
        || marks.into_iter().any(has)
        || is_sealed_by_others(mail, hops)
        || list
        || mail.from.name.to_lowercase().contains(" via ")
        || was_handed_on(author, hops)
        || has_several_receivers(mail, hops)
}

/// Whether the envelope's sender was rewritten by a forwarder (SRS).
fn is_rewritten(local: &str) -> bool {
    let local = local.to_ascii_lowercase();
    ["srs0=", "srs1=", "srs0+", "srs1+", "srs0-", "srs1-"]
        .iter()
        .any(|mark| local.starts_with(mark))
}

/// Whether somebody sealed it (ARC, RFC 8617) who isn't the receiver: large receivers seal
/// whatever comes in.
fn is_sealed_by_others(mail: &Mail, hops: &[Hop]) -> bool {
    let receiver = received::receiver(hops).unwrap_or_default();
    let own = |domain: &str| {
        received::is_of_one_owner(domain, receiver)
            || (domain == "microsoft.com" && received::is_of_one_owner(receiver, "outlook.com"))
    };
    mail.header("arc-seal").take(SEALS).any(|seal| {
        let tags = Tags::parse(seal).unwrap_or_default();
        let domain = tags.get("d").unwrap_or_default().to_ascii_lowercase();
        !own(&domain)
    })
}

/// Whether it went from the sender's server to somebody, and from there on.
fn was_handed_on(author: &Author, hops: &[Hop]) -> bool {
    hops.windows(2).any(|lines| match lines {
        [above, below] => {
            is_from_outside(above)
                && is_from_outside(below)
                && author.is_akin(&below.greeting)
                && !author.is_akin(&above.greeting)
                && !received::is_of_one_owner(&above.by, &below.by)
                && received::is_of_one_owner(&above.greeting, &below.by)
        }
        _ => false,
    })
}

/// Whether a server that isn't the topmost receiver's took it in from outside and checked it,
/// as a receiver does, before it sent it on.
fn has_several_receivers(mail: &Mail, hops: &[Hop]) -> bool {
    let Some(receiver) = received::receiver(hops) else {
        return false;
    };
    let checked = mail.header("authentication-results").skip(1).any(|value| {
        let server = value.split([';', ' ']).next().unwrap_or_default();
        let server = server.to_ascii_lowercase();
        let wrote = |hop: &Hop| received::is_of_one_owner(&hop.by, &server);
        !received::is_of_one_owner(receiver, &server) && hops.iter().any(wrote)
    });
    let mut owners: Vec<&str> = Vec::new();
    for hop in hops {
        let known = owners
            .iter()
            .any(|it| received::is_of_one_owner(it, &hop.by));
        if is_from_outside(hop) && !known {
            owners.push(&hop.by);
        }
    }
    checked || owners.len() > 2
}

fn is_from_outside(hop: &Hop) -> bool {
    hop.by.contains('.') && hop.address.is_some_and(|it| !received::is_private(it))
}
