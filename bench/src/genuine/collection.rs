//! A collection of mails and what is true of each.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use kadomori_genuine::auth::FileResolver;

use crate::outcome::{Failure, Outcome};

/// A folder with mails.
pub(crate) struct Collection {
    /// Where.
    pub(crate) folder: PathBuf,
    /// The mails, by name.
    pub(crate) mails: Vec<Mail>,
    /// The DNS that goes with them, where there is one.
    pub(crate) dns: Option<FileResolver>,
}

/// A mail of one.
pub(crate) struct Mail {
    /// The file's name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) octets: Vec<u8>,
    /// What is true of it.
    pub(crate) truth: Truth,
}

/// What is true of a mail.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    /// It arrived somewhere, and people said what it is.
    Recorded {
        /// Whether it is a theft or a fraud.
        phish: bool,
        /// The set it is of.
        set: String,
        /// What it lures with.
        lure: String,
        /// The brand that it claims to be from, as far as its name or subject tells.
        brand: String,
    },
    /// It was made for the purpose.
    Crafted {
        /// The verdicts that an honest judge may give.
        expected: Vec<String>,
        /// What kind it is: `a:` genuine, `b:` awkward, `d:` forged, `e:` innocent.
        kind: String,
        /// Why.
        why: String,
    },
}

impl Collection {
    /// Reads the one in `folder`.
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let table = fs::read_to_string(folder.join("truth.tsv"))?;
        let mut lines = table.lines();
        let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        let mut mails = Vec::new();
        for line in lines.filter(|line| !line.is_empty()) {
            let row: HashMap<&str, &str> = columns.iter().copied().zip(line.split('\t')).collect();
            mails.push(mail(folder, &row)?);
        }
        let dns = folder.join("dns.json");
        let dns = if dns.exists() {
            Some(FileResolver::parse(&fs::read_to_string(dns)?)?)
        } else {
            None
        };
        Ok(Self {
            folder: folder.to_owned(),
            mails,
            dns,
        })
    }
}

fn mail(folder: &Path, row: &HashMap<&str, &str>) -> Outcome<Mail> {
    let cell = |name: &str| {
        let cell = row.get(name).map(|cell| (*cell).to_owned());
        cell.ok_or_else(|| Failure::from(format!("a line of truth.tsv has no {name}")))
    };
    let truth = if row.contains_key("expected") {
        Truth::Crafted {
            expected: cell("expected")?.split('|').map(str::to_owned).collect(),
            kind: cell("kind")?,
            why: cell("why")?,
        }
    } else {
        Truth::Recorded {
            phish: cell("label")? == "phish",
            set: cell("set")?,
            lure: cell("lure")?,
            brand: row
                .get("claimed_brand")
                .copied()
                .unwrap_or_default()
                .to_owned(),
        }
    };
    let name = cell("file")?;
    let octets = fs::read(folder.join("eml").join(&name))?;
    Ok(Mail {
        name,
        octets,
        truth,
    })
}
