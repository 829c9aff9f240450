//! `cargo xtask e2e`: the browser journeys against the release binary and the real parts.

use std::process::Command;
use std::thread;

use crate::failure::{Failure, Outcome};
use crate::part::{Life, Parts};
use crate::{install, place, process, venv};

/// Journeys that go one after another, because they share the doors through which reports
/// come back. They wait for messages most of the time.
const REPORTS: [&str; 5] = [
    "test_text.py",
    "test_delivery.py",
    "test_bounces.py",
    "test_forwarded.py",
    "test_mail_domain.py",
];

/// A third of the others, by the time that they take.
const LONG: [&str; 4] = [
    "test_outbox.py",
    "test_stranger.py",
    "test_accessibility.py",
    "test_harness.py",
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

/// Walks all journeys, in three rows beside each other, and tells of all in the end.
fn all(journeys: impl Fn(&[&str]) -> Command) -> Outcome {
    let taken = REPORTS.iter().chain(&LONG);
    let left_out: Vec<String> = taken.map(|file| format!("--ignore={file}")).collect();
    let left_out: Vec<&str> = left_out.iter().map(String::as_str).collect();
    let mut beside = [journeys(&REPORTS), journeys(&LONG)];
    let mut others = journeys(&left_out);
    thread::scope(|scope| {
        let beside = beside
            .each_mut()
            .map(|row| scope.spawn(|| process::run_and_show(row)));
        let others = process::run(&mut others);
        beside.into_iter().fold(others, |so_far, row| {
            let ended = row.join();
            so_far.and(ended.unwrap_or_else(|_| Err(Failure::new("a row of journeys broke off"))))
        })
    })
}
