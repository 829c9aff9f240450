//! Ratios: what is left of the machine's own figures, which say more from one machine to
//! another than the figures do.

use super::table::{Table, figure};
use super::{Configuration, Report};
use crate::load::Counted;

const NAMES: [&str; 5] = [
    "journeys/s ÷ flushed commits/s alone",
    "requests/s ÷ flushed commits/s alone",
    "CPU of a journey ÷ CPU of a hello",
    "CPU of a session check ÷ CPU of a hello",
    "session checks/s ÷ hellos/s",
];

/// The ratios of each configuration.
pub(super) fn table(report: &Report) -> Table {
    let titles = report.configurations.iter().map(Configuration::title);
    let titles: Vec<_> = std::iter::once("Ratios, 16 at once".to_owned())
        .chain(titles)
        .collect();
    let mut table = Table::new(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    let ratios = report.configurations.iter().map(|it| of(report, it));
    let ratios: Vec<_> = ratios.collect();
    for (line, name) in NAMES.into_iter().enumerate() {
        let figures = ratios.iter().filter_map(|of_one| of_one.get(line));
        let figures = figures.map(|ratio| figure(*ratio));
        table.line(std::iter::once(name.to_owned()).chain(figures));
    }
    table
}

fn of(report: &Report, configuration: &Configuration) -> [f64; 5] {
    let counted = |name| Some(&configuration.point(name, 16)?.counted);
    let rate = |name| counted(name).map_or(f64::NAN, Counted::per_second);
    let cpu = |name| counted(name).map_or(f64::NAN, Counted::cpu);
    let alone = report.commits.first();
    let alone = alone.map_or(f64::NAN, |alone| alone.per_second);
    [
        rate("journey") / alone,
        rate("request") / alone,
        cpu("journey") / report.hello.cpu(),
        cpu("session check") / report.hello.cpu(),
        rate("session check") / report.hello.per_second(),
    ]
}
