//! `kadomori mail brands`: the table that mails are held against.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use kadomori_genuine::brand::{Brand, Brands};
use serde::Serialize;

use crate::{
    clock::{Clock as _, SystemClock},
    command::{Outcome, account::json_line, say},
    config::{Config, Sources},
    genuine,
};

#[derive(Args)]
pub(in crate::command) struct Show {
    /// Only say whether the table of your own can be used
    #[arg(long)]
    check: bool,
    /// Print JSON, a brand a line
    #[arg(long, conflicts_with = "check")]
    json: bool,
    /// The table of your own [default: `genuine.brands` of the settings, where it is set]
    #[arg(long, value_name = "FILE")]
    brands: Option<PathBuf>,
}

impl Show {
    pub(super) fn run(self, sources: impl FnOnce() -> Sources) -> Outcome {
        let own = match self.brands {
            Some(path) => Some(path),
            None => Config::load(&sources())?.genuine.brands,
        };
        let brands = genuine::brands(own.as_deref())?;
        let told = if self.check {
            checked(&brands, own)?
        } else if self.json {
            let lines = brands.rows().iter().map(|row| json_line(&Row::from(row)));
            lines.collect::<Result<String, _>>()?
        } else {
            table(&brands)
        };
        say(&told)
    }
}

/// That the operator's table can be used, and what it changes.
fn checked(brands: &Brands, own: Option<PathBuf>) -> Result<String, genuine::BrandsError> {
    let all = brands.rows().len();
    let Some(own) = own else {
        return Ok(format!(
            "The table that is shipped knows {all} brands. There is none of your own: \
             `genuine.brands` isn't set.\n"
        ));
    };
    let shipped = genuine::brands(None)?;
    let is_new = |row: &&Brand| shipped.find(&row.id).is_none();
    let is_gone = |row: &&Brand| brands.find(&row.id).is_none();
    let new = brands.rows().iter().filter(is_new).count();
    let gone = shipped.rows().iter().filter(is_gone).count();
    let mut text = format!(
        "{} can be used. With it {all} brands are known; {new} of them aren't in the table that \
         is shipped, and {gone} of that aren't known any more.\n",
        own.display()
    );
    let now = Timestamp::from_microsecond(SystemClock.now().micros()).unwrap_or_default();
    let today = now.to_zoned(TimeZone::UTC).date().to_string();
    for remark in brands.check(Some(&today)) {
        let _ = write!(text, "\nTo think about: {remark}.\n");
    }
    Ok(text)
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    grade: char,
    confirmed: bool,
    domains: &'a [String],
    senders: Vec<String>,
    source: &'a str,
    checked: &'a str,
}

impl<'a> From<&'a Brand> for Row<'a> {
    fn from(row: &'a Brand) -> Self {
        Self {
            id: &row.id.0,
            name: &row.name,
            grade: row.grade.letter(),
            confirmed: row.grade.is_confirmed(),
            domains: &row.domains,
            senders: row.senders.iter().map(ToString::to_string).collect(),
            source: &row.source,
            checked: &row.checked,
        }
    }
}

fn table(brands: &Brands) -> String {
    let rows = brands.rows();
    let confirmed = rows.iter().filter(|row| row.grade.is_confirmed()).count();
    let mut text = format!(
        "{} brands; {confirmed} of them are confirmed: only their mails can be called genuine.\n",
        rows.len()
    );
    for row in rows {
        let Row {
            id,
            name,
            grade,
            domains,
            senders,
            source,
            checked,
            ..
        } = Row::from(row);
        let word = if row.grade.is_confirmed() {
            "confirmed"
        } else {
            "not confirmed"
        };
        let _ = writeln!(text, "\n{id}  {name}  ({grade}, {word}, {checked})");
        let _ = writeln!(text, "  domains  {}", domains.join(" "));
        if !senders.is_empty() {
            let _ = writeln!(text, "  codes    {}", senders.join(" "));
        }
        let _ = writeln!(text, "  source   {source}");
    }
    text
}
