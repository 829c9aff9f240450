//! Signatures: each way to hold and to fail.

use kadomori_genuine::{
    Limits, Offline,
    auth::{Signature, SignatureState},
};

use crate::support::{
    NOW, authenticate, authenticate_with,
    sign::{self, Key, Signing, Way},
};

const MAIL: &str = "From: Example <no-reply@example.jp>\n\
    To: mika@example.net\n\
    Subject: =?utf-8?B?44Kz44O844OJ?=\n\
    Date: Thu, 02 Jul 2026 09:00:00 +0900\n\
    Message-ID: <1@example.jp>\n\
    MIME-Version: 1.0\n\
    Content-Type: text/plain; charset=utf-8\n\
    \n\
    Your code:  123456 \n\
    \n\
    コード\t123456\n\
    \t \n\
    \n";

fn verified(mail: &[u8], signings: &[&Signing]) -> Vec<Signature> {
    let entries = signings.iter().map(|signing| signing.entry());
    authenticate(mail, &sign::dns(entries)).signatures
}

fn state(mail: &[u8], signing: &Signing) -> SignatureState {
    let signatures = verified(mail, &[signing]);
    assert_eq!(signatures.len(), 1);
    signatures[0].state
}

fn changed(mail: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = mail
        .windows(from.len())
        .position(|it| it == from.as_bytes());
    let at = at.expect("the text to change");
    let mut mail = mail.to_vec();
    mail.splice(at..at + from.len(), to.bytes());
    mail
}

#[test]
fn what_nobody_changed_holds() {
    for key in [Key::Rsa2048, Key::Rsa1024, Key::Ed25519] {
        for (head, body) in [
            (Way::Relaxed, Way::Relaxed),
            (Way::Relaxed, Way::Simple),
            (Way::Simple, Way::Relaxed),
            (Way::Simple, Way::Simple),
        ] {
            let signing = Signing {
                key,
                head,
                body,
                ..Signing::by("example.jp")
            };
            let signatures = verified(&signing.sign(MAIL.as_bytes()), &[&signing]);

            let expected = Signature {
                domain: "example.jp".to_owned(),
                selector: "s1".to_owned(),
                state: SignatureState::Holds,
                aligned: true,
                partial: false,
                length: false,
                covers: true,
                covers_to: true,
            };
            assert_eq!(signatures, [expected], "{key:?} {head:?} {body:?}");
        }
    }
}

#[test]
fn trailing_space_and_line_ends_do_not_matter_to_a_relaxed_signature() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());

    let with_lf: Vec<u8> = mail.iter().copied().filter(|it| *it != b'\r').collect();
    let spaced = changed(&mail, "code:  123456 \r\n", "code: 123456\t\t\r\n");
    let longer = [&mail[..], b" \r\n\t\r\n\r\n"].concat();
    let refolded = changed(&mail, "Example <no-reply", "Example\r\n <no-reply");

    for mail in [with_lf, spaced, longer, refolded] {
        assert_eq!(state(&mail, &signing), SignatureState::Holds);
    }
}

#[test]
fn a_mail_without_a_text_can_be_signed() {
    for body in [Way::Relaxed, Way::Simple] {
        for mail in [
            "From: a@example.jp\n\n",
            "From: a@example.jp\n\n\n\n",
            "From: a@example.jp\n",
        ] {
            let signing = Signing {
                body,
                ..Signing::by("example.jp")
            };
            let signed = signing.sign(mail.as_bytes());
            assert_eq!(state(&signed, &signing), SignatureState::Holds, "{mail:?}");
        }
    }
}

#[test]
fn octets_of_eight_bits_are_signed_as_they_are() {
    let mail = [MAIL.as_bytes(), b"\x83\x52\x81\x5b \xff\x00 \x0c\n"].concat();
    let signing = Signing::by("example.jp");
    let signed = signing.sign(&mail);

    assert_eq!(state(&signed, &signing), SignatureState::Holds);
    let other = changed(&signed, "\u{0}", "\u{1}");
    assert_eq!(state(&other, &signing), SignatureState::BodyChanged);
}

#[test]
fn a_changed_text_is_told_from_a_changed_head() {
    for key in [Key::Rsa2048, Key::Ed25519] {
        let signing = Signing {
            key,
            ..Signing::by("example.jp")
        };
        let mail = signing.sign(MAIL.as_bytes());

        let text = changed(&mail, "123456", "654321");
        assert_eq!(state(&text, &signing), SignatureState::BodyChanged);
        let head = changed(&mail, "44Kz44O844OJ", "44O844Kz44OJ");
        assert_eq!(state(&head, &signing), SignatureState::HeadChanged);
        let both = changed(&head, "123456", "654321");
        assert_eq!(state(&both, &signing), SignatureState::HeadChanged);
        let more = [&mail[..], b"Call us\r\n"].concat();
        assert_eq!(state(&more, &signing), SignatureState::BodyChanged);
    }
}

