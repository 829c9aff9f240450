//! The way a mail took, as far as its topmost receiver wrote it down (`Received`, RFC 5321 §4.4).
//!
//! Every server writes above what was there. So the topmost lines are the receiver's own; those
//! below may be forged by whoever handed the mail in, and are never taken for a fact.

use std::net::IpAddr;

use super::comment::{self, Piece};
use crate::{mail::Mail, name};

/// One line of the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hop {
    /// What the client called itself (`from`), in lower case.
    pub(super) greeting: String,
    /// Its address.
    pub(super) address: Option<IpAddr>,
    /// Who wrote the line (`by`), in lower case.
    pub(super) by: String,
}

/// Lines that are looked at.
const HOPS: usize = 50;

/// The lines, the topmost first.
pub(super) fn hops(mail: &Mail) -> Vec<Hop> {
    mail.header("received").take(HOPS).map(Hop::parse).collect()
}

/// The line that tells who handed the mail in to the receiver; `None` where none does honestly.
///
/// Lines above it that the receiver wrote on its own way inside are passed by: those without a
/// client, and those with a client at a private address whose next line is of the same owner,
/// or that were written under a name without a domain, as large receivers' inner servers have.
/// Between two servers of the receiver's at public addresses it is given up: which of the lines
/// below are the receiver's own can't be told any more.
pub(super) fn entry(hops: &[Hop]) -> Option<&Hop> {
    let mut rest = hops.iter().peekable();
    while let Some(hop) = rest.next() {
        let below = rest.peek();
        let same = below.is_some_and(|below| is_of_one_owner(&below.by, &hop.by));
        match hop.address {
            None if hop.greeting.is_empty() => {}
            None => return None,
            Some(address) if is_private(address) => {
                if !same && is_host(&hop.by) {
                    return None;
                }
            }
            Some(_) if is_of_one_owner(&hop.greeting, &hop.by) => {
                let from_outside = |hop: &&Hop| hop.address.is_some_and(|it| !is_private(it));
                let mut outside = rest.filter(from_outside);
                let inner = outside.next();
                let inner = inner.is_some_and(|inner| is_of_one_owner(&inner.by, &hop.by));
                return (!inner).then_some(hop);
            }
            Some(_) => return Some(hop),
        }
    }
    None
}

/// Who received it: the topmost `by` that is a name.
pub(super) fn receiver(hops: &[Hop]) -> Option<&str> {
    let mut names = hops.iter().map(|hop| hop.by.as_str());
    names.find(|name| is_host(name))
}

/// Whether two hosts have one owner: by the public suffix list, and for the few large receivers
/// that write lines under several names.
pub(super) fn is_of_one_owner(a: &str, b: &str) -> bool {
    const FAMILIES: [&[&str]; 3] = [
        &[
            "outlook.com",
            "office365.com",
            "exchangelabs.com",
            "hotmail.com",
        ],
        &["google.com", "googlemail.com", "gmail.com"],
        &["yahoo.com", "yahoodns.net"],
    ];
    let (a, b) = (name::organisation(a), name::organisation(b));
    !a.is_empty()
        && (a == b
            || FAMILIES
                .iter()
                .any(|family| family.contains(&a) && family.contains(&b)))
}

fn is_host(name: &str) -> bool {
    name.contains('.') && name.parse::<IpAddr>().is_err() && !name.contains(':')
}

/// Addresses that nobody on the Internet has.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(four) => {
            let shared = four.octets()[0] == 100 && four.octets()[1] & 0xc0 == 0x40;
            four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_unspecified()
                || shared
        }
        IpAddr::V6(six) => {
            six.is_loopback()
                || six.is_unicast_link_local()
                || six.is_unique_local()
                || six.is_unspecified()
        }
    }
}

impl Hop {
    /// Reads a line, as Postfix, Exim, sendmail, qmail, Exchange and Google write it.
    pub(super) fn parse(value: &str) -> Self {
        let mut hop = Self::default();
        let mut clause = Clause::None;
        let mut comments = Vec::new();
        let line = comment::before_semicolon(value);
        for piece in comment::pieces(line) {
            match (piece, clause) {
                (Piece::Word(word), _) if word.eq_ignore_ascii_case("from") && hop.is_new() => {
                    clause = Clause::From;
                }
                (Piece::Word(word), _) if word.eq_ignore_ascii_case("by") && hop.by.is_empty() => {
                    clause = Clause::By;
                }
                (Piece::Word(word), Clause::From) if hop.greeting.is_empty() => {
                    hop.greeting = lower(word);
                }
                (Piece::Word(word), Clause::By) if hop.by.is_empty() => {
                    hop.by = lower(word);
                    clause = Clause::None;
                }
                (Piece::Comment(comment), Clause::From) => comments.push(comment),
                (Piece::Word(_) | Piece::Comment(_), _) => {}
            }
        }
        // The client chose its greeting, so an address in it counts only where the server put it
        // there itself: Exim, in brackets and without another in the comment.
        let told = comments.iter().find_map(|comment| address_in(comment));
        hop.address = told.or_else(|| bracketed(&hop.greeting));
        hop
    }

