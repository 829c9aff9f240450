//! How fast: each mail for itself, and all of them in one mbox, beside what it takes to hash
//! the same octets.

use std::time::{Duration, Instant, SystemTime};

use kadomori_genuine::{Limits, Offline, Options, brand::Brands, check, source};
use sha2::{Digest as _, Sha256};

use super::{collection::Collection, judged::Judged};
use crate::{
    outcome::Outcome,
    report::{
        aim::{Wanted, aim},
        table::Table,
    },
};

/// The table of a collection.
pub(crate) fn table(collection: &Collection, judged: &[Judged], brands: &Brands) -> Outcome<Table> {
    let mut times: Vec<Duration> = judged.iter().map(|one| one.took).collect();
    times.sort();
    let at = |share: usize| {
        let place = times.len().saturating_sub(1) * share / 100;
        times
            .get(place)
            .map_or(f64::NAN, |it| it.as_secs_f64() * 1e3)
    };
    let (whole, hashed) = mbox(collection, brands)?;
    let mut table = Table::new(&["Speed, on one core", "bar", "found", ""]);
    for aim in [
        aim("a mail, ms, half of them", Wanted::AtMost(1.0), at(50)),
        aim("a mail, ms, 95 of 100", Wanted::AtMost(5.0), at(95)),
        aim(
            "a mail, ms, the slowest",
            Wanted::AtMost(f64::INFINITY),
            at(100),
        ),
        aim("an mbox, MB/s", Wanted::AtLeast(30.0), whole),
        aim(
            "the same, times as slow as SHA-256",
            Wanted::AtMost(f64::INFINITY),
            hashed / whole,
        ),
    ] {
        table.line(aim.cells());
    }
    Ok(table)
}

/// All mails as one mbox, judged: MB a second; and the MB a second that SHA-256 does.
fn mbox(collection: &Collection, brands: &Brands) -> Outcome<(f64, f64)> {
    let mut mbox = Vec::new();
    for mail in &collection.mails {
        mbox.extend_from_slice(b"From someone@example.org Mon Jan  5 00:00:00 2026\n");
        for line in mail.octets.split_inclusive(|octet| *octet == b'\n') {
            if line.starts_with(b"From ") {
                mbox.push(b'>');
            }
            mbox.extend_from_slice(line);
        }
        mbox.extend_from_slice(b"\n\n");
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let options = Options {
        limits: Limits::default(),
        brands,
        trusted: &[],
        at: i64::try_from(now.as_secs())?,
        reader: None,
    };
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let rate = |begun: Instant| mbox.len() as f64 / 1e6 / begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    let judged = source::split(&mbox)
        .filter(|mail| check(mail, &options, &Offline).is_ok())
        .count();
    let whole = rate(begun);
    if judged * 10 < collection.mails.len() * 9 {
        return Err(format!("only {judged} mails of the mbox were judged").into());
    }
    let begun = Instant::now();
    let hash = Sha256::digest(&mbox);
    let hashed = rate(begun);
    core::hint::black_box(hash);
    Ok((whole, hashed))
}
