//! `cargo xtask fuzz TARGET [SECONDS] [FOLDER …]`: chance against what reads strangers' octets.
//!
//! The flags are those that libFuzzer needs from the compiler to see which way an input goes;
//! they work with the toolchain that builds everything else.

use crate::failure::{Failure, Outcome};
use crate::{place, process};

/// What a fuzzed program tells of its way.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
     --cfg fuzzing";
/// The target, named so that build scripts aren't built with the flags.
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// How long, where nothing is said.
const SECONDS: &str = "60";
/// Octets of an input.
const LONGEST: u32 = 65_536;

/// Runs a target for so many seconds; what it learns is kept in `target/fuzz/TARGET`, and what
/// broke it in the folder that it says.
pub(crate) fn run(words: &[&str]) -> Outcome {
    let (name, rest) = words
        .split_first()
        .ok_or_else(|| Failure::new("name what to fuzz: `mail` or `table`"))?;
    let (seconds, seeds) = match rest.split_first() {
        Some((first, seeds)) if first.parse::<u32>().is_ok() => (*first, seeds),
        Some(_) | None => (SECONDS, rest),
    };
    let fuzz = place::workspace().join("fuzz");
    let target = place::workspace().join("target/fuzz");
    let learnt = target.join(name);
    let broke = target.join(format!("{name}-broke"));
    for folder in [&learnt, &broke] {
        std::fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    }
    let mut build = process::cargo();
    build
        .args(["build", "--release", "--target", TARGET, "--bin", name])
        .current_dir(&fuzz)
        .env("RUSTFLAGS", FLAGS)
        .env("CARGO_TARGET_DIR", &target);
    process::run(&mut build)?;
    let mut fuzzer = std::process::Command::new(target.join(TARGET).join("release").join(name));
    fuzzer
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={}/", broke.display()))
        .arg(learnt)
        .arg(place::workspace().join("crates/genuine/corpus"))
        .args(seeds);
    process::run(&mut fuzzer)
}
