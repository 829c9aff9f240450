//! `cargo xtask test`: everything, from a bare machine to a browser walking through the release binary.

use crate::failure::Outcome;
use crate::part::{Life, Parts};
use crate::report::Report;
use crate::{e2e, install, lint, process};

/// Runs all the steps; one that fails does not keep the others from telling what they know.
pub(crate) fn run() -> Outcome {
    let mut report = Report::default();
    steps(&mut report);
    report.close()
}

fn steps(report: &mut Report) {
    if report.step("install", install::run).is_none() {
        return;
    }
    report.step("lint", lint::run);
    let Some(parts) = report.step("start the parts", || Parts::start(Life::ThisCommand)) else {
        return;
    };
    report.step("tests", || tests(&parts));
    report.step("documentation tests", || documentation(&parts));
    drop(parts);
    report.step("browser journeys", || e2e::run(&[]));
}

/// The workspace's tests: through nextest where it is installed, else through cargo itself.
fn tests(parts: &Parts) -> Outcome {
    let mut command = process::cargo();
    if process::works("cargo-nextest", &["--version"]) {
        command.args(["nextest", "run", "--workspace"]);
    } else {
        command.args([
            "test",
            "--workspace",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]);
    }
    process::run(command.envs(parts.env()))
}

/// The examples in the documentation, which nextest leaves out.
fn documentation(parts: &Parts) -> Outcome {
    process::run(
        process::cargo()
            .args(["test", "--workspace", "--doc"])
            .envs(parts.env()),
    )
}
