//! Every mail judged, and how long that took.

use std::time::{Duration, Instant, SystemTime};

use kadomori_genuine::{Limits, Offline, Options, Resolver, Verdict, brand::Brands, check};

use super::collection::{Collection, Truth};
use crate::outcome::Outcome;

/// A mail that was judged.
pub(crate) struct Judged {
    /// The file's name.
    pub(crate) name: String,
    /// What is true of it.
    pub(crate) truth: Truth,
    /// What was said; `None` when there was nothing to judge.
    pub(crate) verdict: Option<Verdict>,
    /// The ids of what was found against it, the weightiest first.
    pub(crate) against: Vec<&'static str>,
    /// The shortest of all rounds.
    pub(crate) took: Duration,
}

/// Judges them all, one after another.
pub(crate) fn all(collection: &Collection, brands: &Brands, rounds: u32) -> Outcome<Vec<Judged>> {
    let at = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let options = Options {
        limits: Limits::default(),
        brands,
        trusted: &[],
        at: i64::try_from(at.as_secs())?,
        reader: None,
    };
    let resolver: &dyn Resolver = match &collection.dns {
        Some(dns) => dns,
        None => &Offline,
    };
    let judged = collection.mails.iter().map(|mail| {
        let (mut took, mut report) = (Duration::MAX, None);
        for _ in 0..rounds.max(1) {
            let begun = Instant::now();
            report = check(&mail.octets, &options, resolver).ok();
            took = took.min(begun.elapsed());
        }
        let findings = report.iter().flat_map(|report| &report.findings);
        let against = findings.filter(|it| it.weight.number() > 0);
        Judged {
            name: mail.name.clone(),
            truth: mail.truth.clone(),
            against: against.map(|it| it.kind.id()).collect(),
            verdict: report.map(|report| report.verdict),
            took,
        }
    });
    Ok(judged.collect())
}
