//! What mail programs make of a mail that is forwarded, and who is taken for a person.

use kadomori_domain::forwarded::Form;
use proptest::prelude::*;

use super::*;
use crate::{
    app::Site,
    config::{Config, Sources},
};

const CHECK: &str = "check@example.jp";
const SENDER: &str = "mika@example.jp";
/// 2026-11-22 03:03 UTC.
const NOW: kadomori_domain::time::Time =
    kadomori_domain::time::Time::from_micros(1_795_316_580_000_000);

fn site() -> Site {
    let text = format!(
        "public_url = \"https://id.example.jp\"\n[mail]\nfrom = \"no-reply@example.jp\"\n\
         server = \"localhost\"\n[intake]\nlmtp = \"/nowhere\"\n[genuine]\naddress = \"{CHECK}\"\n"
    );
    Site::new(&Config::load(&Sources::given(&text, &[])).unwrap())
}

/// A mail with these headers in place of the usual ones of the same names.
fn written(other: &[(&str, &str)]) -> String {
    let usual = [
        ("From", "Mika <mika@example.jp>"),
        ("To", CHECK),
        ("Subject", "Fwd: a mail"),
        ("Date", "Sun, 22 Nov 2026 03:00:00 +0000"),
        ("Message-ID", "<one@mail.example.jp>"),
    ];
    let is_other = |name: &str| other.iter().any(|(one, _)| *one == name);
    let usual = usual.iter().filter(|(name, _)| !is_other(name));
    let headers = usual.chain(other).filter(|(_, value)| !value.is_empty());
    let headers: Vec<String> = headers
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!("{}\r\nhello\r\n", headers.concat())
}

fn asked(sender: &str, other: &[(&str, &str)]) -> Result<Asker, Silence> {
    let mail = Mail::parse(written(other).as_bytes(), &Limits::default());
    asker::of(&mail, sender, &site(), NOW)
}

fn why(sender: &str, other: &[(&str, &str)]) -> Option<Silence> {
    asked(sender, other).err()
}

#[test]
fn a_person_asks_by_a_mail_to_us() {
    let Ok(asker) = asked(SENDER, &[]) else {
        panic!("nobody")
    };
    assert_eq!(asker.from.normal(), SENDER);
    assert_eq!(asker.message_id.as_deref(), Some("one@mail.example.jp"));
    let Ok(again) = asked(SENDER, &[("Subject", "other")]) else {
        panic!("nobody")
    };
    assert_eq!(asker.mail, again.mail, "the same name is the same mail");
    for other in [
        ("To", "Check <CHECK@Example.jp>, kim@example.com"),
        ("Cc", CHECK),
    ] {
        assert_eq!(why(SENDER, &[other]), None, "{other:?}");
    }
}

#[test]
fn a_name_that_would_end_its_header_is_not_repeated() {
    for name in ["<a b@c>", "<a@b> <c@d>", "a@b", "<ab>", ""] {
        let Ok(asker) = asked(SENDER, &[("Message-ID", name)]) else {
            panic!("{name}")
        };
        assert_eq!(asker.message_id, None, "{name}");
    }
}

#[test]
fn nobody_in_particular_is_nobody() {
    for from in ["", "Mika", "a@example.jp, b@example.jp", "undisclosed:;"] {
        assert!(why(SENDER, &[("From", from)]).is_some(), "{from}");
    }
    for sender in ["", "mika", "@example.jp"] {
        assert_eq!(
            why(sender, &[]),
            Some(Silence::NobodyInParticular),
            "{sender}"
        );
    }
}

#[test]
fn our_own_mails_and_programs_are_no_person() {
    let ours = "<0193f3a0000070008000000000000001@example.jp>";
    for (sender, header) in [
        (SENDER, ("Auto-Submitted", "auto-replied")),
        (SENDER, ("Precedence", "Bulk")),
        (SENDER, ("List-Post", "<mailto:a@example.jp>")),
        (SENDER, ("X-Loop", "x")),
        (SENDER, ("X-Kadomori-Mark", "1.x")),
        (SENDER, ("Message-ID", ours)),
        (
            SENDER,
            (
                "Content-Type",
                "multipart/report; report-type=x; boundary=b",
            ),
        ),
        (SENDER, ("From", "no-reply@example.jp")),
        (SENDER, ("From", CHECK)),
        ("no-reply@example.jp", ("Subject", "x")),
    ] {
        assert_eq!(
            why(sender, &[header]),
            Some(Silence::NoPerson),
            "{header:?}"
        );
    }
    assert_eq!(why(SENDER, &[("Auto-Submitted", "no")]), None);
    let of_others = ours.replace("example.jp", "example.com");
    assert_eq!(why(SENDER, &[("Message-ID", &of_others)]), None);
}

#[test]
fn what_is_old_or_to_others_was_not_forwarded_to_us() {
    for header in [
        ("To", "kim@example.com"),
        ("To", ""),
        ("Date", "Sun, 15 Nov 2026 03:00:00 +0000"),
        ("Date", "Wed, 25 Nov 2026 03:00:00 +0000"),
        ("Date", ""),
    ] {
        assert_eq!(why(SENDER, &[header]), Some(Silence::NotToUs), "{header:?}");
    }
}