    fn is_new(&self) -> bool {
        self.greeting.is_empty() && self.by.is_empty()
    }
}

#[derive(Clone, Copy)]
enum Clause {
    None,
    From,
    By,
}

fn lower(word: &str) -> String {
    let word = word.trim_end_matches(['.', ',']);
    word.chars().take(255).collect::<String>().to_lowercase()
}

/// The address in a comment of a `from` clause, but for what the client said or asked others to
/// say: `helo=…`, `"EHLO …"`, `ident=…`.
fn address_in(comment: &str) -> Option<IpAddr> {
    let said = |word: &str| {
        let word = word.to_ascii_lowercase();
        ["helo", "ehlo", "ident"]
            .iter()
            .any(|it| word.starts_with(it))
    };
    // qmail writes "(HELO name) (address)".
    if said(comment)
        && comment
            .split_once(' ')
            .is_some_and(|(first, _)| first.len() == 4)
    {
        return None;
    }
    let outside: Vec<&str> = comment.split('"').step_by(2).collect();
    let words = || {
        let words = outside.iter().flat_map(|it| it.split_ascii_whitespace());
        words.filter(|word| !said(word))
    };
    let plain = |word: &str| {
        let (_, host) = word.rsplit_once('@').unwrap_or(("", word));
        parse(host.trim_end_matches([';', ',']))
    };
    let told = words().filter_map(bracketed).next_back();
    told.or_else(|| words().filter_map(plain).next_back())
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]`, `host[192.0.2.1]:25`.
fn bracketed(word: &str) -> Option<IpAddr> {
    let (_, rest) = word.split_once('[')?;
    let (inside, _) = rest.split_once(']')?;
    parse(inside)
}

fn parse(text: &str) -> Option<IpAddr> {
    let tagged = text
        .get(..5)
        .is_some_and(|tag| tag.eq_ignore_ascii_case("ipv6:"));
    let text = if tagged { text.get(5..)? } else { text };
    let address: IpAddr = text.parse().ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines, and the greeting, address and writer that they tell.
    const LINES: &[(&str, &str, &str, &str)] = &[
        (
            "from mx.a.example (mx.a.example [192.0.2.186]) (using TLSv1.3 with cipher X \
                 (256/256 bits)) by mail.b.example (Postfix) with ESMTPS id CA85; Thu",
            "mx.a.example",
            "192.0.2.186",
            "mail.b.example",
        ),
        (
            "from [IPv6:2001:db8::5] (unknown [IPv6:2001:db8::7]) by mail.b.example (Postfix)",
            "[ipv6:2001:db8::5]",
            "2001:db8::7",
            "mail.b.example",
        ),
        (
            "from mail.a.example ([192.0.2.1]:51562 helo=[198.51.100.9]) by b.example with esmtps",
            "mail.a.example",
            "192.0.2.1",
            "b.example",
        ),
        (
            "from [192.0.2.1] (helo=198.51.100.9) by b.example with esmtp (Exim 4.96)",
            "[192.0.2.1]",
            "192.0.2.1",
            "b.example",
        ),
        (
            "from forged.example (IDENT:[198.51.100.9]@mail.a.example [192.0.2.1] (may be forged)) \
                 by b.example (8.17.1/8.17.1) with ESMTP id g7D",
            "forged.example",
            "192.0.2.1",
            "b.example",
        ),
        (
            "from unknown (HELO 198.51.100.9) (192.0.2.1) by b.example with SMTP; 1 Jan",
            "unknown",
            "192.0.2.1",
            "b.example",
        ),
        (
            "from unknown (HELO [198.51.100.9]) (user@192.0.2.1) by b.example with SMTP",
            "unknown",
            "192.0.2.1",
            "b.example",
        ),
        (
            "from a.example (2001:db8::3) by SN1.mail.protection.outlook.com (2001:db8::9) \
                 with Microsoft SMTP Server (version=TLS1_2) id 15.20; Sun",
            "a.example",
            "2001:db8::3",
            "sn1.mail.protection.outlook.com",
        ),
        (
            "from mail-a.example (mail-a.example. [192.0.2.41]) by mx.google.com with SMTPS id \
                 x for <u@b.example> (Google Transport Security); Mon",
            "mail-a.example",
            "192.0.2.41",
            "mx.google.com",
        ),
        (
            "from lindbergh.example ([192.0.2.19]:51562 \"EHLO [198.51.100.9]\" \
                 rhost-flags-OK-OK-OK-OK) by vger.example with ESMTP",
            "lindbergh.example",
            "192.0.2.19",
            "vger.example",
        ),
        (
            "FROM mx.a.example (mx.a.example[192.0.2.8]) BY b.example",
            "mx.a.example",
            "192.0.2.8",
            "b.example",
        ),
    ];

    #[test]
    fn the_lines_of_usual_servers_are_read() {
        for &(line, greeting, address, by) in LINES {
            let hop = Hop::parse(line);
            assert_eq!(hop.greeting, greeting, "{line}");
            assert_eq!(hop.address, Some(address.parse().unwrap()), "{line}");
            assert_eq!(hop.by, by, "{line}");
        }
    }

    #[test]
    fn lines_without_a_client_are_read_too() {
        let hop = Hop::parse("by 2002:a05:6a10:1a1b:b0:5b2:1 with SMTP id x; Mon, 1 Jan 2026");

        assert_eq!(hop.address, None);
        assert_eq!(hop.greeting, "");
        assert_eq!(hop.by, "2002:a05:6a10:1a1b:b0:5b2:1");

        let hop = Hop::parse("(qmail 123 invoked by uid 0); 1 Jan 2026 00:00:00 -0000");
        assert_eq!(hop, Hop::default());
    }

    #[test]
    fn an_address_that_the_client_said_is_not_believed() {
        let hop = Hop::parse("from [198.51.100.9] (unknown [192.0.2.1]) by b.example");
        assert_eq!(hop.address, Some("192.0.2.1".parse().unwrap()));

        let hop = Hop::parse("from x (HELO [198.51.100.9]) by b.example");
        assert_eq!(hop.address, None);
    }

    fn entry_of(lines: &[&str]) -> Option<String> {
        let hops: Vec<Hop> = lines.iter().map(|line| Hop::parse(line)).collect();
        entry(&hops).map(|hop| hop.greeting.clone())
    }

    #[test]
    fn the_receivers_own_lines_are_passed_by() {
        let of = entry_of(&[
            "by 2002:a05::1 with SMTP id x",
            "from filter.b.example (filter.b.example [10.0.0.1]) by store.b.example",
            "from mx.a.example (mx.a.example [192.0.2.1]) by mx.b.example",
            "from forged.example (forged.example [198.51.100.1]) by mx.a.example",
        ]);

        assert_eq!(of.as_deref(), Some("mx.a.example"));
    }

    #[test]
    fn a_private_address_before_a_strangers_line_ends_it() {
        let of = entry_of(&[
            "from localhost (localhost [127.0.0.1]) by home.b.example",
            "from mx.a.example (mx.a.example [192.0.2.1]) by mx.c.example",
        ]);

        assert_eq!(of, None);
    }

    #[test]
    fn inner_servers_without_a_domain_are_passed_by() {
        let of = entry_of(&[
            "from p01-store-7 ([10.73.44.58]) by p465-gateway-ee48 with SMTP id x",
            "from mx.a.example (mx.a.example [192.0.2.1]) by mx-in-58.b.example",
        ]);

        assert_eq!(of.as_deref(), Some("mx.a.example"));
    }

    #[test]
    fn a_sender_within_the_receivers_organisation_is_one_too() {
        let of = entry_of(&[
            "from mx.shop.b.example (mx.shop.b.example [192.0.2.9]) by mail.b.example",
            "from app.shop.b.example (unknown [10.0.0.1]) by mx.shop.b.example",
        ]);

        assert_eq!(of.as_deref(), Some("mx.shop.b.example"));
    }

    #[test]
    fn a_receivers_own_public_addresses_end_it_too() {
        let of = entry_of(&[
            "from mx.b.example (mx.b.example [192.0.2.9]) by mail.b.example",
            "from localhost (localhost [127.0.0.1]) by mx.b.example",
            "from mx.a.example (mx.a.example [192.0.2.1]) by mx.b.example",
        ]);
        assert_eq!(of, None);

        let of = entry_of(&[
            "from A.PROD.OUTLOOK.COM (2603:10b6::18) by B.outlook.office365.com (2603::1)",
            "from mx.a.example (192.0.2.1) by C.mail.protection.outlook.com (10.1.1.1)",
        ]);

        assert_eq!(of, None);
    }
}
