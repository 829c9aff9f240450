//! Reading the table: strict, and every complaint names the row, the key and what to do.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    Brand, BrandId, CodeSender, Grade,
    kinds::{Kind, Kinds},
};
use crate::name;

/// The table that is shipped.
const SHIPPED: &str = include_str!("../../brands.toml");

/// Why a table can't be used, in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The file can't be read.
    #[error("the table of brands can't be read: {0}")]
    Unreadable(String),
    /// A row can't be used.
    #[error("{row}: {problem}")]
    Row {
        /// Which row: its id, or its number where it has none.
        row: String,
        /// What is wrong with it, and what to write instead.
        problem: String,
    },
}

/// A row as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    id: String,
    #[serde(default)]
    remove: bool,
    #[serde(default)]
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    marks: Vec<String>,
    labels: Option<Vec<String>>,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    strangers: Vec<String>,
    #[serde(default)]
    mailboxes: Vec<String>,
    #[serde(default)]
    senders: Vec<String>,
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) except: Vec<String>,
    #[serde(default)]
    pub(super) format: Vec<Kind>,
    report_to: Option<String>,
    #[serde(default)]
    badge: bool,
    #[serde(default)]
    grade: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    checked: String,
}

/// A row that was read, or the id of one to take away.
enum Entry {
    Row(Box<Brand>),
    Remove(BrandId),
}

/// The shipped rows, with the operator's over them.
pub(super) fn read(own: Option<&str>) -> Result<Vec<Brand>, TableError> {
    let shipped = parse(SHIPPED)?;
    let kinds = Kinds::of(&shipped)?;
    let mut rows = Vec::new();
    lay_over(&mut rows, entries(&shipped, &kinds)?)?;
    if let Some(own) = own {
        let own = parse(own)?;
        lay_over(&mut rows, entries(&own, &kinds)?)?;
    }
    Ok(rows)
}

fn lay_over(rows: &mut Vec<Brand>, entries: Vec<Entry>) -> Result<(), TableError> {
    for entry in entries {
        match entry {
            Entry::Remove(id) => {
                let before = rows.len();
                rows.retain(|row| row.id != id);
                if rows.len() == before {
                    return Err(problem(
                        &id.0,
                        "remove",
                        "there is no such row to take away; see `kadomori mail brands` for the ids",
                    ));
                }
            }
            Entry::Row(brand) => match rows.iter_mut().find(|row| row.id == brand.id) {
                Some(row) => *row = *brand,
                None => rows.push(*brand),
            },
        }
    }
    Ok(())
}

fn parse(text: &str) -> Result<toml::Table, TableError> {
    let table: toml::Table = toml::from_str(text)
        .map_err(|error| TableError::Unreadable(error.to_string().trim_end().to_owned()))?;
    match table
        .keys()
        .find(|key| !matches!(key.as_str(), "brand" | "general"))
    {
        Some(key) => Err(TableError::Unreadable(format!(
            "`{key}` isn't known there; rows begin with [[brand]]"
        ))),
        None => Ok(table),
    }
}

fn entries(table: &toml::Table, kinds: &Kinds) -> Result<Vec<Entry>, TableError> {
    let rows = match table.get("brand") {
        None => return Ok(Vec::new()),
        Some(toml::Value::Array(rows)) => rows,
        Some(_) => {
            return Err(TableError::Unreadable(
                "`brand` isn't a list; begin each row with [[brand]]".to_owned(),
            ));
        }
    };
    let mut seen = BTreeSet::new();
    let read = rows.iter().enumerate().map(|(at, row)| {
        let id = row.get("id").and_then(toml::Value::as_str);
        let called = id.map_or_else(
            || format!("row {}", at + 1),
            |id| format!("row {} ({id})", at + 1),
        );
        let row: Row = (row.clone().try_into()).map_err(|error| TableError::Row {
            row: called.clone(),
            problem: plain(&error),
        })?;
        if !seen.insert(row.id.clone()) {
            return Err(problem(
                &called,
                "id",
                "another row has it already; put them together",
            ));
        }
        entry(row, &called, kinds)
    });
    read.collect()
}

/// A complaint of the reader's in one line.
pub(super) fn plain(error: &toml::de::Error) -> String {
    error.message().trim().replace('\n', " ")
}

pub(super) fn problem(row: &str, key: &str, problem: &str) -> TableError {
    TableError::Row {
        row: row.to_owned(),
        problem: format!("`{key}`: {problem}"),
    }
}