#[test]
fn a_simple_signature_minds_every_space() {
    let signing = Signing {
        head: Way::Simple,
        body: Way::Simple,
        ..Signing::by("example.jp")
    };
    let mail = signing.sign(MAIL.as_bytes());

    let head = changed(&mail, "Subject: ", "Subject:  ");
    assert_eq!(state(&head, &signing), SignatureState::HeadChanged);
    let body = changed(&mail, "code:  ", "code: ");
    assert_eq!(state(&body, &signing), SignatureState::BodyChanged);
    let spaced = [&mail[..], b" \r\n"].concat();
    assert_eq!(state(&spaced, &signing), SignatureState::BodyChanged);
    let longer = [&mail[..], b"\r\n\r\n"].concat();
    assert_eq!(state(&longer, &signing), SignatureState::Holds);
}

#[test]
fn the_key_of_another_domain_proves_nothing() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let (name, _) = signing.entry();
    let other = Signing {
        key: Key::Rsa2048,
        ..Signing::by("example.jp")
    };

    let dns = sign::dns([(name, other.entry().1)]);
    let known = authenticate(&mail, &dns);
    assert_eq!(known.signatures[0].state, SignatureState::HeadChanged);

    let stranger = Signing::by("example.test");
    let known = verified(&stranger.sign(MAIL.as_bytes()), &[&stranger]);
    assert_eq!(known[0].state, SignatureState::Holds);
    assert!(!known[0].aligned);
}

#[test]
fn keys_can_be_gone_revoked_or_out_of_reach() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let (name, _) = signing.entry();
    let of = |answer: &str| {
        let dns = format!("{{\"{name}\": {answer}}}");
        authenticate(&mail, &dns).signatures[0].state
    };

    assert_eq!(of("[]"), SignatureState::KeyGone);
    assert_eq!(of("[\"hello\"]"), SignatureState::KeyGone);
    assert_eq!(of("[\"v=DKIM1; k=rsa; p=\"]"), SignatureState::KeyRevoked);
    assert_eq!(of("null"), SignatureState::Temporary);
    let known = authenticate(&mail, "{}");
    assert_eq!(known.signatures[0].state, SignatureState::KeyGone);
    let known = authenticate_with(&mail, &Offline, &[]);
    assert_eq!(known.signatures[0].state, SignatureState::NotAsked);
}

#[test]
fn that_the_text_was_changed_is_known_without_the_key() {
    let signing = Signing::by("example.jp");
    let mail = changed(&signing.sign(MAIL.as_bytes()), "123456", "654321");

    let known = authenticate_with(&mail, &Offline, &[]);

    assert_eq!(known.signatures[0].state, SignatureState::BodyChanged);
}

#[test]
fn one_record_among_others_is_found() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let (name, text) = signing.entry();

    let dns = format!("{{\"{name}\": [\"hello\", \"v=DKIM1; p=\", \"{text}\"]}}");

    assert_eq!(
        authenticate(&mail, &dns).signatures[0].state,
        SignatureState::Holds
    );
}

#[test]
fn a_key_says_what_it_is_for() {
    let of = |record: &str, identity: Option<&str>| {
        let signing = Signing {
            record: Some(record.to_owned()),
            identity: identity.map(str::to_owned),
            ..Signing::by("example.jp")
        };
        state(&signing.sign(MAIL.as_bytes()), &signing)
    };

    assert_eq!(of("k=rsa", None), SignatureState::Holds);
    assert_eq!(of("v=DKIM1; s=email", None), SignatureState::Holds);
    assert_eq!(of("v=DKIM1; s=*", None), SignatureState::Holds);
    assert_eq!(of("v=DKIM1; s=tlsrpt", None), SignatureState::KeyGone);
    assert_eq!(of("v=DKIM1; h=sha1:sha256", None), SignatureState::Holds);
    assert_eq!(of("v=DKIM1; h=sha1", None), SignatureState::KeyGone);
    assert_eq!(of("v=DKIM1; t=y", None), SignatureState::Holds);
    assert_eq!(
        of("v=DKIM1; t=s", Some("a@example.jp")),
        SignatureState::Holds
    );
    let below = Some("a@mail.example.jp");
    assert_eq!(of("v=DKIM1", below), SignatureState::Holds);
    assert_eq!(of("v=DKIM1; t=s", below), SignatureState::KeyGone);
    let beside = Some("a@example.test");
    assert_eq!(of("v=DKIM1", beside), SignatureState::Unreadable);
}

