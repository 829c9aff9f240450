//! The benchmarks: load on the real binary, as a process of its own, beside what the
//! machine gives. How to run and read them: `bench/README.md`. Nothing here judges the
//! server's answers further than a benchmark needs; the tests do.

#![expect(
    clippy::disallowed_methods,
    reason = "the bans are for the product; a benchmark reads the machine's clock and environment"
)]

mod account;
mod burst;
mod commit;
mod database;
mod genuine;
mod http;
mod journey;
mod load;
mod machine;
mod mailbox;
mod meter;
mod option;
mod outcome;
mod report;
mod server;
mod sink;
mod start;
mod stranger;
mod visitor;
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

use option::Options;
use outcome::Outcome;

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match options {
        Options::Journey(plan) => runtime.block_on(journey::run(&plan)),
        Options::Burst(plan) => runtime.block_on(burst::run(&plan)),
        Options::Genuine(plan) => genuine::run(&plan),
        Options::Hello => runtime.block_on(stranger::answer()),
    }
}
