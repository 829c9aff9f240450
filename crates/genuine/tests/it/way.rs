//! The way, the domain's wish, what receivers wrote, and who sent a mail on.

use std::cell::RefCell;
use std::net::IpAddr;

use kadomori_genuine::{
    Offline,
    auth::{Authentication, FileResolver, Outcome, PathState, Policy, Results},
};

use crate::support::{authenticate, authenticate_with, listening::Listening, sign::Signing};

const MAIL: &str = "From: Example <no-reply@example.jp>\nTo: mika@example.net\nSubject: Code\n\
    Date: Thu, 02 Jul 2026 09:00:00 +0900\n\n123456\n";

const DNS: &str = r#"{"example.jp TXT": ["v=spf1 ip4:192.0.2.0/24 -all"],
    "mail.example.jp TXT": ["v=spf1 redirect=example.jp"],
    "_dmarc.example.jp TXT": ["v=DMARC1; p=reject"]}"#;

/// A mail that this server at this address handed in to `mx.example.net` under this envelope.
fn came(address: &str, envelope: &str) -> String {
    format!(
        "Return-Path: <{envelope}>\nReceived: from out.example ({address}) by mx.example.net \
         (Postfix) with ESMTPS id 1;\n\tThu, 02 Jul 2026 00:00:01 +0000\n{MAIL}"
    )
}

fn state(mail: &str, dns: &str) -> Option<PathState> {
    authenticate(mail.as_bytes(), dns)
        .path
        .map(|path| path.state)
}

#[test]
fn the_address_that_handed_it_in_is_held_against_the_envelope() {
    let known = authenticate(
        came("out.example [192.0.2.7]", "b@mail.example.jp").as_bytes(),
        DNS,
    );

    let path = known.path.unwrap();
    assert_eq!(path.state, PathState::Pass);
    assert_eq!(path.address, "192.0.2.7".parse::<IpAddr>().unwrap());
    assert_eq!(path.domain, "mail.example.jp");
    assert!(path.aligned);
    assert_eq!(known.policy, Policy::Reject);
    assert!(known.walked);
}