fn entry(row: Row, called: &str, kinds: &Kinds) -> Result<Entry, TableError> {
    let is_id = |it: &str| {
        !it.is_empty()
            && it
                .bytes()
                .all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    if !is_id(&row.id) {
        return Err(problem(
            called,
            "id",
            "write small letters, digits and hyphens only",
        ));
    }
    if row.remove {
        return Ok(Entry::Remove(BrandId(row.id)));
    }
    if row.name.trim().is_empty() {
        return Err(problem(
            called,
            "name",
            "it is missing; write what the brand is called",
        ));
    }
    hosts(&row, called)?;
    let senders = row.senders.iter().map(|it| sender(called, it));
    let senders: Vec<CodeSender> = senders.collect::<Result<_, _>>()?;
    let grade = grade(called, &row.grade)?;
    checked(called, &row.checked)?;
    let formats = kinds.formats(called, &row, !senders.is_empty())?;
    let relayed = kinds.relayed(called, &row).collect::<Result<_, _>>()?;
    let first = || {
        row.domains
            .first()
            .map(|it| vec![name::label(it).to_owned()])
    };
    let labels = row.labels.or_else(first).unwrap_or_default();
    let names = names(row.names, &row.name, &row.words);
    Ok(Entry::Row(Box::new(Brand {
        id: BrandId(row.id),
        name: row.name,
        names,
        words: row.words,
        marks: row.marks,
        labels,
        grade,
        source: row.source,
        checked: row.checked,
        domains: row.domains,
        strangers: row.strangers,
        mailboxes: row.mailboxes,
        senders,
        formats,
        relayed,
        report_to: row.report_to,
        badge: row.badge,
    })))
}

/// All names of a row, and its first one where that is no ordinary word.
fn names(mut names: Vec<String>, name: &str, words: &[String]) -> Vec<String> {
    if !words.iter().any(|it| it == name) {
        names.push(name.to_owned());
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether the hosts of a row can be used.
fn hosts(row: &Row, called: &str) -> Result<(), TableError> {
    for (key, domains) in [("domains", &row.domains), ("mailboxes", &row.mailboxes)] {
        for domain in domains {
            self::domain(called, key, domain)?;
        }
    }
    if row.domains.is_empty() {
        return Err(problem(
            called,
            "domains",
            "it is missing; without it every sender would be a stranger",
        ));
    }
    for stranger in &row.strangers {
        let at = stranger
            .split_once('@')
            .map_or(stranger.as_str(), |(_, domain)| domain);
        domain(called, "strangers", at)?;
    }
    Ok(())
}

fn domain(row: &str, key: &str, domain: &str) -> Result<(), TableError> {
    let label = |it: &str| {
        !it.is_empty()
            && it.len() <= 63
            && it
                .bytes()
                .all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    if domain.contains('.') && domain.split('.').all(label) {
        return Ok(());
    }
    Err(problem(
        row,
        key,
        &format!(
            "{domain:?} isn't a domain; write it in small letters, without a protocol, a path or a dot at the end (international ones as xn--…)"
        ),
    ))
}

fn sender(row: &str, written: &str) -> Result<CodeSender, TableError> {
    let Some((local, at)) = written.split_once('@') else {
        return Err(problem(
            row,
            "senders",
            &format!("{written:?} isn't an address; write one, or *@domain for all of a domain"),
        ));
    };
    domain(row, "senders", at)?;
    let at = at.to_owned();
    match local.strip_prefix('*') {
        Some("") => Ok(CodeSender::At(at)),
        Some(end) if !end.contains('*') => Ok(CodeSender::Ending(end.to_ascii_lowercase(), at)),
        None if !local.is_empty() && !local.contains('*') => Ok(CodeSender::Address(format!(
            "{}@{at}",
            local.to_ascii_lowercase()
        ))),
        Some(_) | None => Err(problem(
            row,
            "senders",
            &format!("{written:?} can't be used; a * may only stand at the beginning"),
        )),
    }
}

fn grade(row: &str, written: &str) -> Result<Grade, TableError> {
    match written {
        "A" => Ok(Grade::A),
        "B" => Ok(Grade::B),
        "C" => Ok(Grade::C),
        "D" => Ok(Grade::D),
        "" => Err(problem(
            row,
            "grade",
            "it is missing; write A (a real mail or the brand's own page was seen), B, C or D (hearsay)",
        )),
        other => Err(problem(
            row,
            "grade",
            &format!("{other:?} isn't a grade; write A, B, C or D"),
        )),
    }
}

/// Whether a date is written as `2026-11-22`, or not at all.
fn checked(row: &str, written: &str) -> Result<(), TableError> {
    let is_date = written.len() == 10
        && written.bytes().enumerate().all(|(at, octet)| match at {
            4 | 7 => octet == b'-',
            _ => octet.is_ascii_digit(),
        });
    if written.is_empty() || is_date {
        return Ok(());
    }
    Err(problem(
        row,
        "checked",
        &format!("{written:?} isn't a day; write it as \"2026-11-22\""),
    ))
}
