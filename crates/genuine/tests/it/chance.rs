//! Whatever stands in headers and records: an answer comes, and no forged one is a proof.

use proptest::prelude::*;

use crate::support::{
    authenticate,
    sign::{self, Signing},
};

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("DKIM-Signature: ".to_owned()),
        Just("Authentication-Results: ".to_owned()),
        Just("Received: ".to_owned()),
        Just("Received-SPF: ".to_owned()),
        Just("Return-Path: <a@example.jp>\n".to_owned()),
        Just("From: a@example.jp\n".to_owned()),
        Just("v=1; a=rsa-sha256; d=example.jp; s=s1; h=From; bh=AAAA; b=AAAA".to_owned()),
        Just("from a (b [192.0.2.1]) by c".to_owned()),
        Just("mx.example.net; dmarc=pass header.from=example.jp".to_owned()),
        Just("(\"\\".to_owned()),
        Just("\n".to_owned()),
        Just("\n ".to_owned()),
        "[ -~\u{e9}\u{3042}\u{0}\r\t]{0,20}",
        "[a-z]{1,2}=[^;]{0,8};",
    ]
}

fn record() -> impl Strategy<Value = String> {
    prop_oneof![
        "v=spf1( [+?~-]?(a|mx|ptr|exists|include|redirect|ip4|ip6|all|exp)[:=/]?[%{}a-z0-9.:/_-]{0,12}){0,5}",
        "v=DMARC1; ?p=[a-z]{0,6};[ a-z=;]{0,20}",
        "v=DKIM1; ?k=(rsa|ed25519|x); ?p=[A-Za-z0-9+/=]{0,40}[ a-z=;]{0,10}",
        "[ -~\u{e9}]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_headers_and_no_records_stop_it(
        head in prop::collection::vec(piece(), 0..20),
        records in prop::collection::vec(record(), 0..4),
    ) {
        let mail = head.concat() + "\n\nbody\n";
        let dns = serde_json::json!({
            "example.jp TXT": records,
            "_dmarc.example.jp TXT": records,
            "_dmarc.jp TXT": records,
            "s1._domainkey.example.jp TXT": records,
        });
        let known = authenticate(mail.as_bytes(), &dns.to_string());
        prop_assert!(!known.is_proved());
    }

    #[test]
    fn one_changed_octet_is_never_proved(at in 0_usize..700, octet in any::<u8>()) {
        let mail = "From: a@example.jp\r\nSubject: Code\r\nDate: Thu, 02 Jul 2026 09:00:00 +0900\r\n\
                    \r\nYour code: 123456\r\n";
        let signing = Signing {
            key: sign::Key::Ed25519,
            head: sign::Way::Simple,
            body: sign::Way::Simple,
            covers: ["From", "Subject", "Date"].map(str::to_owned).to_vec(),
            ..Signing::by("example.jp")
        };
        let signed = signing.sign(mail.as_bytes());
        let mut other = signed.clone();
        let at = at % other.len();
        other[at] = octet;
        let same = sign::with_crlf(&other) == signed;
        // Base64 has several spellings of the same octets, and space in it is none of them.
        let own = signed.windows(7).position(|it| it == b"\r\nFrom:").unwrap() + 2;
        let known = authenticate(&other, &sign::dns([signing.entry()]));
        prop_assert!(
            same || at < own || !known.is_proved(),
            "{:?}",
            String::from_utf8_lossy(&other)
        );
    }
}
