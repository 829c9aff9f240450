//! What the verdicts come to, beside the bars.

use std::fmt::Write as _;

use kadomori_genuine::Verdict;

use super::{collection::Truth, judged::Judged};
use crate::report::{
    aim::{Aim, Wanted, aim},
    table::{Table, figure},
};

/// The lures that are about accounts.
const ACCOUNT: [&str; 5] = ["signin", "verify", "suspend", "code", "password"];

/// So many of how many.
#[derive(Default)]
struct Count {
    all: usize,
    verdicts: [usize; 4],
}

impl Count {
    fn of<'a>(judged: impl Iterator<Item = &'a Judged>) -> Self {
        let mut count = Self::default();
        for one in judged {
            count.all += 1;
            let slot = one
                .verdict
                .and_then(|it| count.verdicts.get_mut(it as usize));
            if let Some(slot) = slot {
                *slot += 1;
            }
        }
        count
    }

    fn number(&self, verdict: Verdict) -> usize {
        self.verdicts.get(verdict as usize).copied().unwrap_or(0)
    }

    #[expect(clippy::cast_precision_loss, reason = "thousands of mails")]
    fn figure(&self, verdict: Verdict) -> f64 {
        self.number(verdict) as f64
    }

    fn alarms(&self) -> usize {
        self.number(Verdict::Suspicious) + self.number(Verdict::Fake)
    }

    fn cells(&self, name: &str) -> Vec<String> {
        let all = [
            Verdict::Genuine,
            Verdict::Unproven,
            Verdict::Suspicious,
            Verdict::Fake,
        ];
        let mut cells = vec![name.to_owned(), self.all.to_string()];
        cells.extend(all.map(|verdict| self.number(verdict).to_string()));
        cells.push(format!("{} %", figure(percent(self.alarms(), self.all))));
        cells
    }
}

#[expect(clippy::cast_precision_loss, reason = "thousands of mails")]
fn percent(part: usize, all: usize) -> f64 {
    part as f64 * 100.0 / all as f64
}

/// The tables of a collection.
pub(crate) fn of(judged: &[Judged]) -> String {
    match judged.first().map(|one| &one.truth) {
        Some(Truth::Recorded { .. }) => recorded(judged),
        Some(Truth::Crafted { .. }) => crafted(judged),
        None => String::new(),
    }
}

/// One kind of recorded mail: its name, and what it takes to be of it.
type Stratum = (&'static str, fn(&Recorded<'_>) -> bool);

struct Recorded<'a> {
    phish: bool,
    set: &'a str,
    lure: &'a str,
    brand: &'a str,
}

impl<'a> Recorded<'a> {
    fn of(judged: &'a Judged) -> Option<Self> {
        match &judged.truth {
            Truth::Recorded {
                phish,
                set,
                lure,
                brand,
            } => Some(Self {
                phish: *phish,
                set,
                lure,
                brand,
            }),
            Truth::Crafted { .. } => None,
        }
    }
}

const STRATA: &[Stratum] = &[
    ("phish, all", |it| it.phish),
    ("phish, about accounts or a brand", |it| {
        it.phish && (!it.brand.is_empty() || ACCOUNT.contains(&it.lure))
    }),
    ("phish, claiming a brand", |it| {
        it.phish && !it.brand.is_empty()
    }),
    ("phish, claiming Microsoft", |it| {
        it.phish && it.brand == "Microsoft"
    }),
    ("phish, unusual sign-in", |it| {
        it.phish && it.lure == "signin"
    }),
    ("ham, all", |it| !it.phish),
    ("ham, of 2002", |it| !it.phish && it.set == "sa_easy"),
    ("ham, of 2002, hard", |it| !it.phish && it.set == "sa_hard"),
    ("ham, lists", |it| !it.phish && it.set == "lists_modern"),
    ("ham, transactional", |it| {
        !it.phish && it.set == "txn_modern"
    }),
    ("ham, personal", |it| {
        !it.phish && it.set == "personal_modern"
    }),
];

