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

use std::{fs, path::Path};

#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/it/support/recipe.rs"]
mod recipe;
#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/it/support/rsa.rs"]
mod rsa;
#[allow(dead_code, unreachable_pub, reason = "the tests use more of it")]
#[path = "../tests/it/support/sign.rs"]
mod sign;

fn main() {
    for folder in std::env::args().skip(1) {
        let folder = Path::new(&folder);
        let made = recipe::Recipe::of(folder).make(folder);
        fs::write(folder.join("mail.eml"), made.mail).unwrap();
        fs::write(folder.join("dns.json"), made.dns).unwrap();
    }
}
