use proptest::prelude::*;

use super::*;
use crate::mail::Form;

fn open_it(input: &[u8]) -> Result<Mail, Unreadable> {
    open(input, &Limits::default())
}

#[track_caller]
fn form(input: &str) -> Form {
    open_it(input.as_bytes()).unwrap().form
}

#[test]
fn what_is_no_mail_is_refused_with_its_reason() {
    for (input, reason) in [
        (b"".as_slice(), Unreadable::Empty),
        (b" \r\n\t", Unreadable::Empty),
        (b"\xEF\xBB\xBF\n", Unreadable::Empty),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0",
            Unreadable::OutlookMessage,
        ),
        (b"\x89PNG\r\n\x1A\n\0", Unreadable::NotAMail),
        (b"%PDF-1.7 x", Unreadable::NotAMail),
        (b"PK\x03\x04x", Unreadable::NotAMail),
        (b"MZ\x90\0\x03\0\0\0", Unreadable::NotAMail),
        (b"\0\x01\x02\x03abc\0\0\0", Unreadable::NotAMail),
    ] {
        assert_eq!(open_it(input).unwrap_err(), reason, "{input:?}");
    }
    let limits = Limits {
        octets: 10,
        ..Limits::default()
    };
    assert_eq!(
        open(b"From: a@b.example\n\n", &limits).unwrap_err(),
        Unreadable::TooLarge
    );
}

#[test]
fn a_mail_is_known_by_its_head() {
    for before in [
        "",
        "\n\n",
        "\u{FEFF}",
        "From a@b Thu May 14\n",
        ">From a@b Thu May 14\n",
    ] {
        assert_eq!(
            form(&format!("{before}Received: x\nFrom: a@b.example\n\nx")),
            Form::Whole
        );
    }
    assert_eq!(form("From: a@b.example\nSubject: x\n\nx"), Form::FewHeaders);
    assert_eq!(
        form("subject: x\r\nmime-version: 1.0\r\n\r\nx"),
        Form::FewHeaders
    );
    assert_eq!(
        form("From: A <a@b.example>\nDate: Thu, 14 May 2026 13:10:10 +0900\n\nx"),
        Form::FewHeaders
    );
}

#[test]
fn a_copied_text_stays_a_text() {
    for text in [
        "Your code is 123456",
        "From: Brand\nSubject: x\n\nx",
        "Note: this\n\nx",
        "<html><body>x</body></html>",
        "Microsoft <a@b.example>\n2026/04/13 07:33\nTo me",
    ] {
        assert_eq!(form(text), Form::Text, "{text}");
    }
}

#[test]
fn a_head_that_a_program_showed_is_a_small_one() {
    for text in [
        "From: Brand <a@b.example>\nSent: Thursday, May 14, 2026 1:10 PM\nTo: me\nSubject: x\n\nx",
        "差出人: Brand <a@b.example>\n件名: x\n\nx",
        "From: a@b.example\nSubject: x\nDate: 14 May 2026 at 13:10\n\nx",
    ] {
        assert_eq!(form(text), Form::FewHeaders, "{text}");
        let mail = open_it(text.as_bytes()).unwrap();
        assert_eq!(mail.from.address().unwrap().address(), "a@b.example");
        assert_eq!((mail.subject.as_str(), mail.visible.trim()), ("x", "x"));
    }
}

#[test]
fn two_octets_a_letter_are_read() {
    let text = "From: a@b.example\nSubject: コード\n\nx";
    let mut octets = vec![0xFF, 0xFE];
    octets.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(open_it(&octets).unwrap().subject, "コード");
    let mut octets = vec![0xFE, 0xFF];
    octets.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    assert_eq!(open_it(&octets).unwrap().subject, "コード");
}

fn all(input: &[u8]) -> Vec<String> {
    split(input)
        .map(|it| String::from_utf8_lossy(&it).into_owned())
        .collect()
}

#[test]
fn an_mbox_is_cut_where_mails_begin() {
    let mbox = b"From a@b Thu May 14 13:10:10 2026\nSubject: 1\n\n>From here\nx\n\nFrom there it goes on.\n\nFrom c@d Thu May 14\nSubject: 2\n\n>>From x\n\n";
    assert_eq!(
        all(mbox),
        [
            "Subject: 1\n\nFrom here\nx\n\nFrom there it goes on.\n\n",
            "Subject: 2\n\n>From x\n\n",
        ]
    );
}

#[test]
fn one_mail_stays_as_it_is() {
    assert_eq!(
        all(b"Subject: a\n\n>From x\n\nFrom y: z\n"),
        ["Subject: a\n\n>From x\n\nFrom y: z\n"]
    );
    assert_eq!(all(b""), [""]);
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(octets in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = open_it(&octets);
        let mut mbox = b"From x\n".to_vec();
        mbox.extend(octets);
        for mail in split(&mbox) {
            let _ = open_it(&mail);
        }
    }

    #[test]
    fn the_mails_of_an_mbox_hold_all_of_it(lines in prop::collection::vec("(From |>From |)(x|a: b|)\n", 0..60)) {
        let mbox = format!("From x\n{}", lines.concat());
        let mails = all(mbox.as_bytes());
        let cut: usize = mails.len();
        let length: usize = mails.iter().map(String::len).sum();
        prop_assert!(cut >= 1);
        prop_assert!(length <= mbox.len() && length + cut * 12 + lines.len() >= mbox.len());
    }
}
