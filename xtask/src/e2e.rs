//! `cargo xtask e2e`: the browser journeys against the release binary and the real parts.

use std::process::Command;

use crate::failure::Outcome;
use crate::part::{Life, Parts};
use crate::{install, place, process, venv};

/// Installs, builds, starts the parts, and hands the words to pytest. The parts end with it.
pub(crate) fn run(pytest: &[&str]) -> Outcome {
    install::run()?;
    let python = venv::ready()?;
    process::run(process::cargo().args(["build", "--release"]))?;
    let parts = Parts::start(Life::ThisCommand)?;
    let mut command = Command::new(python);
    command
        .args(["-m", "pytest"])
        .args(pytest)
        .current_dir(place::e2e());
    command.env(
        "KADOMORI_TEST_BINARY",
        place::target().join("release/kadomori"),
    );
    command.env(
        "KADOMORI_TEST_SCREENSHOTS",
        place::target().join("screenshots"),
    );
    process::run(command.envs(parts.env()))
}
