//! `cargo xtask bench NAME`: hands over to the benchmark crate, built as it is shipped.

use crate::failure::Outcome;
use crate::process;

/// Builds the server as it is shipped, then runs the named benchmark with the other words.
pub(crate) fn run(words: &[&str]) -> Outcome {
    process::run(process::cargo().args(["build", "--release"]))?;
    process::run(
        process::cargo()
            .args(["run", "--release", "--package", "kadomori-bench", "--"])
            .args(words),
    )
}
