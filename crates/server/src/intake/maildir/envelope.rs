//! The envelope of a mail in a Maildir, as the mail server that put it there wrote it down
//! at the top.

use super::super::read::ReversePath;

/// Octets of the header that are looked at.
const HEAD: usize = 64 * 1024;
/// Fields that tell who a mail was for. The last is the sender's word; what counts is the
/// signed name in it.
const RECIPIENTS: [&str; 4] = ["Delivered-To", "X-Original-To", "Envelope-To", "To"];

/// Who a mail is from and who it may be for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) from: ReversePath,
    pub(super) recipients: Vec<String>,
}

impl Envelope {
    pub(super) fn of(mail: &[u8]) -> Self {
        let head = String::from_utf8_lossy(mail.get(..HEAD).unwrap_or(mail));
        let mut from = None;
        let mut recipients = Vec::new();
        let mut is_recipients = false;
        for line in head.lines().take_while(|line| !line.is_empty()) {
            let value = if line.starts_with([' ', '\t']) {
                line
            } else {
                let (name, value) = line.split_once(':').unwrap_or((line, ""));
                let name = name.trim_end();
                is_recipients = RECIPIENTS.iter().any(|it| name.eq_ignore_ascii_case(it));
                // The first is the mail server's; another may be in what it was given.
                if name.eq_ignore_ascii_case("Return-Path") && from.is_none() {
                    from = Some(reverse_path(value));
                }
                value
            };
            if is_recipients {
                recipients.extend(addresses(value));
            }
        }
        Self {
            from: from.unwrap_or(ReversePath::Someone(String::new())),
            recipients,
        }
    }
}

/// Some mail servers write down `<MAILER-DAEMON>` for nobody.
fn reverse_path(value: &str) -> ReversePath {
    let address = value.trim().trim_matches(['<', '>']);
    let local = address.split('@').next().unwrap_or_default();
    if local.is_empty() || local.eq_ignore_ascii_case("MAILER-DAEMON") {
        ReversePath::Null
    } else {
        ReversePath::Someone(address.to_owned())
    }
}

fn addresses(value: &str) -> impl Iterator<Item = String> {
    value
        .split(|c: char| c.is_whitespace() || "<>,;()\"".contains(c))
        .filter(|word| word.contains('@'))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_mail_server_writes_the_envelope_at_the_top() {
        let mail = "Return-Path: <>\r\nX-Original-To: bounces+a@example.jp\r\n\
                    Delivered-To: box@mx.internal\r\nReturn-Path: <x@example.com>\r\n\
                    To: Someone <bounces+b@example.jp>,\r\n\tbounces+c@example.jp\r\n\
                    Subject: d@example.jp\r\n\r\nTo: e@example.jp\r\n";
        let envelope = Envelope::of(mail.as_bytes());
        assert_eq!(envelope.from, ReversePath::Null);
        let expected = [
            "bounces+a@example.jp",
            "box@mx.internal",
            "bounces+b@example.jp",
            "bounces+c@example.jp",
        ];
        assert_eq!(envelope.recipients, expected);
    }

    #[test]
    fn nobody_is_spelled_in_two_ways_and_never_assumed() {
        let from = |head: &str| Envelope::of(head.as_bytes()).from;
        for head in [
            "Return-Path: <>\n\n",
            "Return-path:<MAILER-DAEMON>\n\n",
            "return-path: <mailer-daemon@mx.example.jp>\n\n",
        ] {
            assert_eq!(from(head), ReversePath::Null, "{head:?}");
        }
        for head in [
            "",
            "To: a@b.jp\n\n",
            "Return-Path: <mika@example.jp>\n",
            "\nReturn-Path: <>\n",
        ] {
            assert_ne!(from(head), ReversePath::Null, "{head:?}");
        }
    }

    #[test]
    fn someone_has_an_address() {
        let envelope = Envelope::of(b"Return-Path: <Mika@example.jp>\n\n");
        let someone = ReversePath::Someone("Mika@example.jp".to_owned());
        assert_eq!(envelope.from, someone);
        assert!(!format!("{envelope:?}").contains("Mika"));
    }

    proptest! {
        #[test]
        fn no_octets_make_it_stumble(mail: Vec<u8>) {
            let _ = Envelope::of(&mail);
        }
    }
}
