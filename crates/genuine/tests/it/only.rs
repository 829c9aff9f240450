//! What is asked where only names of brands may be asked for.

use std::{cell::RefCell, net::IpAddr};

use kadomori_genuine::{
    Lookup, Offline, Resolver,
    auth::{Authentication, FileResolver, Only, PathState, Policy, ResolverKind, SignatureState},
};

use crate::support::{BRANDS, authenticate_with, listening::Listening, sign::Signing};

const HEAD: &str = "To: mika@example.net\nSubject: Code\nDate: Thu, 02 Jul 2026 09:00:00 +0900\n";

/// A mail of this address, signed and handed in by this domain.
fn mail(address: &str, domain: &str) -> (String, Signing) {
    let signing = Signing::by(domain);
    let written = format!("From: <{address}>\n{HEAD}\n123456\n");
    let signed = String::from_utf8(signing.sign(written.as_bytes())).unwrap();
    let way = format!(
        "Return-Path: <b@{domain}>\r\nReceived: from mx.{domain} (mx.{domain} [192.0.2.7]) by \
         mx.example.net\r\n"
    );
    (way + &signed, signing)
}

fn asked(mail: &str, dns: &str) -> (Authentication, Vec<String>) {
    let asked = RefCell::default();
    let inner = Listening(FileResolver::parse(dns).unwrap(), &asked);
    let known = authenticate_with(mail.as_bytes(), &Only::new(&inner, &BRANDS), &[]);
    (known, asked.into_inner())
}

#[test]
fn a_brands_mail_is_verified_and_its_records_are_followed() {
    let (mail, signing) = mail(
        "account-security-noreply@accountprotection.microsoft.com",
        "accountprotection.microsoft.com",
    );
    let (name, text) = signing.entry();
    let dns = format!(
        r#"{{"{name}": ["{text}"], "_dmarc.microsoft.com TXT": ["v=DMARC1; p=reject"],
        "accountprotection.microsoft.com TXT": ["v=spf1 include:spf.outside.example -all"],
        "spf.outside.example TXT": ["v=spf1 mx:in.example -all"],
        "in.example MX": ["10 host.example."], "host.example A": ["192.0.2.7"]}}"#
    );

    let (known, _) = asked(&mail, &dns);

    assert!(known.is_proved());
    assert_eq!(known.policy, Policy::Reject);
    assert!(known.walked);
    assert_eq!(known.path.unwrap().state, PathState::Pass);
}

#[test]
fn a_strangers_name_is_never_asked_for() {
    let (foreign, _) = mail("a@reader-4711.evil.test", "reader-4711.evil.test");
    let (known, names) = asked(&foreign, "{}");
    assert_eq!(names, Vec::<String>::new());
    assert_eq!(known.signatures[0].state, SignatureState::NotAsked);
    assert_eq!(known.path.unwrap().state, PathState::NotAsked);
    assert_eq!(known.policy, Policy::Unknown);

    let (posing, _) = mail("a@accountprotection.microsoft.com", "reader-4711.evil.test");
    let (known, names) = asked(&posing, "{}");
    assert!(!names.is_empty());
    assert!(
        names.iter().all(|it| it.contains("microsoft.com ")),
        "{names:?}"
    );
    assert_eq!(known.signatures[0].state, SignatureState::NotAsked);

    let lookalike = "accountprotection.microsoft.com.evil.test";
    let (_, names) = asked(&mail("a@x.test", lookalike).0, "{}");
    assert_eq!(names, Vec::<String>::new());
}

#[test]
fn names_that_the_sender_helps_to_make_are_not_asked_for_outside() {
    let (mail, _) = mail("a@microsoft.com", "microsoft.com");
    let dns = r#"{"microsoft.com TXT": ["v=spf1 exists:%{l}.outside.example ptr -all"]}"#;

    let (known, names) = asked(&mail, dns);

    assert!(
        names.iter().all(|it| it.contains("microsoft.com ")),
        "{names:?}"
    );
    assert_eq!(known.path.unwrap().state, PathState::NotAsked);
}

#[test]
fn what_a_record_names_is_asked_for_only_after_that_record() {
    let file = FileResolver::parse(
        r#"{"microsoft.com TXT": ["v=spf1 include:outside.example"],
        "outside.example TXT": ["v=spf1 -all"]}"#,
    );
    let file = file.unwrap();
    let only = Only::new(&file, &BRANDS);

    assert_eq!(only.texts("outside.example"), Lookup::NotAsked);
    assert!(matches!(only.texts("microsoft.com"), Lookup::Found(_)));
    assert!(matches!(only.texts("Outside.example."), Lookup::Found(_)));
    let address: IpAddr = "192.0.2.7".parse().unwrap();
    assert_eq!(only.names(address), Lookup::NotAsked);
}

#[test]
fn how_far_a_resolver_asks_can_be_told() {
    let file = FileResolver::default();

    assert_eq!(file.kind(), ResolverKind::Everything);
    assert_eq!(Only::new(&file, &BRANDS).kind(), ResolverKind::Brands);
    assert_eq!(Only::new(&Offline, &BRANDS).kind(), ResolverKind::Offline);
}