#[test]
fn each_answer_has_its_state() {
    let of = |record: &str| {
        let dns = format!(r#"{{"example.jp TXT": {record}}}"#);
        state(&came("[198.51.100.1]", "b@example.jp"), &dns).unwrap()
    };

    assert_eq!(of(r#"["v=spf1 +all"]"#), PathState::Pass);
    assert_eq!(of(r#"["v=spf1 -all"]"#), PathState::Fail);
    assert_eq!(of(r#"["v=spf1 ~all"]"#), PathState::SoftFail);
    assert_eq!(of(r#"["v=spf1 ?all"]"#), PathState::Neutral);
    assert_eq!(of("[]"), PathState::Unknown);
    assert_eq!(of("null"), PathState::Temporary);
    let mail = came("[198.51.100.1]", "b@example.jp");
    let known = authenticate_with(mail.as_bytes(), &Offline, &[]);
    assert_eq!(known.path.unwrap().state, PathState::NotAsked);
    assert_eq!(known.policy, Policy::Unknown);
}

#[test]
fn lines_below_the_topmost_prove_nothing() {
    let mail = came("unknown [198.51.100.1]", "b@example.jp").replacen(
        "From: Example",
        "Received: from mx.example.jp (mx.example.jp [192.0.2.7]) by mx.example.net\nFrom: Example",
        1,
    );

    assert_eq!(state(&mail, DNS), Some(PathState::Fail));
}

#[test]
fn without_an_envelope_or_a_line_there_is_no_path() {
    assert_eq!(state(MAIL, DNS), None);
    assert_eq!(state(&came("[192.0.2.7]", ""), DNS), None);
    assert_eq!(
        state(&format!("Return-Path: <b@example.jp>\n{MAIL}"), DNS),
        None
    );
}

#[test]
fn a_pass_of_the_way_alone_is_no_proof() {
    let known = authenticate(came("[192.0.2.7]", "b@example.jp").as_bytes(), DNS);

    assert!(!known.is_proved());
}

fn results(header: &str) -> Results {
    let mail = format!("Authentication-Results: {header}\n{MAIL}");
    authenticate(mail.as_bytes(), DNS).results.unwrap()
}

#[test]
fn results_are_read_as_receivers_write_them() {
    let all = |server: &str| Results {
        server: server.to_owned(),
        trusted: false,
        dmarc: Some(Outcome::Pass),
        dkim: Some(Outcome::Pass),
        spf: Some(Outcome::Pass),
        arc: None,
    };
    for (header, server) in [
        (
            "mx.google.com;\n       dkim=pass header.i=@example.jp header.s=s1 header.b=abc;\n       \
             spf=pass (google.com: domain of b@example.jp designates 192.0.2.7 as permitted \
             sender) smtp.mailfrom=b@example.jp;\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) \
             header.from=example.jp",
            "mx.google.com",
        ),
        (
            "spf=pass (sender IP is 192.0.2.7)\n smtp.mailfrom=mail.example.jp; dkim=pass (signature \
             was verified)\n header.d=example.jp;dmarc=pass action=none\n \
             header.from=example.jp;compauth=pass reason=100",
            "",
        ),
        (
            "MX1.Example.net/2 1 (a comment (in a comment; dmarc=fail)) ; dkim = pass ( x ) header.d \
             = example.jp ;\n\tspf=pass smtp.mailfrom=\"b@example.jp\"; dmarc=pass \
             (policy=reject) header.from=\"example.jp\"",
            "mx1.example.net/2",
        ),
        (
            "mx.example.net 1; dkim=fail header.d=example.jp; dkim=pass header.d=mail.example.jp; \
             dkim=fail header.d=other.example; spf/1=pass smtp.mailfrom=example.jp; \
             dmarc=pass header.from=example.jp; iprev=pass; unknown=x",
            "mx.example.net",
        ),
    ] {
        assert_eq!(results(header), all(server), "{header}");
    }
}

#[test]
fn results_of_other_domains_are_none_of_its() {
    let read = results(
        "mx.example.net; dkim=pass header.d=example.test; spf=pass smtp.mailfrom=x@example.test; \
         dmarc=pass header.from=example.test",
    );

    assert_eq!((read.dmarc, read.dkim, read.spf), (None, None, None));
}

#[test]
fn words_of_results_are_told_apart() {
    let of = |word: &str| results(&format!("a.example; dmarc={word} header.from=example.jp")).dmarc;

    assert_eq!(of("PASS"), Some(Outcome::Pass));
    assert_eq!(of("fail"), Some(Outcome::Fail));
    assert_eq!(of("hardfail"), Some(Outcome::Fail));
    assert_eq!(of("permerror"), Some(Outcome::Fail));
    assert_eq!(of("softfail"), Some(Outcome::SoftFail));
    assert_eq!(of("temperror"), Some(Outcome::Temporary));
    assert_eq!(of("bestguesspass"), Some(Outcome::None));
    assert_eq!(of("none"), Some(Outcome::None));
    assert_eq!(of("splendid"), None);
    let nothing = results("a.example; none");
    assert_eq!(nothing.server, "a.example");
    assert_eq!(
        (nothing.dmarc, nothing.dkim, nothing.spf),
        (None, None, None)
    );
    assert_eq!(
        results("a.example; dkim=none (not signed)").dkim,
        Some(Outcome::None)
    );
}

const PASS: &str = "Authentication-Results: mx.example.net; dmarc=pass header.from=example.jp\n";
const FAIL: &str = "Authentication-Results: mx.example.net; dmarc=fail header.from=example.jp\n";

fn trusting(mail: &str) -> Authentication {
    authenticate_with(mail.as_bytes(), &Offline, &["mx.example.net"])
}

#[test]
fn a_named_receiver_is_believed_on_top_alone() {
    let line = "Received: from a.example (a.example [192.0.2.7]) by mx.example.net\n";
    let other = "Received: from a.example (a.example [192.0.2.7]) by mx.example.org\n";
    let proved = |mail: String| trusting(&mail).is_proved();

    assert!(proved(format!("{PASS}{line}{MAIL}")));
    assert!(proved(format!("{line}{PASS}{MAIL}")));
    assert!(!proved(format!("{PASS}{MAIL}")));
    assert!(!proved(format!("{PASS}{other}{MAIL}")));
    assert!(!proved(format!("{other}{PASS}{line}{MAIL}")));
    assert!(!proved(format!("{line}{other}{PASS}{MAIL}")));
    assert!(!proved(format!("{line}{FAIL}{PASS}{MAIL}")));
    let nobody = authenticate(format!("{PASS}{line}{MAIL}").as_bytes(), "{}");
    assert!(!nobody.is_proved());
    assert_eq!(nobody.results.unwrap().dmarc, Some(Outcome::Pass));
}

#[test]
fn a_believed_receiver_does_not_outweigh_a_length() {
    let signing = Signing {
        length: Some(8),
        ..Signing::by("example.jp")
    };
    let signed = signing.sign((MAIL.to_owned() + "Call us\n").as_bytes());
    let line = "Received: from a.example (a.example [192.0.2.7]) by mx.example.net\r\n";
    let mail = format!("{PASS}{line}{}", String::from_utf8(signed).unwrap());

    assert!(!trusting(&mail).is_proved());
}

#[test]
fn a_pass_below_a_fail_contradicts_it() {
    let line = "Received: from a.example (a.example [192.0.2.7]) by mx.example.net\n";
    let sent_on = "Received: from b.example (b.example [192.0.2.9]) by lists.example.org\n";
    let of_list = PASS.replace("mx.example.net", "lists.example.org");
    let contradicted = |mail: String| trusting(&mail).contradicted;

    assert!(contradicted(format!("{FAIL}{line}{PASS}{MAIL}")));
    assert!(contradicted(format!("{FAIL}{line}{of_list}{MAIL}")));
    assert!(!contradicted(format!(
        "{FAIL}{line}{of_list}{sent_on}{MAIL}"
    )));
    assert!(!contradicted(format!("{PASS}{line}{PASS}{MAIL}")));
    assert!(!contradicted(format!("{PASS}{line}{FAIL}{MAIL}")));
}

#[test]
fn headers_of_one_receiver_for_each_method_are_one() {
    let line = "Received: from a.example (a.example [192.0.2.7]) by mx.example.net\n";
    let each = |dmarc: &str| {
        format!(
            "Authentication-Results: bimi.example.net; bimi=skipped\n\
             Authentication-Results: dmarc.example.net; dmarc={dmarc} header.from=example.jp\n\
             Authentication-Results: dkim.example.net; dkim=none\n{line}{MAIL}"
        )
    };
    let known = authenticate(each("fail").as_bytes(), "{}");
    let results = known.results.unwrap();
    assert_eq!(results.dmarc, Some(Outcome::Fail));
    assert_eq!(results.dkim, Some(Outcome::None));
    // Only those that are named as trusted are.
    assert!(!trusting(&each("pass")).is_proved());
    // What lies apart is somebody else's.
    let apart = each("fail").replacen(
        "Authentication-Results: dmarc",
        "X-Other: a\nAuthentication-Results: dmarc",
        1,
    );
    let known = authenticate(apart.as_bytes(), "{}");
    assert_eq!(known.results.unwrap().dmarc, None);
}

#[test]
fn the_older_header_of_the_way_is_recorded_where_there_is_no_other() {
    let mail = format!(
        "Received-SPF: Pass (mx.example.net: domain of b@example.jp designates 192.0.2.7 as \
         permitted sender) receiver=mx.example.net; client-ip=192.0.2.7; \
         envelope-from=\"b@example.jp\"; helo=a.example;\n{MAIL}"
    );
    let read = authenticate(mail.as_bytes(), "{}").results.unwrap();

    assert_eq!(read.server, "mx.example.net");
    assert_eq!(read.spf, Some(Outcome::Pass));
    assert!(!read.trusted);
}

#[test]
fn signs_of_being_sent_on_are_seen() {
    let forwarded = |above: &str| authenticate(format!("{above}{MAIL}").as_bytes(), "{}").forwarded;

    assert!(!forwarded(""));
    assert!(forwarded(
        "Return-Path: <SRS0=abc=12=example.jp=b@forward.example>\n"
    ));
    assert!(forwarded("Return-Path: <srs1+x=y@forward.example>\n"));
    assert!(forwarded(
        "ARC-Seal: i=1; a=rsa-sha256; d=forward.example\n"
    ));
    let line = "Received: from a.example (a.example [192.0.2.7]) by mx.example.net\n";
    let sealed = "ARC-Seal: i=1; a=rsa-sha256; d=example.net; s=s; cv=none; b=x\n";
    assert!(!forwarded(&format!("{sealed}{line}")));
    assert!(forwarded(&format!("{line}ARC-Seal: i=1; d=example.org\n")));
    assert!(forwarded("Resent-From: mika@example.net\n"));
    assert!(forwarded("X-Forwarded-To: mika@example.com\n"));
    assert!(forwarded("List-Id: <list.example.org>\n"));
    let below = "Received: from mx.example.jp (mx.example.jp [192.0.2.9]) by a.example\n";
    assert!(forwarded(&format!("{line}{below}")));
    assert!(!forwarded(&format!(
        "{line}{}",
        below.replace("by a.", "by b.")
    )));
    let line = |by: &str| format!("Received: from a.example (a.example [192.0.2.7]) by {by}\n");
    let (own, other) = (line("mx.example.net"), line("mx.example.org"));
    assert!(!forwarded(&format!("{own}{other}")));
    assert!(forwarded(&format!(
        "{own}{other}{}",
        line("mx.example.com")
    )));
    let checked = PASS.replace("mx.example.net", "mx.example.org");
    assert!(forwarded(&format!("{PASS}{own}{checked}{other}")));
}

#[test]
fn a_list_that_leaves_the_signature_whole_is_no_forwarder() {
    let signing = Signing::by("example.jp");
    let signed = String::from_utf8(signing.sign(MAIL.as_bytes())).unwrap();
    let mail = format!("List-Id: <news.example.jp>\r\n{signed}");

    let known = authenticate(
        mail.as_bytes(),
        &crate::support::sign::dns([signing.entry()]),
    );

    assert!(known.is_proved());
    assert!(!known.forwarded);
}

#[test]
fn nothing_is_asked_twice_and_nothing_beyond_the_limit() {
    let asked = RefCell::default();
    let records: Vec<String> = (0..40)
        .map(|n| {
            format!(
                r#""n{n}.example TXT": ["v=spf1 include:n{}.example"],"#,
                n + 1
            )
        })
        .collect();
    let dns = format!(
        r#"{{{}"example.jp TXT": ["v=spf1 include:n0.example mx a ptr exists:%{{i}}.x.example"]}}"#,
        records.concat()
    );
    let resolver = Listening(FileResolver::parse(&dns).unwrap(), &asked);
    let signatures: Vec<String> = (0..50)
        .map(|n| format!("DKIM-Signature: v=1; a=rsa-sha256; d=d{n}.a.b.c.example.jp; s=s; h=From; bh=AAAA; b=AAAA\n"))
        .collect();
    let mail = format!(
        "{}{}",
        signatures.concat(),
        came("[192.0.2.7]", "b@example.jp")
    );

    let known = authenticate_with(mail.as_bytes(), &resolver, &[]);

    let asked = asked.into_inner();
    let mut once = asked.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), asked.len(), "{asked:?}");
    assert!(asked.len() <= 60, "{asked:?}");
    assert_eq!(known.path.unwrap().state, PathState::Unknown);
}

#[test]
fn a_mail_without_a_sender_asks_for_nothing_of_its() {
    let asked = RefCell::default();
    let resolver = Listening(FileResolver::default(), &asked);

    let known = authenticate_with(b"Subject: x\n\nx\n", &resolver, &[]);

    assert_eq!(known.policy, Policy::Unknown);
    assert_eq!(asked.into_inner(), Vec::<String>::new());
}

#[test]
fn signatures_that_hold_nowhere_do_not_use_the_questions_up() {
    let asked = RefCell::default();
    let resolver = Listening(FileResolver::parse(DNS).unwrap(), &asked);
    let signatures: Vec<String> = (0..8)
        .map(|n| {
            format!(
                "DKIM-Signature: v=1; a=rsa-sha256; d=a{n}.b{n}.c{n}.d{n}.e{n}.f{n}.example.jp; s=s; \
                 h=From; bh=AAAA; b=AAAA\n"
            )
        })
        .collect();
    let mail = signatures.concat() + &came("[198.51.100.1]", "b@example.jp");

    let known = authenticate_with(mail.as_bytes(), &resolver, &[]);

    assert_eq!(known.path.unwrap().state, PathState::Fail);
    assert!(asked.into_inner().len() < 20);
}

/// The only part of `mail-auth` with a network is never made.
#[test]
fn nothing_here_could_open_a_socket() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/auth");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for word in [
            "MessageAuthenticator",
            "hickory",
            "Socket",
            "TcpStream",
            "async",
        ] {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
}
