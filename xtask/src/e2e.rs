//! `cargo xtask e2e`: the browser journeys against the release binary and the real parts.

use std::process::Command;
use std::thread;

use crate::failure::{Failure, Outcome};
use crate::part::{Life, Parts};
use crate::{install, place, process, venv};

/// Journeys that wait for messages most of the time. They go beside the others, one after
/// another: they share the doors through which reports come back.
const WAITING: [&str; 8] = [
    "test_text.py",
    "test_delivery.py",
    "test_stranger.py",
    "test_outbox.py",
    "test_bounces.py",
    "test_forwarded.py",
    "test_harness.py",
    "test_mail_domain.py",
];

/// Installs, builds, starts the parts, and hands the words to pytest; without words, all
/// journeys are walked. The parts end with it.
pub(crate) fn run(pytest: &[&str]) -> Outcome {
    install::run()?;
    let python = venv::ready()?;
    process::run(process::cargo().args(["build", "--release"]))?;
    let parts = Parts::start(Life::ThisCommand)?;
    let journeys = |words: &[&str]| {
        let mut command = Command::new(&python);
        command
            .args(["-m", "pytest"])
            .args(words)
            .current_dir(place::e2e())
            .env(
                "KADOMORI_TEST_BINARY",
                place::target().join("release/kadomori"),
            )
            .env(
                "KADOMORI_TEST_SCREENSHOTS",
                place::target().join("screenshots"),
            )
            .envs(parts.env());
        command
    };
    if pytest.is_empty() {
        all(journeys)
    } else {
        process::run(&mut journeys(pytest))
    }
}

/// Walks all journeys, those that wait beside the others, and tells of both in the end.
fn all(journeys: impl Fn(&[&str]) -> Command) -> Outcome {
    let left_out = WAITING.map(|file| format!("--ignore={file}"));
    let mut waiting = journeys(&WAITING);
    let mut others = journeys(&left_out.each_ref().map(String::as_str));
    thread::scope(|scope| {
        let beside = scope.spawn(|| process::run_and_show(&mut waiting));
        let others = process::run(&mut others);
        let beside = beside
            .join()
            .unwrap_or_else(|_| Err(Failure::new("the journeys that wait broke off")));
        others.and(beside)
    })
}
