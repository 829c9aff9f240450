//! Whether somebody sent a mail on: a list, a forwarding address, a gateway. That breaks
//! signatures and SPF of honest mails, and is easily pretended.

use std::collections::HashSet;

use super::{
    Signature, SignatureState,
    received::{self, Hop},
};
use crate::{mail::Mail, name};

/// Whether there are signs of it.
pub(super) fn is_forwarded(mail: &Mail, signatures: &[Signature], hops: &[Hop]) -> bool {
    let has = |name| mail.header(name).next().is_some();
    let marks = [
        "arc-seal",
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
        || list
        || mail.from.name.to_lowercase().contains(" via ")
        || has_several_receivers(mail, hops)
}

/// Whether the envelope's sender was rewritten by a forwarder (SRS).
fn is_rewritten(local: &str) -> bool {
    let local = local.to_ascii_lowercase();
    ["srs0=", "srs1=", "srs0+", "srs1+", "srs0-", "srs1-"]
        .iter()
        .any(|mark| local.starts_with(mark))
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
    let owners: HashSet<&str> = hops
        .iter()
        .filter(|hop| hop.address.is_some() && hop.by.contains('.'))
        .map(|hop| name::organisation(&hop.by))
        .collect();
    checked || owners.len() > 2
}
