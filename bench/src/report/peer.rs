//! Other servers' figures, beside ours. They were measured on a machine of this kind that did
//! nothing else (2 virtual cores, SQLite with `synchronous=FULL`, medians of three rounds),
//! with a load and a mail server like this one's. Differences under 1.4 times mean nothing.

use super::Report;
use super::table::{Table, figure};
use crate::load::Step;

/// How one operation went elsewhere.
struct Peer {
    name: &'static str,
    clients: usize,
    better_auth: Figures,
    allauth: Figures,
}

/// Operations a second, CPU milliseconds of one, and where known the 99th percentile in
/// milliseconds.
struct Figures(f64, f64, Option<f64>);

/// Better Auth 1.7.25 (Node 20) and django-allauth 65.21 (gunicorn, 3 × 4), on SQLite.
const ON_SQLITE: [Peer; 6] = [
    Peer {
        name: "journey",
        clients: 1,
        better_auth: Figures(142.0, 6.8, Some(14.0)),
        allauth: Figures(66.0, 14.0, Some(23.0)),
    },
    Peer {
        name: "journey",
        clients: 16,
        better_auth: Figures(148.0, 7.0, Some(152.0)),
        allauth: Figures(70.0, 18.6, Some(454.0)),
    },
    Peer {
        name: "journey",
        clients: 64,
        better_auth: Figures(158.0, 6.6, Some(1240.0)),
        allauth: Figures(101.0, 16.0, Some(1462.0)),
    },
    Peer {
        name: "request",
        clients: 16,
        better_auth: Figures(384.0, 2.6, None),
        allauth: Figures(199.0, 7.4, None),
    },
    Peer {
        name: "verify",
        clients: 16,
        better_auth: Figures(301.0, 3.2, None),
        allauth: Figures(164.0, 8.7, None),
    },
    Peer {
        name: "session check",
        clients: 16,
        better_auth: Figures(834.0, 1.3, None),
        allauth: Figures(568.0, 3.4, None),
    },
];

/// The same on PostgreSQL 15, its CPU time included.
const ON_POSTGRES: [Peer; 4] = [
    Peer {
        name: "journey",
        clients: 16,
        better_auth: Figures(129.0, 9.5, None),
        allauth: Figures(74.0, 20.5, None),
    },
    Peer {
        name: "request",
        clients: 16,
        better_auth: Figures(470.0, 2.8, None),
        allauth: Figures(190.0, 7.8, None),
    },
    Peer {
        name: "verify",
        clients: 16,
        better_auth: Figures(229.0, 5.8, None),
        allauth: Figures(157.0, 11.1, None),
    },
    Peer {
        name: "session check",
        clients: 16,
        better_auth: Figures(467.0, 2.4, None),
        allauth: Figures(371.0, 5.1, None),
    },
];

/// Ours, with mails signed, beside theirs, which aren't.
pub(super) fn tables(report: &Report) -> [Table; 2] {
    [
        table(report, "SQLite", &ON_SQLITE),
        table(report, "PostgreSQL", &ON_POSTGRES),
    ]
}

fn table(report: &Report, engine: &str, peers: &[Peer]) -> Table {
    let title = format!("Beside others, on {engine}");
    let mut table = Table::new(&[
        title.as_str(),
        "at once",
        "CPU ms",
        "Better Auth",
        "times less",
        "allauth",
        "times less",
        "per s",
        "Better Auth",
        "allauth",
        "p99 ms",
        "Better Auth",
        "allauth",
    ]);
    for peer in peers {
        let Some(point) = report.point(engine, true, peer.name, peer.clients) else {
            continue;
        };
        let (cpu, per_second) = (point.counted.cpu(), point.counted.per_second());
        let p99 = point.counted.step(Step::Whole).map(|whole| whole.p99);
        let known = |p99: Option<f64>| p99.map_or_else(String::new, figure);
        let Figures(their_rate, their_cpu, their_p99) = peer.better_auth;
        let Figures(other_rate, other_cpu, other_p99) = peer.allauth;
        table.line([
            peer.name.to_owned(),
            peer.clients.to_string(),
            figure(cpu),
            figure(their_cpu),
            figure(their_cpu / cpu),
            figure(other_cpu),
            figure(other_cpu / cpu),
            figure(per_second),
            figure(their_rate),
            figure(other_rate),
            known(p99),
            known(their_p99),
            known(other_p99),
        ]);
    }
    table
}
