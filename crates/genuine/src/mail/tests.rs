//! Whole mails, as they come: honest, broken and hostile.

use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Mail {
    Mail::parse(text.as_bytes(), &Limits::default())
}

const ALTERNATIVE: &str = "From: Mika <mika@example.jp>\n\
    To: you@example.com\n\
    Subject: =?utf-8?B?44Kz44O844OJ?=\n\
    Date: Thu, 14 May 2026 13:10:10 +0900\n\
    Received: from a by b\n\
    MIME-Version: 1.0\n\
    Content-Type: multipart/mixed; boundary=\"out er\"\n\
    \n\
    preamble\n\
    --out er\n\
    Content-Type: multipart/alternative; boundary=inner\n\
    \n\
    --inner\n\
    Content-Type: text/plain; charset=utf-8\n\
    Content-Transfer-Encoding: quoted-printable\n\
    \n\
    Your code is 12=\n\
    3456 https://plain.example/x\n\
    --inner\n\
    Content-Type: text/html; charset=utf-8\n\
    \n\
    <p>Your code is <b>123456</b> <a href=https://html.example>here</a></p>\n\
    --inner--\n\
    --out er\n\
    Content-Type: application/octet-stream; name=\"=?utf-8?Q?a=2Ehtml?=\"\n\
    Content-Disposition: attachment\n\
    Content-Transfer-Encoding: base64\n\
    \n\
    PGh0bWw+PGJvZHk+PC9ib2R5PjwvaHRtbD4=\n\
    --out er\n\
    Content-Type: message/rfc822\n\
    \n\
    Subject: another\n\
    \n\
    its text https://inner.example\n\
    --out er--\n\
    epilogue https://epilogue.example\n";

#[test]
fn a_mail_is_cut_into_its_texts_links_and_attachments() {
    let mail = parse(ALTERNATIVE);
    assert_eq!(mail.form, Form::Whole);
    assert_eq!(mail.subject, "コード");
    assert_eq!(mail.from.address().unwrap().address(), "mika@example.jp");
    assert_eq!(mail.to[0].address(), "you@example.com");
    assert_eq!(mail.date, Some(1_778_731_810));
    assert_eq!(mail.visible, "Your code is 123456 here");
    assert_eq!(
        mail.plain.as_deref(),
        Some("Your code is 123456 https://plain.example/x")
    );
    let hosts: Vec<_> = mail.links.iter().map(|it| it.host.as_str()).collect();
    assert_eq!(hosts, ["plain.example", "html.example"]);
    let names: Vec<_> = mail
        .attachments
        .iter()
        .map(|it| (it.name.as_str(), it.really, it.mail))
        .collect();
    assert_eq!(names, [("a.html", Some("html"), false), ("", None, true)]);
    assert_eq!(mail.attachments[0].octets, 26);
    assert_eq!(mail.oddities, []);
    assert!(
        mail.raw
            .windows(2)
            .all(|it| it[1] != b'\n' || it[0] == b'\r')
    );
}

#[test]
fn the_letters_may_be_of_any_japanese_encoding() {
    let text = "お使いのコードは 123456 です。";
    for (label, encoding) in [
        ("iso-2022-jp", encoding_rs::ISO_2022_JP),
        ("shift_jis", encoding_rs::SHIFT_JIS),
        ("euc-jp", encoding_rs::EUC_JP),
    ] {
        for charset in [format!("; charset={label}"), String::new()] {
            let head = format!("From: a@b.example\nContent-Type: text/plain{charset}\n\n");
            let mut octets = head.into_bytes();
            octets.extend_from_slice(&encoding.encode(text).0);
            let mail = Mail::parse(&octets, &Limits::default());
            assert_eq!(mail.visible, text, "{label}{charset}");
            assert_eq!(mail.oddities, []);
        }
    }
    let mail = parse("From: a@b.example\nContent-Type: text/plain; charset=us-ascii\n\nあ");
    assert_eq!(
        (mail.visible.as_str(), mail.oddities),
        ("あ", vec![Oddity::BrokenCharset])
    );
}