#[test]
fn an_address_is_ours_whatever_became_of_its_domain_on_the_way() {
    assert!(is_at("Check@EXAMPLE.jp", CHECK) && is_at("check@lmtp.internal", CHECK));
    assert!(!is_at("checks@example.jp", CHECK) && !is_at("check", CHECK));
}

fn inner(mail: &str) -> (String, Form) {
    let cut = Mail::parse(mail.as_bytes(), &Limits::default());
    let Inner { octets, form } = inner::of(mail.as_bytes(), &cut);
    (String::from_utf8(octets).unwrap(), form)
}

const INNER: &str = "From: a@shop.example\r\nSubject: x\r\n\r\n.hello\r\n\r\n";

#[test]
fn an_attached_mail_is_taken_out_as_it_came() {
    let base64 = data(INNER);
    let parts = [
        format!("Content-Type: message/rfc822\r\n\r\n{INNER}"),
        format!(
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}"
        ),
        format!(
            "Content-Type: application/octet-stream; name=\"Mail.EML\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{base64}"
        ),
        format!(
            "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename*=UTF-8''%E3%83%A1%E3%83%BC%E3%83%AB.eml\r\n\
             \r\n{base64}"
        ),
    ];
    for part in parts {
        let alone = format!(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n{part}\r\n--b--\r\n"
        );
        assert_eq!(inner(&alone), (INNER.to_owned(), Form::Original), "{part}");
        let two = alone.replace("--b--", &format!("--b\r\n{part}\r\n--b--"));
        assert_eq!(
            inner(&two),
            (INNER.to_owned(), Form::FirstOfSeveral),
            "{part}"
        );
        let nested = format!(
            "Content-Type: multipart/signed; boundary=o\r\n\r\n--o\r\n{alone}\r\n--o--\r\n"
        );
        assert_eq!(inner(&nested), (INNER.to_owned(), Form::Original), "{part}");
    }
}

fn data(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn copied_headers_are_put_back() {
    for text in [
        "FYI\n\n---------- Forwarded message ---------\nFrom: Shop <a@shop.example>\n\
         Date: Sun, Nov 22, 2026 at 11:58\nSubject: Hello there\nTo: <mika@example.jp>\n\nbody",
        "-----Original Message-----\nFrom: Shop [mailto:a@shop.example]\nSent: Sunday\n\
         To: Mika\nSubject: Hello there\n\nbody",
        "Begin forwarded message:\n\n> From: \"Shop\" <a@shop.example>\n> Subject: Hello there\n\
         > Date: 22 November 2026\n> To: mika@example.jp\n>\n> body",
        "________________________________\n差出人: Shop <a@shop.example>\n\
         送信日時: 2026年11月22日 11:58\n宛先: Mika\n件名: Hello there\n\nbody",
        "*差出人：* Shop <a@shop.example>\n*件名：* Hello there\n\nbody",
    ] {
        let mail = format!(
            "From: mika@example.jp\r\nSubject: Fwd\r\nReceived: by x\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain;\r\n charset=utf-8\r\n\r\n{text}"
        );
        let (copied, form) = inner(&mail);
        assert_eq!(form, Form::Copied);
        let expected = "From: \"Shop\" <a@shop.example>\r\nSubject: Hello there\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain;\r\n charset=utf-8\r\n\r\n";
        assert!(copied.starts_with(expected), "{text}\n\n{copied}");
        assert!(
            !copied.contains("Received") && !copied.contains("From: mika"),
            "{copied}"
        );
    }
}

#[test]
fn a_text_without_copied_headers_stays_a_text() {
    let mail = "From: mika@example.jp\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n\
                <p>From: me</p><a href=\"https://b.example/c\">press</a>";
    let (copied, form) = inner(mail);
    assert_eq!(form, Form::Copied);
    assert!(
        copied.starts_with('\n') && copied.contains("https://b.example/c"),
        "{copied}"
    );
    assert!(!copied.contains("mika"), "{copied}");
}

proptest! {
    #[test]
    fn no_octets_make_it_stumble(mail: Vec<u8>) {
        let cut = Mail::parse(&mail, &Limits::default());
        let _ = asker::of(&cut, SENDER, &site(), NOW);
        let _ = inner::of(&mail, &cut);
    }

    #[test]
    fn no_copied_header_becomes_another(text in "((From|差出人|Subject|件名|Reply-To)[:：] ?\\PC{0,60}\n){0,6}\\PC{0,40}") {
        let mail = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{text}");
        let (copied, _) = inner(&mail);
        let head = copied.split("\r\n\r\n").next().unwrap();
        let names = head.lines().filter(|line| !line.starts_with([' ', '\t']));
        for name in names.filter_map(|line| line.split_once(':')).map(|(name, _)| name) {
            if copied.starts_with("From") {
                prop_assert!(
                    ["From", "Subject", "Reply-To", "Content-Type"].contains(&name),
                    "{}", name
                );
            }
        }
    }
}
