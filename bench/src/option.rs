//! What can be asked of the benchmarks.

use std::path::PathBuf;

use clap::{Args, Parser};

/// The benchmarks of Kadomori. Run them as `cargo xtask bench NAME`.
#[derive(Debug, Parser)]
#[command(name = "kadomori-bench", disable_help_subcommand = true)]
pub(crate) enum Options {
    /// A code asked for, mailed and typed, by many at once; and the session that comes of it
    Journey(Plan),
    /// A burst of people with passwords, and what it does to those who wait for a code
    Burst(Plan),
    /// How well and how fast mails are judged, on collections that lie beside the project
    Genuine(Collections),
    /// Answers "hello" and nothing else, for the others to be compared with
    #[command(hide = true)]
    Hello,
}

/// How `journey` goes about it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Plan {
    /// Seconds that each point is measured for, after a second of warming up
    #[arg(long, default_value_t = 4)]
    pub(crate) seconds: u64,
    /// Accounts to make beforehand; each gets at most 20 mails in a run
    #[arg(long, default_value_t = 10_000)]
    pub(crate) accounts: usize,
    /// A PostgreSQL server to measure with too, as a superuser's address; a database is
    /// made there and dropped
    #[arg(long)]
    pub(crate) postgres: Option<String>,
    /// Only the points whose name holds this text, as "journey" or "16"
    #[arg(long, default_value = "")]
    pub(crate) only: String,
    /// Leaves PostgreSQL out, even where there is one
    #[arg(long)]
    pub(crate) sqlite: bool,
    /// The server's program; else the one beside this program
    #[arg(long)]
    pub(crate) binary: Option<PathBuf>,
    /// Where databases lie during the run; else beside this program
    #[arg(long)]
    pub(crate) folder: Option<PathBuf>,
    /// Where what was printed is kept, unless only a part was measured
    #[arg(long)]
    pub(crate) results: Option<PathBuf>,
}

/// What `genuine` measures with.
#[derive(Clone, Debug, Args)]
pub(crate) struct Collections {
    /// Collections of mails: folders with a `truth.tsv` and the mails in `eml/`. Without it,
    /// all such folders beside the project's, at most three levels deep
    #[arg(long = "mails")]
    pub(crate) folders: Vec<PathBuf>,
    /// Names every mail that was judged otherwise than its truth has it
    #[arg(long)]
    pub(crate) misses: bool,
    /// How many times each mail is judged for its time; the shortest counts
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: u32,
    /// Where what was printed is kept
    #[arg(long)]
    pub(crate) results: Option<PathBuf>,
}
