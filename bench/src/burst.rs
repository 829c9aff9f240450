//! `burst`: 200 people with passwords at once, again and again, and beside them others who
//! wait for a code. How much longer do these wait than on an idle server?

use std::sync::Arc;
use std::time::Duration;

use crate::account::{self, Turns};
use crate::database::Database;
use crate::journey::ground::Bench;
use crate::load::{self, Book, Client as _, Counted, Span, Step};
use crate::meter::Meter;
use crate::option::Plan;
use crate::outcome::Outcome;
use crate::report::table::{Table, figure};
use crate::server::{Server, Signing};
use crate::visitor::{Errand, Place, Visitor};

/// People who come with a password at once.
const CROWD: u8 = 200;
/// People who wait for a code meanwhile.
const WAITING: u8 = 4;
/// How much longer these may wait, at their slowest twentieth.
const AIM: f64 = 3.0;

/// Measures and prints.
pub(crate) async fn run(plan: &Plan) -> Outcome {
    let bench = Bench::prepare(plan).await?;
    let setup = bench.setup(Signing::On, Database::Sqlite.setting());
    std::fs::create_dir_all(setup.data())?;
    account::make(&Database::Sqlite.options(&setup.data()), plan.accounts).await?;
    let server = setup.start().await?;
    let place = Place {
        pages: server.pages,
        turns: Arc::new(Turns::new(plan.accounts)),
        mailbox: bench.mailbox(),
    };
    let span = Span {
        warming: Duration::from_secs(1),
        counting: Duration::from_secs(plan.seconds.max(8)),
    };
    let meter = Meter {
        server: server.pid(),
        database: None,
        mailbox: None,
    };
    eprintln!("{WAITING} who wait for a code, and nobody else");
    let waiting = people(1..=WAITING, &place, Errand::Journey).await?;
    let (idle, waiting) = load::drive(waiting, span, &meter).await;
    eprintln!("the same, and {CROWD} with passwords");
    let crowd = people(WAITING + 1..=WAITING + CROWD, &place, Errand::Password).await?;
    let busy = beside(&server, waiting, crowd, span, &meter).await;
    server.stop().await?;
    print(&idle, &busy);
    Ok(())
}

async fn people(
    numbers: impl Iterator<Item = u8>,
    place: &Place,
    errand: Errand,
) -> Outcome<Vec<Visitor>> {
    let mut people = Vec::new();
    for number in numbers {
        let mut one = Visitor::new(number, place.clone()).await?;
        one.errand = Errand::Journey;
        if errand == Errand::Journey {
            one.round(&mut Book::default()).await?;
        }
        one.errand = errand;
        people.push(one);
    }
    Ok(people)
}

/// Those who wait, and the crowd beside them.
struct Busy {
    waiting: Counted,
    crowd: Counted,
    memory: f64,
}

async fn beside(
    server: &Server,
    waiting: Vec<Visitor>,
    crowd: Vec<Visitor>,
    span: Span,
    meter: &Meter,
) -> Busy {
    let (waiting, crowd) = tokio::join!(
        load::drive(waiting, span, meter),
        load::drive(crowd, span, meter)
    );
    Busy {
        waiting: waiting.0,
        crowd: crowd.0,
        memory: crate::machine::memory(server.pid()).unwrap_or_default(),
    }
}

fn print(idle: &Counted, busy: &Busy) {
    let mut table = Table::new(&["", "per s", "p50 ms", "p95 ms", "p99 ms"]);
    let rows = [
        ("journey, idle", idle, Step::Whole),
        ("journey, in the burst", &busy.waiting, Step::Whole),
        ("  its request", &busy.waiting, Step::Request),
        ("  its mail", &busy.waiting, Step::Mail),
        ("  its code typed", &busy.waiting, Step::Verify),
        ("password, looked at", &busy.crowd, Step::Password),
        ("password, turned away", &busy.crowd, Step::TurnedAway),
    ];
    for (name, counted, step) in rows {
        let Some(timing) = counted.step(step) else {
            continue;
        };
        let figures = [timing.per_second, timing.p50, timing.p95, timing.p99];
        table.line(std::iter::once(name.to_owned()).chain(figures.map(figure)));
    }
    println!("{table}");
    let p95 = |counted: &Counted| counted.step(Step::Whole).map_or(0.0, |whole| whole.p95);
    let ratio = p95(&busy.waiting) / p95(idle);
    let verdict = if ratio <= AIM { "met" } else { "missed" };
    println!(
        "p95 of a journey, in the burst ÷ idle: {} (aim {AIM}: {verdict})",
        figure(ratio)
    );
    println!("memory after the burst: {} MB", figure(busy.memory));
    for failure in busy.waiting.failures.iter().chain(&busy.crowd.failures) {
        println!("a client gave up: {failure}");
    }
}
