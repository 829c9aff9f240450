//! What speaks against a table as it is, for the operator.

use core::fmt;
use std::collections::BTreeMap;

use super::{Brand, BrandId, CodeSender};
use crate::name;

/// Something that speaks against a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The row.
    pub brand: BrandId,
    /// The key.
    pub key: &'static str,
    /// What is wrong, and what to do.
    pub what: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`: {}", self.brand, self.key, self.what)
    }
}

/// What speaks against these rows, row by row.
pub(super) fn check(rows: &[Brand], today: Option<&str>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for row in rows {
        let mut say = |key, what: String| {
            remarks.push(Remark {
                brand: row.id.clone(),
                key,
                what,
            });
        };
        domains(row, &mut say);
        senders(row, &mut say);
        proof(row, today, &mut say);
    }
    shared(rows, &mut remarks);
    remarks
}

type Say<'a> = &'a mut dyn FnMut(&'static str, String);

fn domains(row: &Brand, say: Say<'_>) {
    for domain in row.domains.iter().chain(&row.mailboxes) {
        if name::is_public_suffix(domain) {
            say(
                "domains",
                format!(
                    "{domain} is a public suffix: everybody may register names within it; write the brand's own"
                ),
            );
        }
    }
    for domain in &row.domains {
        if name::is_free_mailbox(domain) && !row.mailboxes.contains(domain) {
            say(
                "domains",
                format!("everybody has mailboxes at {domain}; name it under `mailboxes`, too"),
            );
        }
    }
}

fn senders(row: &Brand, say: Say<'_>) {
    for sender in &row.senders {
        let domain = match sender {
            CodeSender::Address(address) => address.split_once('@').map_or("", |(_, it)| it),
            CodeSender::At(domain) | CodeSender::Ending(_, domain) => domain,
        };
        if !row.domains.iter().any(|it| name::is_within(domain, it)) {
            say(
                "senders",
                format!("{sender} lies within none of the row's `domains`; add {domain}"),
            );
        }
        if row.mailboxes.iter().any(|it| it == domain) && !matches!(sender, CodeSender::Address(_))
        {
            say(
                "senders",
                format!("{sender} may be any customer's mailbox; write the exact address"),
            );
        }
    }
}

fn proof(row: &Brand, today: Option<&str>, say: Say<'_>) {
    if row.source.trim().is_empty() {
        say(
            "source",
            "it is missing; write where the row is from".to_owned(),
        );
    }
    if row.checked.is_empty() {
        say(
            "checked",
            "it is missing; write the day of the last check".to_owned(),
        );
    } else if today.is_some_and(|today| is_old(&row.checked, today)) {
        say(
            "checked",
            format!(
                "{} is more than a year ago; look again whether the row still holds",
                row.checked
            ),
        );
    }
    if row.grade.is_confirmed() && row.senders.is_empty() {
        say(
            "grade",
            "a confirmed row without `senders` can prove nothing; add them or write D".to_owned(),
        );
    }
    if !row.senders.is_empty() && row.formats.is_empty() {
        say(
            "format",
            "codes come from here, but nothing is known of what they look like".to_owned(),
        );
    }
}

/// Whether `day` is more than a year before `today`, both as `2026-11-22`.
fn is_old(day: &str, today: &str) -> bool {
    let next = day.split_once('-').and_then(|(year, rest)| {
        let year: u32 = year.parse().ok()?;
        Some(format!("{}-{rest}", year + 1))
    });
    next.is_some_and(|next| next.as_str() < today)
}

/// Names and domains that two rows have.
fn shared(rows: &[Brand], remarks: &mut Vec<Remark>) {
    let mut first: BTreeMap<String, &BrandId> = BTreeMap::new();
    for row in rows {
        let names = row
            .names
            .iter()
            .chain(&row.words)
            .map(|it| ("names", it.to_lowercase()));
        let domains = row.domains.iter().map(|it| ("domains", it.clone()));
        for (key, one) in names.chain(domains) {
            match first.get(&one) {
                Some(other) if **other != row.id => remarks.push(Remark {
                    brand: row.id.clone(),
                    key,
                    what: format!(
                        "{one:?} is {other}'s already, which has it; take it away from one of them"
                    ),
                }),
                Some(_) => {}
                None => {
                    first.insert(one, &row.id);
                }
            }
        }
    }
}
