//! What the first journey is to reach, and whether it does.

use super::Report;
use super::table::{Table, figure};
use crate::load::Step;

/// An aim, and what was measured.
pub(crate) struct Aim {
    name: String,
    wanted: Wanted,
    found: f64,
}

/// Which way is good.
pub(crate) enum Wanted {
    /// This much or less.
    AtMost(f64),
    /// This much or more.
    AtLeast(f64),
}

impl Aim {
    fn is_met(&self) -> bool {
        match self.wanted {
            Wanted::AtMost(most) => self.found <= most,
            Wanted::AtLeast(least) => self.found >= least,
        }
    }

    /// It as a line of a table: the aim, what was wanted, what was found, whether it is met.
    pub(crate) fn cells(&self) -> [String; 4] {
        let wanted = match self.wanted {
            Wanted::AtMost(most) => format!("≤ {most}"),
            Wanted::AtLeast(least) => format!("≥ {least}"),
        };
        let met = if self.is_met() { "met" } else { "missed" };
        [
            self.name.clone(),
            wanted,
            figure(self.found),
            met.to_owned(),
        ]
    }
}

/// The aims, on SQLite.
pub(super) fn table(report: &Report) -> Table {
    let mut table = Table::new(&["Aims, on SQLite", "aim", "found", ""]);
    let starts = report.starts;
    let always = [
        aim("memory at rest, MB", Wanted::AtMost(25.0), starts.memory),
        aim("cold start, ms", Wanted::AtMost(100.0), starts.again),
        aim("one file, MB", Wanted::AtMost(30.0), report.program),
    ];
    let measured = [true, false]
        .into_iter()
        .flat_map(|signed| journeys(report, signed));
    let aims = measured.chain(checks(report)).chain(always);
    for aim in aims {
        table.line(aim.cells());
    }
    table
}

fn journeys(report: &Report, signed: bool) -> Vec<Aim> {
    let mails = if signed { "signed" } else { "not signed" };
    let point = |name, clients| report.point("SQLite", signed, name, clients);
    let mut aims = Vec::new();
    if let Some(journey) = point("journey", 16) {
        aims.extend([
            aim(
                format!("journey, mails {mails}, CPU ms"),
                Wanted::AtMost(1.4),
                journey.counted.cpu(),
            ),
            aim(
                format!("journeys/s at 16, mails {mails}"),
                Wanted::AtLeast(1000.0),
                journey.counted.per_second(),
            ),
        ]);
    }
    if let Some(request) = point("request", 16) {
        aims.push(aim(
            format!("oldest mail waiting while 16 ask without pause, mails {mails}, s"),
            Wanted::AtMost(1.0),
            request.seen.oldest,
        ));
    }
    let alone = point("journey", 1).and_then(|point| point.counted.step(Step::Whole));
    aims.extend(alone.map(|whole| {
        aim(
            format!("journey p99 at 1, mails {mails}, ms"),
            Wanted::AtMost(5.0),
            whole.p99,
        )
    }));
    aims
}

fn checks(report: &Report) -> impl Iterator<Item = Aim> {
    let names = [
        ("session check", "session check, CPU ms"),
        ("My activity", "session check with its page, CPU ms"),
    ];
    names.into_iter().filter_map(|(point, name)| {
        let point = report.point("SQLite", true, point, 16)?;
        Some(aim(name, Wanted::AtMost(0.1), point.counted.cpu()))
    })
}

/// An aim beside what was found.
pub(crate) fn aim(name: impl Into<String>, wanted: Wanted, found: f64) -> Aim {
    Aim {
        name: name.into(),
        wanted,
        found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_is_met_from_the_right_side() {
        assert!(aim("a", Wanted::AtMost(1.4), 1.4).is_met());
        assert!(!aim("a", Wanted::AtMost(1.4), 1.5).is_met());
        assert!(!aim("a", Wanted::AtLeast(1000.0), 999.0).is_met());
        assert!(!aim("a", Wanted::AtMost(1.4), f64::NAN).is_met());
    }
}