#[test]
fn short_keys_and_the_old_hash_prove_nothing() {
    let short = Signing {
        key: Key::Rsa768,
        ..Signing::by("example.jp")
    };
    assert_eq!(
        state(&short.sign(MAIL.as_bytes()), &short),
        SignatureState::Weak
    );

    let old = Signing {
        sha1: true,
        ..Signing::by("example.jp")
    };
    let mail = old.sign(MAIL.as_bytes());
    assert_eq!(state(&mail, &old), SignatureState::Weak);
    let other = changed(&mail, "123456", "654321");
    assert_eq!(state(&other, &old), SignatureState::BodyChanged);
}

#[test]
fn a_signature_runs_out_and_is_not_from_the_future() {
    let of = |made: Option<i64>, until: Option<i64>| {
        let signing = Signing {
            made,
            until,
            ..Signing::by("example.jp")
        };
        state(&signing.sign(MAIL.as_bytes()), &signing)
    };

    assert_eq!(of(Some(NOW - 100), Some(NOW + 100)), SignatureState::Holds);
    assert_eq!(of(Some(NOW - 100), Some(NOW - 1)), SignatureState::Expired);
    assert_eq!(of(None, Some(NOW - 1)), SignatureState::Expired);
    assert_eq!(
        of(Some(NOW + 200), Some(NOW + 100)),
        SignatureState::Expired
    );
    assert_eq!(of(Some(NOW + 3_600), None), SignatureState::Holds);
    assert_eq!(of(Some(NOW + 200_000), None), SignatureState::Expired);
}

#[test]
fn a_length_is_told_and_what_was_put_behind_it_too() {
    for body in [Way::Relaxed, Way::Simple] {
        let whole = "Your code: 123456\r\n".len();
        let mail = MAIL.split_once("\n\n").unwrap().0.to_owned() + "\n\nYour code: 123456\n";
        let signing = Signing {
            body,
            length: Some(whole),
            ..Signing::by("example.jp")
        };
        let mail = signing.sign(mail.as_bytes());

        let own = &verified(&mail, &[&signing])[0];
        assert_eq!(own.state, SignatureState::Holds);
        assert!(own.length && !own.partial);
        let more = [&mail[..], b"Call us\r\n"].concat();
        let own = &verified(&more, &[&signing])[0];
        assert_eq!(own.state, SignatureState::Holds);
        assert!(own.length && own.partial);
        let known = authenticate(&more, &sign::dns([signing.entry()]));
        assert!(!known.is_proved());
    }
}

#[test]
fn a_length_counts_what_is_canonicalised() {
    let mail = "From: a@example.jp\n\na  b\t\tc\nd\n";
    let signing = Signing {
        length: Some("a b c\r\n".len()),
        ..Signing::by("example.jp")
    };

    let own = &verified(&signing.sign(mail.as_bytes()), &[&signing])[0];

    assert_eq!(own.state, SignatureState::Holds);
    assert!(own.partial);
}

#[test]
fn a_signature_over_nothing_of_the_text_is_a_partial_one() {
    let signing = Signing {
        length: Some(0),
        ..Signing::by("example.jp")
    };

    let own = &verified(&signing.sign(MAIL.as_bytes()), &[&signing])[0];

    assert_eq!(own.state, SignatureState::Holds);
    assert!(own.partial && own.length);
}

#[test]
fn a_length_beyond_the_text_breaks() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let mail = changed(&mail, "h=From", "l=99999; h=From");

    assert_eq!(state(&mail, &signing), SignatureState::HeadChanged);
}

#[test]
fn a_second_from_above_is_never_covered() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    for second in [
        "From: Example <help@example.test>\r\n",
        "FROM : Example <help@example.test>\r\n",
        "from\t:\r\n Example <help@example.test>\r\n",
    ] {
        let mail = [second.as_bytes(), &mail].concat();
        let known = authenticate(&mail, &sign::dns([signing.entry()]));

        assert!(!known.is_proved(), "{second}");
        assert!(!known.signatures[0].covers);
    }
    let below = changed(&mail, "To: mika", "From: x@example.test\r\nTo: mika");
    assert!(!authenticate(&below, &sign::dns([signing.entry()])).is_proved());
}

#[test]
fn a_second_subject_above_is_covered_only_where_it_is_named_twice() {
    let once = Signing::by("example.jp");
    let mail = [b"Subject: Call us\r\n", &once.sign(MAIL.as_bytes())[..]].concat();
    let own = &verified(&mail, &[&once])[0];
    assert_eq!(own.state, SignatureState::Holds);
    assert!(!own.covers);

    let covers = ["From", "To", "Subject", "Subject", "Date"].map(str::to_owned);
    let twice = Signing {
        covers: covers.to_vec(),
        ..Signing::by("example.jp")
    };
    let mail = twice.sign(MAIL.as_bytes());
    assert!(verified(&mail, &[&twice])[0].covers);
    let mail = [b"Subject: Call us\r\n", &mail[..]].concat();
    assert_eq!(state(&mail, &twice), SignatureState::HeadChanged);
}

