//! What is printed and kept: the tables, beside other servers' figures and the aims.

pub(crate) mod aim;
mod peer;
mod ratio;
pub(crate) mod table;

use std::fmt::Write as _;

use serde::Serialize;

use crate::commit::Commits;
use crate::load::{Counted, Step, Timing};
use crate::start::Starts;
use crate::watch::Seen;
use table::{Table, figure};

/// Cores' worth of other programs beyond which rates tell more about those.
const CROWDED: f64 = 0.05;

/// Everything that a run found out.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// When.
    pub(crate) date: String,
    /// Of which commit.
    pub(crate) commit: String,
    /// On which machine.
    pub(crate) machine: String,
    /// Seconds a point.
    pub(crate) seconds: u64,
    /// Accounts in the database.
    pub(crate) accounts: usize,
    /// The size of the program, in MB.
    pub(crate) program: f64,
    /// What the disk gives.
    pub(crate) commits: Vec<Commits>,
    /// What a bare web server costs.
    pub(crate) hello: Counted,
    /// How starting went.
    pub(crate) starts: Starts,
    /// What was measured.
    pub(crate) configurations: Vec<Configuration>,
}

/// One database, with mails signed or not.
#[derive(Debug, Serialize)]
pub(crate) struct Configuration {
    /// Which database.
    pub(crate) engine: String,
    /// Whether mails were signed.
    pub(crate) signed: bool,
    /// How each point went.
    pub(crate) points: Vec<Point>,
}

/// One thing done by so many at once.
#[derive(Debug, Serialize)]
pub(crate) struct Point {
    /// What was done.
    pub(crate) name: String,
    /// By how many.
    pub(crate) clients: usize,
    /// What came of it.
    pub(crate) counted: Counted,
    /// What was seen meanwhile.
    pub(crate) seen: Seen,
    /// How long the queue of mails took to become empty afterwards, in seconds.
    pub(crate) drained: f64,
}

impl Configuration {
    /// What it is called.
    pub(crate) fn title(&self) -> String {
        let mails = if self.signed { "signed" } else { "not signed" };
        format!("{}, mails {mails}", self.engine)
    }

    fn point(&self, name: &str, clients: usize) -> Option<&Point> {
        let is_meant = |point: &&Point| point.name == name && point.clients == clients;
        self.points.iter().find(is_meant)
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[
            self.title().as_str(),
            "at once",
            "per s",
            "CPU ms",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "server",
            "database",
            "load",
            "others",
        ]);
        for point in &self.points {
            point.lines(&mut table);
        }
        table
    }

    fn mails(&self) -> Table {
        let mut table = Table::new(&[
            "Mails meanwhile",
            "at once",
            "mails/s",
            "codes/s",
            "mails ÷ codes",
            "most waiting",
            "oldest s",
            "empty after s",
            "RSS MB",
        ]);
        for point in self.points.iter().filter(|point| point.sends()) {
            let mails = point.mails_per_second();
            let codes = point.counted.step(Step::Request);
            let codes = codes.map_or(0.0, |request| request.per_second);
            table.line([
                point.name.clone(),
                point.clients.to_string(),
                figure(mails),
                figure(codes),
                figure(mails / codes),
                figure(point.seen.waiting),
                figure(point.seen.oldest),
                figure(point.drained),
                figure(point.seen.memory),
            ]);
        }
        table
    }
}

impl Point {
    fn sends(&self) -> bool {
        self.counted.step(Step::Request).is_some()
    }

    fn mails_per_second(&self) -> f64 {
        let spent = &self.counted.spent;
        f64::from(u32::try_from(spent.mails).unwrap_or(u32::MAX)) / spent.seconds
    }

    fn lines(&self, table: &mut Table) {
        let counted = &self.counted;
        let cores = |seconds: f64| figure(seconds / counted.spent.seconds);
        for timing in &counted.steps {
            let [name, clients, cpu] = match timing.step {
                Step::Whole => [
                    self.name.clone(),
                    self.clients.to_string(),
                    figure(counted.cpu()),
                ],
                Step::Request if self.name == "request" => continue,
                Step::Verify if self.name == "verify" => continue,
                step => [format!("  {}", name_of(step)), String::new(), String::new()],
            };
            let by_whom = match timing.step {
                Step::Whole => [
                    cores(counted.spent.server),
                    cores(counted.spent.database),
                    cores(counted.spent.ourselves),
                    cores(counted.spent.others),
                ],
                _ => Default::default(),
            };
            let Timing {
                per_second,
                p50,
                p95,
                p99,
                ..
            } = *timing;
            let [per_second, p50, p95, p99] = [per_second, p50, p95, p99].map(figure);
            let [server, database, load, others] = by_whom;
            table.line([
                name, clients, per_second, cpu, p50, p95, p99, server, database, load, others,
            ]);
        }
    }
}

