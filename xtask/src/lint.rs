//! `cargo xtask lint`: formatting, clippy, and cargo-deny where it is installed.

use crate::failure::Outcome;
use crate::process;

/// Runs the linters, the quickest first, and stops at the first that complains.
pub(crate) fn run() -> Outcome {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))?;
    process::run(process::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    deny()
}

/// cargo-deny checks licences, sources and doubled crates; a machine without it is told so.
fn deny() -> Outcome {
    if !process::works("cargo-deny", &["--version"]) {
        eprintln!(
            "cargo-deny is not installed: licences, sources and bans of deny.toml were not checked"
        );
        return Ok(());
    }
    process::run(process::cargo().args(["deny", "check", "bans", "licenses", "sources"]))
}
