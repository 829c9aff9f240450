//! `journey`: a code asked for, mailed and typed, at 1, 16 and 64 clients; the session check;
//! and beside them, in the same run, what the machine gives.

pub(crate) mod ground;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::commit;
use crate::database::Database;
use crate::machine;
use crate::option::Plan;
use crate::outcome::Outcome;
use crate::report::Report;
use crate::server::Signing;
use crate::start;
use crate::stranger;
use ground::Bench;

/// Measures, prints, and keeps what was printed.
pub(crate) async fn run(plan: &Plan) -> Outcome {
    let bench = Bench::prepare(plan).await?;
    let span = bench.span;
    let folder = bench.folder("commits");
    eprintln!("what the machine gives");
    let commits =
        tokio::task::spawn_blocking(move || commit::measure(&folder, span.counting / 2)).await??;
    let hello = stranger::measure(span).await?;
    eprintln!("starting");
    let starts = start::measure(&bench.setup(Signing::On, String::new())).await?;
    let mut configurations = vec![
        bench.measure(Database::Sqlite, Signing::On).await?,
        bench.measure(Database::Sqlite, Signing::Off).await?,
    ];
    if let Some(server) = bench.postgres() {
        let database = Database::on_postgres(&server).await?;
        configurations.push(bench.measure(database, Signing::On).await?);
    }
    let report = Report {
        date: jiff::Timestamp::now()
            .strftime("%Y-%m-%d %H:%M UTC")
            .to_string(),
        commit: revision(),
        machine: machine::description(),
        seconds: plan.seconds,
        accounts: plan.accounts,
        program: float(fs::metadata(&bench.binary)?.len()) / 1e6,
        commits,
        hello,
        starts,
        configurations,
    };
    print!("{}", report.text());
    // A part of the points is for looking into something, not for comparing with later.
    if let Some(results) = plan.results.as_ref().filter(|_| plan.only.is_empty()) {
        keep(&report, results)?;
    }
    Ok(())
}

fn keep(report: &Report, folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    let name = format!("journey-{}", jiff::Timestamp::now().strftime("%Y%m%d"));
    fs::write(folder.join(format!("{name}.txt")), report.text())?;
    let mut json = serde_json::to_string_pretty(report)?;
    json.push('\n');
    fs::write(folder.join(format!("{name}.json")), json)?;
    eprintln!("kept in {}", folder.join(name).display());
    Ok(())
}

/// The commit that is measured, where it can be told.
fn revision() -> String {
    let git = Command::new("git")
        .args(["describe", "--always", "--dirty"])
        .output();
    git.ok()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no program comes near 2^52 bytes"
)]
fn float(bytes: u64) -> f64 {
    bytes as f64
}