#[test]
fn plain_text_beside_html_is_seen_unless_it_is_the_same_again() {
    let mail = parse(
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nfirst\n--x\nContent-Type: text/html\n\n<p>second\n--x\n\nthird\n--x--\n",
    );
    assert_eq!(mail.visible, "first\nsecond\nthird");
}

#[test]
fn a_text_that_is_attached_is_not_the_mails_own() {
    let mail = parse(
        "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nown\n--x\nContent-Type: text/html; name=a.htm\n\n<p>b\n\
         --x\nContent-Disposition: attachment; filename*=utf-8''%e8%ab%8b.txt\n\nc\n--x--\n",
    );
    assert_eq!(mail.visible, "own");
    let names: Vec<_> = mail.attachments.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a.htm", "請.txt"]);
}

#[test]
fn broken_boundaries_lose_no_text() {
    for (text, odd) in [
        (
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n\na",
            true,
        ),
        (
            "Content-Type: multipart/mixed; boundary=x\n\n--y\nContent-Type: text/plain\n\na\n--y--\n",
            false,
        ),
        (
            "Content-Type: multipart/mixed\n\n--y\nContent-Type: text/plain\n\na\n--y--\n",
            false,
        ),
        ("Content-Type: multipart/mixed; boundary=x\n\na", true),
        (
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n--x\n\nb\n--x--\n",
            false,
        ),
        (
            "Content-Type: multipart/mixed; boundary=x; boundary=y\n\n--x\n\na\n--x--\n",
            false,
        ),
        (
            "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n",
            true,
        ),
        (
            "Subject: x\n\n--y\nContent-Type: text/plain\n\na\n--y--\n",
            false,
        ),
    ] {
        let mail = parse(text);
        assert_eq!(mail.visible.trim(), "a", "{text}");
        assert_eq!(mail.oddities.contains(&Oddity::CutOff), odd, "{text}");
    }
}

#[test]
fn a_page_without_a_type_is_a_page() {
    let mail = parse("Subject: x\n\n<html><body><a href=https://a.example>b</a>");
    assert_eq!((mail.visible.as_str(), mail.links.len()), ("b", 1));
}

#[test]
fn calendars_are_attached_and_their_links_found() {
    let mail = parse(
        "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nDESCRIPTION:https://a.example/x\n",
    );
    assert_eq!(mail.attachments[0].kind, "text/calendar");
    assert_eq!(mail.links[0].host, "a.example");
    assert_eq!(mail.visible, "");
}

#[test]
fn what_is_odd_in_the_head_is_told() {
    let mail = parse(
        "From: a@b.example\nFrom: c@d.example\nSubject: =?utf-8?B?YQpi?=\nReply-To: =?utf-8?Q?a=40b.example?=\nTo: \u{202E}x <a@b.example>\n\n",
    );
    assert_eq!(
        mail.oddities,
        [
            Oddity::Doubled("from".to_owned()),
            Oddity::EncodedTrick("reply-to".to_owned()),
            Oddity::Controls("to".to_owned()),
            Oddity::EncodedTrick("subject".to_owned()),
        ]
    );
    assert_eq!((mail.from.headers, mail.from.mailboxes.len()), (2, 2));
    assert_eq!(mail.form, Form::FewHeaders);
}

#[test]
fn honest_heads_are_not_odd() {
    let words = [
        "=?iso-2022-jp?B?GyRCJCIbKEI=?=",
        "=?iso-2022-jp?B?GyRCJCQbKEI=?=",
    ];
    let mail = parse(&format!(
        "From: =?utf-8?Q?mika=40example=2Ejp?= <mika@example.jp>\nSubject: {}\n {}\n\n",
        words[0], words[1]
    ));
    assert_eq!((mail.subject.as_str(), mail.oddities), ("あい", vec![]));
    assert_eq!(mail.from.name, "mika@example.jp");
}

