//! The arrows between the crates: who may know whom, read from the manifests.
//!
//! A crate that needs a name refused here belongs elsewhere, or the rule moves to another crate.
//! Development dependencies are free: a test may use what the code may not.

use crate::manifest::{self, Crate};

/// Which of our own crates each crate may depend on. A new crate gets a line here.
const ARROWS: [(&str, &[&str]); 7] = [
    ("kadomori-domain", &[]),
    ("kadomori-genuine", &[]),
    ("kadomori-pages", &["kadomori-domain"]),
    ("kadomori-store", &["kadomori-domain"]),
    (
        "kadomori-server",
        &[
            "kadomori-domain",
            "kadomori-genuine",
            "kadomori-pages",
            "kadomori-store",
        ],
    ),
    (
        "kadomori-bench",
        &["kadomori-domain", "kadomori-genuine", "kadomori-store"],
    ),
    ("xtask", &[]),
];

const RUNTIME: &[&str] = &[
    "tokio",
    "async-std",
    "smol",
    "futures",
    "futures-util",
    "tower",
];
const WEB: &[&str] = &["axum", "hyper", "http", "tower-http", "cookie", "actix-web"];
const CLIENT: &[&str] = &[
    "reqwest",
    "ureq",
    "hyper-util",
    "isahc",
    "lettre",
    "hickory-resolver",
];
const SQL: &[&str] = &[
    "rusqlite",
    "tokio-postgres",
    "deadpool-postgres",
    "sqlx",
    "diesel",
];
const LOG: &[&str] = &[
    "tracing",
    "tracing-subscriber",
    "log",
    "prometheus-client",
    "metrics",
];
const CLOCK: &[&str] = &["jiff", "chrono", "time"];
const RANDOM: &[&str] = &["getrandom", "rand"];
const MAIL: &[&str] = &["mail-auth", "mail-builder", "mail-parser"];
/// TLS and keys go through one provider; these would bring a second one or slow signatures.
const OTHER_CRYPTO: &[&str] = &["ring", "rsa", "openssl", "native-tls"];

/// What each crate must not name, whatever the reason.
fn forbidden(name: &str) -> Vec<&'static str> {
    let groups: &[&[&str]] = match name {
        "kadomori-domain" => &[RUNTIME, WEB, CLIENT, SQL, LOG, CLOCK, RANDOM, MAIL],
        // Mails are what it reads, so it may know the libraries that cut and verify them.
        "kadomori-genuine" => &[RUNTIME, WEB, CLIENT, SQL, LOG, CLOCK, RANDOM],
        "kadomori-pages" => &[RUNTIME, WEB, CLIENT, SQL, LOG, RANDOM, MAIL],
        "kadomori-store" => &[WEB, CLIENT, CLOCK, RANDOM, MAIL],
        "kadomori-server" => &[SQL],
        _ => &[],
    };
    groups
        .iter()
        .chain(&[OTHER_CRYPTO])
        .flat_map(|group| group.iter().copied())
        .collect()
}

#[test]
fn no_crate_names_a_dependency_that_it_must_not_know() {
    for krate in manifest::members() {
        let forbidden = forbidden(&krate.name);
        let found: Vec<&String> = krate
            .dependencies
            .iter()
            .filter(|it| forbidden.contains(&it.as_str()))
            .collect();
        assert!(
            found.is_empty(),
            "{} must not depend on {found:?}",
            krate.name
        );
    }
}

#[test]
fn the_arrows_between_our_crates_go_one_way() {
    let members = manifest::members();
    let ours = |name: &str| members.iter().any(|krate| krate.name == name);
    for krate in &members {
        let allowed = arrows(krate);
        for to in krate.dependencies.iter().filter(|name| ours(name)) {
            assert!(
                allowed.contains(&to.as_str()),
                "{} must not depend on {to}",
                krate.name
            );
        }
    }
}

#[test]
fn the_chores_need_no_crate() {
    let xtask = manifest::members()
        .into_iter()
        .find(|krate| krate.name == "xtask");
    assert_eq!(xtask.map(|krate| krate.dependencies), Some(Vec::new()));
}

/// A proof comes only from a factor's own module. From a row it comes back by one function,
/// which only the store calls, with what it wrote itself.
#[test]
fn proofs_are_recalled_by_the_store_alone() {
    let recalls: Vec<String> = manifest::sources()
        .into_iter()
        .filter(|path| !path.starts_with("crates/store/") && path != "crates/domain/src/proof.rs")
        .filter(|path| manifest::read(path).contains("Proof::recall"))
        .collect();
    assert!(recalls.is_empty(), "{recalls:?} recall proofs");
    let store = manifest::read("crates/store/src/proof.rs");
    assert!(store.contains("Proof::recall"), "nothing was looked for");
}

fn arrows(krate: &Crate) -> &'static [&'static str] {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == krate.name) else {
        panic!(
            "{} has no line in ARROWS: decide whom it may know",
            krate.name
        );
    };
    allowed
}