#[test]
fn what_is_not_covered_is_told() {
    let of = |covers: &[&str]| {
        let signing = Signing {
            covers: covers.iter().map(|it| (*it).to_owned()).collect(),
            ..Signing::by("example.jp")
        };
        let own = verified(&signing.sign(MAIL.as_bytes()), &[&signing]).remove(0);
        (own.state, own.covers, own.covers_to)
    };

    let holds = SignatureState::Holds;
    assert_eq!(of(&["from", "SUBJECT", "Date"]), (holds, true, false));
    assert_eq!(of(&["From", "Subject", "To"]), (holds, false, true));
    assert_eq!(of(&["From", "Date"]), (holds, false, false));
    assert_eq!(of(&["Subject", "Date"]).0, SignatureState::Unreadable);
}

#[test]
fn two_addresses_in_from_are_nobodys() {
    let mail = MAIL.replace("From: Example <", "From: help@example.test, Example <");
    let signing = Signing::by("example.jp");

    let known = authenticate(
        &signing.sign(mail.as_bytes()),
        &sign::dns([signing.entry()]),
    );

    assert_eq!(known.signatures[0].state, SignatureState::Holds);
    assert!(!known.signatures[0].aligned);
    assert_eq!(known.domain, "");
    assert!(!known.is_proved());
}

#[test]
fn one_of_several_signatures_is_enough() {
    let stranger = Signing::by("mailings.example.net");
    let own = Signing {
        key: Key::Ed25519,
        selector: "s2".to_owned(),
        ..Signing::by("example.jp")
    };
    let gone = Signing {
        selector: "s3".to_owned(),
        ..Signing::by("example.jp")
    };
    let mail = gone.sign(&own.sign(&stranger.sign(MAIL.as_bytes())));

    let known = authenticate(&mail, &sign::dns([stranger.entry(), own.entry()]));

    let states: Vec<_> = known
        .signatures
        .iter()
        .map(|it| (it.state, it.aligned))
        .collect();
    assert_eq!(
        states,
        [
            (SignatureState::KeyGone, true),
            (SignatureState::Holds, true),
            (SignatureState::Holds, false),
        ]
    );
    assert!(known.is_proved());
}

#[test]
fn names_are_compared_without_case() {
    let signing = Signing::by("Example.JP");
    let mail = MAIL.replace("@example.jp", "@EXAMPLE.jp");

    let known = authenticate(
        &signing.sign(mail.as_bytes()),
        &sign::dns([signing.entry()]),
    );

    assert!(known.is_proved());
    assert_eq!(known.signatures[0].domain, "example.jp");
}

#[test]
fn what_two_verifiers_could_read_differently_is_unreadable() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    for (from, to) in [
        ("v=1;", "v=2;"),
        ("v=1;", ""),
        ("a=rsa-sha256", "a=rsa-md5"),
        ("d=example.jp;", "d=example.jp; d=example.test;"),
        ("d=example.jp;", ""),
        ("s=s1;", "s=s1; l=ten;"),
        ("s=s1;", "s=s1; x=+1;"),
        ("s=s1;", "s=s1; q=http/txt;"),
        ("c=relaxed/relaxed", "c=loose"),
        ("bh=", "bh=*"),
    ] {
        let mail = changed(&mail, from, to);
        assert_eq!(state(&mail, &signing), SignatureState::Unreadable, "{to}");
    }
}

#[test]
fn a_thousand_signatures_cost_no_more_than_a_few() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let text = String::from_utf8(mail.clone()).unwrap();
    let field = &text[..text.find("\r\nFrom:").unwrap() + 2];
    let body = "x".repeat(1_000) + "\r\n";
    let lengths: String = (0..1_000)
        .map(|length| field.replace("h=From", &format!("l={length}; h=From")))
        .collect();
    let mail = [lengths.as_bytes(), &mail, body.repeat(1_000).as_bytes()].concat();

    let known = authenticate(&mail, &sign::dns([signing.entry()]));

    assert_eq!(known.signatures.len(), Limits::default().signatures);
}

#[test]
fn a_signature_that_names_a_hundred_thousand_fields_is_not_followed() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let names: Vec<String> = (0..100_000).map(|number| format!("a{number}")).collect();

    let mail = changed(&mail, "h=From", &format!("h={}:From", names.join(":")));

    assert_eq!(state(&mail, &signing), SignatureState::Unreadable);
}

#[test]
fn a_huge_record_is_not_read() {
    let signing = Signing::by("example.jp");
    let mail = signing.sign(MAIL.as_bytes());
    let (name, text) = signing.entry();

    let dns = sign::dns([(name, format!("n={}; {text}", "x".repeat(20_000)))]);

    assert_eq!(
        authenticate(&mail, &dns).signatures[0].state,
        SignatureState::KeyGone
    );
}
