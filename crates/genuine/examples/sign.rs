//! Signs the mail of a folder of `corpus`: `cargo run -p kadomori-genuine --example sign FOLDER…`.
//!
//! `source.eml` and `sign.toml` become `mail.eml` and `dns.json`; `corpus/README.md` tells how.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a tool for the tests, which may stop at the first surprise"
)]

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;

#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/it/support/rsa.rs"]
mod rsa;
#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/it/support/sign.rs"]
mod sign;

/// A `sign.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    /// The signatures; each stands above those before it.
    #[serde(default)]
    signature: Vec<sign::Signing>,
    /// What is changed after signing, in turn.
    #[serde(default)]
    change: Vec<Change>,
    /// Further entries of `dns.json`.
    #[serde(default)]
    dns: BTreeMap<String, Vec<String>>,
    /// Whether lines end with LF alone, as some programs save mails.
    #[serde(default)]
    lf: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    from: String,
    to: String,
}

fn main() {
    for folder in std::env::args().skip(1) {
        make(Path::new(&folder));
    }
}

fn make(folder: &Path) {
    let recipe = fs::read_to_string(folder.join("sign.toml")).expect("a sign.toml");
    let recipe: Recipe = toml::from_str(&recipe).unwrap_or_else(|error| panic!("{error}"));
    let mut mail = fs::read(folder.join("source.eml")).expect("a source.eml");
    let mut dns: serde_json::Map<String, serde_json::Value> = serde_json::Map::new();
    for (name, records) in recipe.dns {
        dns.insert(name, serde_json::json!(records));
    }
    mail = sign::with_crlf(&mail);
    for signing in &recipe.signature {
        mail = signing.sign(&mail);
        if !signing.unpublished {
            let (name, text) = signing.entry();
            dns.insert(name, serde_json::json!([text]));
        }
    }
    if let Ok(above) = fs::read(folder.join("above.txt")) {
        mail = [sign::with_crlf(&above), mail].concat();
    }
    for change in &recipe.change {
        let from = sign::with_crlf(change.from.as_bytes());
        let to = sign::with_crlf(change.to.as_bytes());
        let at = mail.windows(from.len()).position(|it| it == from);
        let at = at.unwrap_or_else(|| panic!("not in the mail: {}", change.from));
        mail.splice(at..at + from.len(), to);
    }
    if recipe.lf {
        mail.retain(|octet| *octet != b'\r');
    }
    fs::write(folder.join("mail.eml"), mail).unwrap();
    let dns = serde_json::to_string_pretty(&dns).unwrap() + "\n";
    fs::write(folder.join("dns.json"), dns).unwrap();
}
