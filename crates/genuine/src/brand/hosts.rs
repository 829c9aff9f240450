//! Whose a host is, looked up in one step for each of its labels.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Brand, BrandId};
use crate::{
    mail::Mailbox,
    name::{self, skeleton, tails},
};

/// Who an address is to a brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sender {
    /// Its codes come from there.
    Code,
    /// It is another one of the brand's.
    Official,
    /// It is the brand's, but strangers write through it.
    Strangers,
    /// It is the mailbox of one of the brand's customers.
    Customer,
}

/// Who `address` is to `brand`.
pub(super) fn sender(brand: &Brand, address: &Mailbox) -> Option<Sender> {
    let domain = address.domain.as_str();
    if domain.is_empty() {
        return None;
    }
    let is_stranger = |one: &String| match one.split_once('@') {
        Some((local, at)) => local.eq_ignore_ascii_case(&address.local) && at == domain,
        None => name::is_within(domain, one),
    };
    if brand.senders.iter().any(|it| it.is(address)) {
        Some(Sender::Code)
    } else if brand.strangers.iter().any(is_stranger) {
        Some(Sender::Strangers)
    } else if brand.mailboxes.iter().any(|it| it == domain) {
        Some(Sender::Customer)
    } else {
        let mut domains = brand.domains.iter();
        domains
            .any(|it| name::is_within(domain, it))
            .then_some(Sender::Official)
    }
}

/// What a host is to a brand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The brand's own.
    Own,
    /// Of the brand, filled by strangers.
    Strangers,
    /// Where its customers have their mailboxes, and nothing else.
    Customers,
}

/// A label that others imitate.
#[derive(Clone, Debug)]
pub(crate) struct Imitated {
    /// The brand that has it.
    pub(crate) brand: BrandId,
    /// It, in lower case.
    pub(crate) text: String,
    /// The letters that it has.
    pub(crate) letters: u64,
    /// Whether it is short or an ordinary word: then it says little by itself.
    pub(crate) word: bool,
}

/// The hosts of the table.
#[derive(Debug)]
pub(super) struct Hosts {
    known: HashMap<String, (usize, Standing)>,
    imitated: Vec<Imitated>,
    skeletons: HashMap<String, usize>,
    long: Option<AhoCorasick>,
    long_of: Vec<usize>,
}

/// From how many letters on a label is told within another.
const LONG: usize = 6;

impl Hosts {
    /// Those of these rows. Of two rows with one domain the first has it.
    pub(super) fn of(rows: &[Brand]) -> Self {
        let mut known = HashMap::new();
        let mut imitated = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let strangers = row.strangers.iter().filter(|it| !it.contains('@'));
            let all = (strangers.map(|it| (it, Standing::Strangers)))
                .chain(row.domains.iter().map(|it| (it, Standing::Own)))
                .chain(row.mailboxes.iter().map(|it| (it, Standing::Customers)));
            for (domain, standing) in all {
                known.entry(domain.clone()).or_insert((at, standing));
            }
            imitated.extend(labels(row));
        }
        let mut skeletons = HashMap::new();
        for (at, it) in imitated.iter().enumerate() {
            if it.text.len() >= 2 {
                skeletons.entry(skeleton(&it.text)).or_insert(at);
            }
        }
        let long_of: Vec<usize> = (imitated.iter().enumerate())
            .filter(|(_, it)| !it.word && it.text.len() >= LONG)
            .map(|(at, _)| at)
            .collect();
        let patterns = long_of.iter().filter_map(|at| imitated.get(*at));
        let long = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns.map(|it| skeleton(&it.text)))
            .ok();
        Self {
            known,
            imitated,
            skeletons,
            long,
            long_of,
        }
    }

    /// The row that the host belongs to: the longest domain that fits decides.
    pub(super) fn owner(&self, host: &str) -> Option<usize> {
        match tails(host).find_map(|tail| self.known.get(tail))? {
            (row, Standing::Own) => Some(*row),
            (_, Standing::Strangers | Standing::Customers) => None,
        }
    }

    pub(super) fn knows(&self, host: &str) -> bool {
        tails(host).any(|tail| self.known.contains_key(tail))
    }

    /// The row that has exactly this domain as its own.
    pub(super) fn exactly(&self, domain: &str) -> Option<usize> {
        match self.known.get(domain)? {
            (row, Standing::Own) => Some(*row),
            (_, Standing::Strangers | Standing::Customers) => None,
        }
    }

    pub(super) fn imitated(&self) -> impl Iterator<Item = &Imitated> {
        self.imitated.iter()
    }

    pub(super) fn imitated_by(&self, skeleton: &str) -> Option<&Imitated> {
        self.imitated.get(*self.skeletons.get(skeleton)?)
    }

    pub(super) fn imitated_within(&self, skeleton: &str) -> Option<&Imitated> {
        let found = self.long.as_ref()?.find(skeleton)?;
        let at = self.long_of.get(found.pattern().as_usize())?;
        self.imitated.get(*at)
    }
}

/// The labels of a row that others imitate.
fn labels(row: &Brand) -> impl Iterator<Item = Imitated> + '_ {
    row.labels.iter().cloned().map(|text| Imitated {
        brand: row.id.clone(),
        letters: name::letters(&text),
        word: text.len() < 5 || row.words.iter().any(|it| it.eq_ignore_ascii_case(&text)),
        text,
    })
}
