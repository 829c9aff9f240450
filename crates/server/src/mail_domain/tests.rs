//! What is said of domains as they should be and as they shouldn't; and of the domains of a
//! real name server.

use std::{net::IpAddr, path::PathBuf};

use super::*;
use crate::dkim::RecordKind;

fn key(name: &str) -> DnsRecord {
    DnsRecord {
        name: name.to_owned(),
        kind: RecordKind::Text,
        value: "v=DKIM1; k=ed25519; p=AbC123=".to_owned(),
        remark: "a key",
    }
}

fn sender() -> Sender {
    Sender {
        domain: "good.example".to_owned(),
        envelope: "good.example".to_owned(),
        signer: "good.example".to_owned(),
        keys: vec![key("kadomori-ed25519._domainkey.good.example")],
        server: "mx.good.example".to_owned(),
    }
}

fn found(text: &str) -> Answer {
    Answer::Found(vec![text.to_owned()])
}

fn published() -> Published {
    Published {
        envelope: Answer::Found(vec![
            "some-other-proof=1".to_owned(),
            "v=spf1 mx -all".to_owned(),
        ]),
        reach: Reach::Named,
        keys: vec![found("k=ed25519; v=DKIM1; p=AbC 123=")],
        policy: (
            "_dmarc.good.example".to_owned(),
            found("v=DMARC1; p=reject"),
        ),
        servers: found("mx.good.example."),
        reverse: vec![(IpAddr::from([192, 0, 2, 25]), Reverse::Confirmed)],
    }
}

/// The grades and words of what is said.
fn said(sender: &Sender, published: &Published) -> Vec<(Grade, String)> {
    let findings = judge(sender, published).into_iter();
    findings.map(|one| (one.grade, one.said)).collect()
}

#[track_caller]
fn assert_said(published: &Published, grade: Grade, words: &str) {
    let said = said(&sender(), published);
    let [(told, text)] = said.as_slice() else {
        panic!("{said:?}")
    };
    assert_eq!(*told, grade, "{text}");
    assert!(text.contains(words), "{text}");
}

#[test]
fn of_a_domain_as_it_should_be_nothing_is_said() {
    assert_eq!(said(&sender(), &published()), []);
    let report = report(&sender(), &[]);
    assert!(report.contains("Everything that receivers ask for is there."));
}

#[test]
fn an_empty_domain_is_told_every_record_that_is_missing() {
    let nothing = Published {
        envelope: Answer::Nothing,
        reach: Reach::Unknown,
        keys: vec![Answer::Nothing],
        policy: ("_dmarc.good.example".to_owned(), Answer::Nothing),
        servers: Answer::Nothing,
        reverse: vec![(IpAddr::from([192, 0, 2, 25]), Reverse::Missing)],
    };
    insta::assert_snapshot!(report(&sender(), &judge(&sender(), &nothing)));
}

#[test]
fn two_records_where_one_counts_are_none() {
    let both = |one: &str, other: &str| Answer::Found(vec![one.to_owned(), other.to_owned()]);
    let spf = Published {
        envelope: both("v=spf1 mx -all", "v=spf1 a ~all"),
        ..published()
    };
    assert_said(&spf, Grade::Wrong, "2 SPF records");
    let dmarc = Published {
        policy: (
            "_dmarc.good.example".to_owned(),
            both("v=DMARC1; p=reject", "v=DMARC1; p=none"),
        ),
        ..published()
    };
    assert_said(&dmarc, Grade::Wrong, "2 DMARC records");
}

#[test]
fn a_record_of_senders_is_read_to_its_end() {
    let with = |text: &str| Published {
        envelope: found(text),
        ..published()
    };
    assert_said(&with("v=spf1 mx +all"), Grade::Wrong, "everybody");
    assert_said(&with("v=spf1 mx"), Grade::Advice, "-all");
    assert_eq!(said(&sender(), &with("v=spf1 mx ~all")), []);
    assert_eq!(said(&sender(), &with("v=spf1 redirect=_spf.example")), []);
    assert_said(&with("v=spf10 mx -all"), Grade::Wrong, "doesn't say");
    let left_out = Published {
        reach: Reach::NotNamed(IpAddr::from([192, 0, 2, 25])),
        ..published()
    };
    assert_said(&left_out, Grade::Wrong, "192.0.2.25");
    let broken = Published {
        reach: Reach::Broken,
        ..published()
    };
    assert_said(&broken, Grade::Wrong, "more than ten");
}

#[test]
fn another_key_is_no_key() {
    let other = Published {
        keys: vec![found("v=DKIM1; k=ed25519; p=Other=")],
        ..published()
    };
    assert_said(&other, Grade::Wrong, "another key");
    let revoked = Published {
        keys: vec![found("v=DKIM1; p=")],
        ..published()
    };
    assert_said(&revoked, Grade::Wrong, "another key");
}

#[test]
fn a_policy_of_none_is_worth_advice_whoever_says_it() {
    let policy = |name: &str, text: &str| Published {
        policy: (name.to_owned(), found(text)),
        ..published()
    };
    let own = policy("_dmarc.good.example", "v=DMARC1; p=none; sp=reject");
    assert_said(&own, Grade::Advice, "p=none");
    let above = policy("_dmarc.example", "v=DMARC1; p=reject; sp=none");
    assert_said(&above, Grade::Advice, "p=none");
    let strict_above = policy("_dmarc.example", "v=DMARC1; p=reject");
    assert_eq!(said(&sender(), &strict_above), []);
}