impl Report {
    /// All of it, as it is printed.
    pub(crate) fn text(&self) -> String {
        let mut text = self.heading();
        let tables = std::iter::once(self.limits())
            .chain(
                self.configurations
                    .iter()
                    .flat_map(|configuration| [configuration.table(), configuration.mails()]),
            )
            .chain([self.starting(), ratio::table(self)])
            .chain(peer::tables(self))
            .chain([aim::table(self)]);
        for table in tables.filter(|table| !table.is_empty()) {
            let _ = write!(text, "\n{table}");
        }
        text + &self.failures()
    }

    fn heading(&self) -> String {
        let others = self.others();
        let mut text = format!(
            "Kadomori's journey, {}, commit {}\n\
             {}; {} accounts; {} s a point after 1 s of warming up; closed loop.\n\
             CPU ms: the server's process tree for one whole round, PostgreSQL's added where it \
             runs here.\n\
             server, database, load, others: cores that each of them held.\n",
            self.date, self.commit, self.machine, self.accounts, self.seconds
        );
        if others > CROWDED {
            let _ = writeln!(
                text,
                "The machine was crowded: other programs held up to {} cores. Rates and times are \
                 worse than they would be, CPU ms up to 1.4 times.",
                figure(others)
            );
        }
        text
    }

    /// The most cores that other programs held during any point.
    fn others(&self) -> f64 {
        let points = self
            .configurations
            .iter()
            .flat_map(|configuration| &configuration.points);
        points
            .map(|point| point.counted.spent.others / point.counted.spent.seconds)
            .fold(0.0, f64::max)
    }

    fn limits(&self) -> Table {
        let mut table = Table::new(&[
            "What the machine gives",
            "per s",
            "CPU ms",
            "p50 ms",
            "p99 ms",
        ]);
        for Commits { rows, per_second } in &self.commits {
            let name = match rows {
                1 => "flushed commits, one row each".to_owned(),
                rows => format!("flushed commits, {rows} rows each"),
            };
            let empty = String::new;
            table.line([name, figure(*per_second), empty(), empty(), empty()]);
        }
        let hello = self.hello.step(Step::Whole);
        let [p50, p99] = [hello.map(|whole| whole.p50), hello.map(|whole| whole.p99)];
        table.line([
            "bare \"hello\", 16 at once".to_owned(),
            figure(self.hello.per_second()),
            figure(self.hello.cpu()),
            figure(p50.unwrap_or_default()),
            figure(p99.unwrap_or_default()),
        ]);
        table
    }

    fn starting(&self) -> Table {
        let mut table = Table::new(&["Starting and standing still", ""]);
        let Starts {
            first,
            again,
            slowest,
            memory,
        } = self.starts;
        let lines = [
            ("first start, making keys and tables, ms", first),
            ("start, median, ms", again),
            ("start, slowest, ms", slowest),
            ("memory at rest (RSS), MB", memory),
            ("memory under load, most (RSS), MB", self.memory()),
            ("the program, MB", self.program),
        ];
        for (name, value) in lines {
            table.line([name.to_owned(), figure(value)]);
        }
        table
    }

    fn memory(&self) -> f64 {
        let points = self
            .configurations
            .iter()
            .flat_map(|configuration| &configuration.points);
        points.map(|point| point.seen.memory).fold(0.0, f64::max)
    }

    fn failures(&self) -> String {
        let mut text = String::new();
        for configuration in &self.configurations {
            for point in &configuration.points {
                let failures = &point.counted.failures;
                if let Some(first) = failures.first() {
                    let _ = writeln!(
                        text,
                        "\nFAILED: {} {}, {} at once: {} clients gave up, the first because {first}",
                        configuration.title(),
                        point.name,
                        point.clients,
                        failures.len()
                    );
                }
            }
        }
        text
    }

    fn point(&self, engine: &str, signed: bool, name: &str, clients: usize) -> Option<&Point> {
        let configuration = self
            .configurations
            .iter()
            .find(|one| one.engine == engine && one.signed == signed)?;
        configuration.point(name, clients)
    }
}

fn name_of(step: Step) -> &'static str {
    match step {
        Step::Whole => "all of it",
        Step::Request => "request",
        Step::Mail => "mail",
        Step::Verify => "verify",
        Step::Password => "password",
        Step::TurnedAway => "turned away",
    }
}