#[test]
fn limits_hold_and_are_told() {
    let many = format!(
        "Content-Type: multipart/mixed; boundary=x\n\n{}",
        "--x\n\na\n".repeat(100_000)
    );
    let mail = parse(&many);
    assert_eq!(mail.visible.matches('a').count(), 99);
    assert_eq!(mail.oddities, [Oddity::OverLimits]);

    let mut deep = String::new();
    for at in 0..100_000 {
        let part = format!("Content-Type: multipart/mixed; boundary=x{at}\n\n--x{at}\n");
        deep.push_str(&part);
    }
    assert!(parse(&deep).oddities.contains(&Oddity::OverLimits));

    let long = format!("Content-Type: text/html\n\n{}", "<div>".repeat(2_000_000));
    assert!(parse(&long).oddities.contains(&Oddity::OverLimits));

    let heads = "A: b\n".repeat(100_000);
    assert_eq!(parse(&heads).headers.len(), Limits::default().headers);

    let links: Vec<_> = (0..1_000)
        .map(|at| format!("https://a{at}.example"))
        .collect();
    let links = links.join(" ");
    let mail = parse(&format!("Subject: a\n\n{links}"));
    assert_eq!(
        (mail.links.len(), mail.oddities),
        (500, vec![Oddity::OverLimits])
    );
}

#[test]
fn a_copied_text_is_read_too() {
    let mail = Mail::of_text("差出人: Mika\nhttps://a.exampleを", &Limits::default());
    assert_eq!(
        (mail.form, mail.raw.len(), mail.links.len()),
        (Form::Text, 0, 1)
    );
    let mail = Mail::of_text(" <!doctype html><p>a<p hidden>b", &Limits::default());
    assert_eq!(mail.html.unwrap().hidden, "b");
}

/// One that takes an honest mail and breaks it.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..6_u8, any::<u8>());
    prop::collection::vec(change, 1..40).prop_map(|changes| {
        let mut octets = ALTERNATIVE.as_bytes().to_vec();
        for (at, kind, byte) in changes {
            let at = at.index(octets.len().max(1));
            match kind {
                0 if at < octets.len() => octets[at] = byte,
                1 => octets.insert(at, byte),
                2 if at < octets.len() => drop(octets.remove(at)),
                3 => octets.truncate(octets.len() - at / 8),
                4 => {
                    let again = octets[at..].to_vec();
                    octets.extend(again);
                    octets.truncate(20_000);
                }
                _ => octets.splice(at..at, *b"=?utf-8?Q?=3C").for_each(drop),
            }
        }
        octets
    })
}

fn sound(mail: &Mail, limits: &Limits) {
    assert!(mail.headers.len() <= limits.headers);
    assert!(mail.links.len() <= limits.links);
    assert!(mail.attachments.len() <= limits.parts);
    assert!(
        mail.links
            .iter()
            .all(|it| it.host.is_ascii() && it.target.chars().count() <= 2_000)
    );
}

proptest! {
    #[test]
    fn no_octets_make_it_panic(octets in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let limits = Limits::default();
        sound(&Mail::parse(&octets, &limits), &limits);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,400}|[<>a-z/=\"' &;:.@%#!?\\-\\[\\]\\n]{0,800}") {
        let limits = Limits { links: 5, text: 300, ..Limits::default() };
        sound(&Mail::of_text(&text, &limits), &limits);
        sound(&Mail::of_text(&format!("<html>{text}"), &limits), &limits);
        sound(&Mail::parse(text.as_bytes(), &limits), &limits);
        let head = format!("From: {text}\nSubject: {text}\nContent-Type: {text}\nReturn-Path: {text}\n\n{text}");
        sound(&Mail::parse(head.as_bytes(), &limits), &limits);
    }

    #[test]
    fn no_broken_mail_makes_it_panic(octets in mutated()) {
        let limits = Limits { parts: 10, depth: 3, ..Limits::default() };
        sound(&Mail::parse(&octets, &limits), &limits);
    }
}

#[test]
fn only_the_receiver_says_whom_a_mail_was_put_to() {
    for (head, domain) in [
        (
            "Delivered-To: <ren@a.example>\r\nReceived: x\r\n",
            Some("a.example"),
        ),
        ("Received: x\r\nDelivered-To: ren@a.example\r\n", None),
        ("Delivered-To: ren@a.example\r\n", None),
        ("Received: x\r\n", None),
    ] {
        let mail = parse(&format!("{head}From: b@b.example\r\n\r\nx"));
        assert_eq!(mail.put_into(), domain, "{head}");
    }
}
