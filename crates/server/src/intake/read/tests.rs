//! Mails that come back, in the shapes that mail servers give them: each is read as its
//! operator would read it, with either kind of line end.

use core::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// The samples, by their names.
macro_rules! samples {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("samples/", $name, ".eml")))),+]
    };
}

const SAMPLES: [(&str, &str); 33] = samples![
    "any-script",
    "au-unknown",
    "delivered",
    "docomo-full",
    "docomo-unknown",
    "exchange-2003-words",
    "exchange-no-mailbox",
    "exchange-online-rejected",
    "exim-4-words",
    "exim-delayed",
    "exim-no-mailbox",
    "gmail-no-mailbox",
    "no-boundary-between-groups",
    "one-of-two-arrived",
    "passed-on",
    "postfix-delayed",
    "postfix-full",
    "postfix-gave-up",
    "postfix-no-domain",
    "postfix-no-mailbox",
    "postfix-policy",
    "qmail-no-code",
    "qmail-no-mailbox",
    "read-receipt",
    "sendmail-delayed",
    "sendmail-filtered",
    "sendmail-no-mailbox",
    "softbank-unknown",
    "two-failed",
    "vacation",
    "vacation-unmarked",
    "wrapped-by-a-gateway",
    "yahoo-japan-unknown",
];

fn with_mail_line_ends(mail: &str) -> Vec<u8> {
    mail.replace('\n', "\r\n").into_bytes()
}

fn in_a_line(incoming: &Incoming) -> String {
    match incoming {
        Incoming::Other(other) => format!("{other:?}"),
        Incoming::Returned(Returned {
            report,
            status,
            server,
            answer,
        }) => {
            let report = report.map_or("nothing new".to_owned(), |it| format!("{it:?}"));
            let status = status.map_or("-".to_owned(), |it| it.to_string());
            format!("{report} {status} [{server}] {answer}")
        }
    }
}

#[test]
fn what_mail_servers_write_is_understood() {
    let mut told = String::new();
    for (name, mail) in SAMPLES {
        let incoming = read(&with_mail_line_ends(mail), &ReversePath::Null);
        assert_eq!(
            incoming,
            read(mail.as_bytes(), &ReversePath::Null),
            "{name} with bare line ends"
        );
        let _ = writeln!(told, "{name}: {}", in_a_line(&incoming));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_someone_sends_is_never_believed() {
    for (name, mail) in SAMPLES {
        let incoming = read(
            &with_mail_line_ends(mail),
            &ReversePath::Someone("mika@example.jp".to_owned()),
        );
        assert_eq!(incoming, Incoming::Other(Other::FromSomeone), "{name}");
    }
}

#[test]
fn nobody_is_named_in_what_is_kept() {
    for (name, mail) in SAMPLES {
        if let Incoming::Returned(returned) = read(mail.as_bytes(), &ReversePath::Null) {
            let kept = format!("{} {}", returned.server, returned.answer);
            assert!(!kept.contains("mika"), "{name}: {kept}");
            assert!(!kept.contains("ab..c"), "{name}: {kept}");
        }
    }
}

#[test]
fn a_mail_made_to_be_slow_or_deep_is_read_like_any_other() {
    let parts = "--b\r\n".repeat(1_000_000);
    let many = format!("Content-Type: multipart/report; boundary=b\r\n\r\n{parts}");
    let level = "Content-Type: message/rfc822\r\n\r\n";
    let deep = level.repeat(200_000);
    let level = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    let mixed = level.repeat(100_000);
    let head = "X: y\r\n".repeat(1_000_000);
    let long = format!("Subject: {}", "=?utf-8?q?".repeat(500_000));
    let from = format!("From: {}", "<(\"".repeat(1_000_000));
    let fields = format!(
        "Content-Type: message/delivery-status\r\n\r\n{}",
        "Action: failed\r\n\r\n".repeat(300_000)
    );
    for mail in [many, deep, mixed, head, long, from, fields] {
        let begun = std::time::Instant::now();
        let _ = read(mail.as_bytes(), &ReversePath::Null);
        let took = begun.elapsed();
        assert!(took.as_secs() < 5, "{took:?}: {}", &mail[..40]);
    }
}

proptest! {
    #[test]
    fn no_octets_make_it_stumble(mail: Vec<u8>) {
        let _ = read(&mail, &ReversePath::Null);
    }

    #[test]
    fn no_damage_makes_it_stumble(
        sample in 0..SAMPLES.len(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        end in any::<prop::sample::Index>(),
    ) {
        let mut mail = with_mail_line_ends(SAMPLES[sample].1);
        for (place, byte) in places {
            let at = place.index(mail.len());
            mail[at] = byte;
        }
        mail.truncate(end.index(mail.len() + 1));
        let _ = read(&mail, &ReversePath::Null);
    }

    #[test]
    fn no_status_part_makes_it_stumble(fields in "((Action|Status|Diagnostic-Code|Remote-MTA|Final-Recipient): ?\\PC{0,30}\r?\n[ \t]?){0,12}") {
        let mail = format!("Content-Type: message/delivery-status\r\n\r\n{fields}");
        if let Incoming::Returned(returned) = read(mail.as_bytes(), &ReversePath::Null) {
            prop_assert!(returned.answer.chars().count() <= 300);
            prop_assert!(!returned.answer.contains(char::is_control));
            prop_assert!(returned.server.chars().count() <= 100);
        }
    }
}