fn recorded(judged: &[Judged]) -> String {
    let count = |which: fn(&Recorded<'_>) -> bool| {
        Count::of(
            judged
                .iter()
                .filter(|one| Recorded::of(one).is_some_and(|it| which(&it))),
        )
    };
    let mut table = heading("Recorded mails");
    for (name, which) in STRATA {
        table.line(count(*which).cells(name));
    }
    let find = |name: &str| {
        let stratum = STRATA.iter().find(|(one, _)| *one == name);
        stratum.map(|(_, which)| count(*which)).unwrap_or_default()
    };
    let alarms = |name: &str| {
        let count = find(name);
        percent(count.alarms(), count.all)
    };
    let (phish, ham) = (find("phish, all"), find("ham, all"));
    let shop = find("ham, transactional");
    let aims = [
        aim(
            "phish called genuine",
            Wanted::AtMost(0.0),
            phish.figure(Verdict::Genuine),
        ),
        aim(
            "claiming Microsoft: seen, %",
            Wanted::AtLeast(98.0),
            alarms("phish, claiming Microsoft"),
        ),
        aim(
            "claiming a brand: seen, %",
            Wanted::AtLeast(95.0),
            alarms("phish, claiming a brand"),
        ),
        aim(
            "accounts or a brand: seen, %",
            Wanted::AtLeast(75.0),
            alarms("phish, about accounts or a brand"),
        ),
        aim(
            "ham called fake, %",
            Wanted::AtMost(0.7),
            percent(ham.number(Verdict::Fake), ham.all),
        ),
        aim(
            "ham suspected, %",
            Wanted::AtMost(1.4),
            percent(ham.alarms(), ham.all),
        ),
        aim(
            "transactional ham called fake",
            Wanted::AtMost(0.0),
            shop.figure(Verdict::Fake),
        ),
    ];
    format!("{table}\n{}", aimed(aims))
}

fn crafted(judged: &[Judged]) -> String {
    let kind = |one: &Judged, letter: &str| match &one.truth {
        Truth::Crafted { kind, .. } => kind.starts_with(letter),
        Truth::Recorded { .. } => false,
    };
    let count = |letter: &str| Count::of(judged.iter().filter(|one| kind(one, letter)));
    let mut table = heading("Crafted mails");
    for (letter, name) in [
        ("a:", "genuine code mails"),
        ("b:", "genuine, awkward"),
        ("d:", "forged"),
        ("e:", "innocent"),
    ] {
        table.line(count(letter).cells(name));
    }
    let confirmed = |one: &&Judged| {
        matches!(&one.truth, Truth::Crafted { why, .. } if !why.contains("graded C"))
            && kind(one, "a:")
    };
    let confirmed = Count::of(judged.iter().filter(confirmed));
    let forged = count("d:");
    #[expect(clippy::cast_precision_loss, reason = "hundreds of mails")]
    let number = |count: usize| count as f64;
    let aims = [
        aim(
            "forged called genuine",
            Wanted::AtMost(0.0),
            number(forged.number(Verdict::Genuine)),
        ),
        aim(
            "forged: seen, %",
            Wanted::AtLeast(97.0),
            percent(forged.alarms(), forged.all),
        ),
        aim(
            "genuine of confirmed rows: genuine, %",
            Wanted::AtLeast(95.0),
            percent(confirmed.number(Verdict::Genuine), confirmed.all),
        ),
        aim(
            "awkward called fake",
            Wanted::AtMost(0.0),
            number(count("b:").number(Verdict::Fake)),
        ),
        aim(
            "innocent suspected",
            Wanted::AtMost(0.0),
            number(count("e:").alarms()),
        ),
        aim(
            "verdicts beside what an honest judge may say",
            Wanted::AtMost(0.0),
            number(judged.iter().filter(|one| is_missed(one)).count()),
        ),
    ];
    format!("{table}\n{}", aimed(aims))
}

fn heading(name: &str) -> Table {
    Table::new(&[
        name,
        "mails",
        "genuine",
        "unproven",
        "suspicious",
        "fake",
        "seen",
    ])
}

fn aimed(aims: impl IntoIterator<Item = Aim>) -> Table {
    let mut table = Table::new(&["Bars", "bar", "found", ""]);
    for aim in aims {
        table.line(aim.cells());
    }
    table
}

/// Whether its verdict isn't one that it should have.
fn is_missed(one: &Judged) -> bool {
    let verdict = one.verdict.map_or("unreadable", Verdict::word);
    match &one.truth {
        Truth::Crafted {
            expected,
            why,
            kind,
            ..
        } => {
            let unconfirmed = kind.starts_with("a:") || kind.starts_with("b:");
            let may = unconfirmed && why.contains("graded C") && verdict == "unproven";
            !may && !expected.iter().any(|it| it == verdict)
        }
        Truth::Recorded { phish, .. } => {
            let alarmed = matches!(one.verdict, Some(Verdict::Suspicious | Verdict::Fake));
            alarmed != *phish
        }
    }
}

/// The mails that were judged otherwise than they should be, and why.
pub(crate) fn misses(judged: &[Judged]) -> String {
    let mut text = String::from("Misses\n");
    for one in judged.iter().filter(|one| is_missed(one)) {
        let truth = match &one.truth {
            Truth::Recorded {
                set, lure, brand, ..
            } => format!("{set} {lure} {brand}"),
            Truth::Crafted { kind, why, .. } => format!("{kind} {why}"),
        };
        let verdict = one.verdict.map_or("unreadable", Verdict::word);
        let _ = writeln!(text, "{} {verdict}: {truth} {:?}", one.name, one.against);
    }
    text
}