#[test]
fn an_address_is_called_by_a_name_that_leads_back_to_it() {
    let called = |reverse| Published {
        reverse: vec![(IpAddr::from([192, 0, 2, 25]), reverse)],
        ..published()
    };
    let missing = called(Reverse::Missing);
    assert_said(
        &missing,
        Grade::Advice,
        "if your mails leave from this address",
    );
    let elsewhere = called(Reverse::Unconfirmed("customer-25.example".to_owned()));
    assert_said(&elsewhere, Grade::Advice, "customer-25.example");
    let record = |published| {
        let mut findings = judge(&sender(), published);
        findings.remove(0).record.unwrap().zone_line()
    };
    assert_eq!(
        record(&missing),
        "25.2.0.192.in-addr.arpa. IN PTR mx.good.example."
    );
    assert_eq!(record(&elsewhere), "customer-25.example. IN A 192.0.2.25");
}

#[test]
fn names_that_are_not_the_senders_own_are_told() {
    let other = Sender {
        signer: "other.example".to_owned(),
        envelope: "bounces.good.example".to_owned(),
        ..sender()
    };
    let said_of_other = said(&other, &published());
    assert_eq!(said_of_other.len(), 1, "{said_of_other:?}");
    assert!(said_of_other[0].1.contains("signed by other.example"));
    let alike = Sender {
        signer: "notgood.example".to_owned(),
        ..sender()
    };
    assert_eq!(said(&alike, &published()).len(), 1);
}

#[test]
fn what_could_not_be_seen_is_no_fault() {
    let silence = || Answer::Silence("no answer in time".to_owned());
    let silent = Published {
        envelope: silence(),
        reach: Reach::Unknown,
        keys: vec![silence()],
        policy: ("_dmarc.good.example".to_owned(), silence()),
        servers: silence(),
        reverse: vec![(
            IpAddr::from([192, 0, 2, 25]),
            Reverse::Unknown("no answer in time".to_owned()),
        )],
    };
    let grades = judge(&sender(), &silent).into_iter().map(|one| one.grade);
    assert_eq!(grades.collect::<Vec<_>>(), [Grade::Unknown; 5]);
}

/// A real name server, and the keys that it has published.
#[expect(
    clippy::disallowed_methods,
    reason = "where the parts are is told by `cargo xtask`"
)]
fn real() -> (std::net::SocketAddr, PathBuf) {
    let told = |name| {
        std::env::var(name).unwrap_or_else(|_| {
            panic!("{name} isn't set: run `cargo xtask test`, or `parts start`")
        })
    };
    let server = told("KADOMORI_TEST_DNS").parse().unwrap();
    (server, PathBuf::from(told("KADOMORI_TEST_DKIM")))
}

async fn seen_at(domain: &str) -> Vec<String> {
    seen_from("mx.good.example", domain).await
}

async fn seen_from(server_name: &str, domain: &str) -> Vec<String> {
    let (server, data_dir) = real();
    // Every domain of the server has the keys of the good one, or others.
    let signer = DkimSigner::open(&data_dir, "good.example", "kadomori").unwrap();
    let keys = signer.keys().into_iter().map(|key| DnsRecord {
        name: key.name.replace("good.example", domain),
        ..key
    });
    let sender = Sender {
        domain: domain.to_owned(),
        envelope: domain.to_owned(),
        signer: domain.to_owned(),
        keys: keys.collect(),
        server: server_name.to_owned(),
    };
    let names = Names::open(Some(server)).unwrap();
    let findings = sender.look(&names).await.into_iter();
    findings
        .map(|one| format!("{}: {}", one.grade.word(), one.said))
        .collect()
}

#[tokio::test]
async fn a_real_name_server_is_understood() {
    for right in ["good.example", "relayed.example"] {
        assert_eq!(seen_at(right).await, Vec::<String>::new(), "{right}");
    }
    for (domain, words) in [
        (
            "bare.example",
            vec!["(SPF)", "isn't published", "no DMARC", "takes no mail"],
        ),
        (
            "wrong.example",
            vec!["doesn't name", "another key", "p=none"],
        ),
        ("double.example", vec!["2 SPF records", "2 DMARC records"]),
        ("null.example", vec!["takes no mail"]),
    ] {
        let said = seen_at(domain).await.join("\n");
        for word in words {
            assert!(said.contains(word), "{domain}: {word} in {said}");
        }
    }
}

#[tokio::test]
async fn the_name_of_the_sending_address_is_asked_for_and_back() {
    let right = seen_from("mx.good.example", "relayed.example").await;
    assert_eq!(right, Vec::<String>::new());
    for (server, words) in [
        ("wrong.example", "customer-82.elsewhere.example (PTR)"),
        (
            "bare.example",
            "192.0.2.81, the address of bare.example, has no name",
        ),
        ("192.0.2.81", "192.0.2.81 has no name"),
    ] {
        let said = seen_from(server, "relayed.example").await.join("\n");
        assert!(said.contains(words), "{server}: {said}");
    }
}

#[tokio::test]
async fn a_name_server_that_is_silent_is_told_as_such() {
    // Nobody answers at this port: it was free a moment ago.
    let free = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let server = free.local_addr().unwrap();
    let names = Names::open(Some(server)).unwrap();
    let findings = sender().look(&names).await;
    assert!(!findings.is_empty());
    assert!(
        findings.iter().all(|one| one.grade == Grade::Unknown),
        "{findings:?}"
    );
}
