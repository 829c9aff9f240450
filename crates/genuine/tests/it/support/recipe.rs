//! Folders of `corpus`: a mail's source, and what happens to it until somebody judges it.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;

use super::sign;

/// A `sign.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The signatures; each stands above those before it.
    #[serde(default)]
    signature: Vec<sign::Signing>,
    /// What is changed after signing, in turn.
    #[serde(default)]
    change: Vec<Change>,
    /// Further entries of `dns.json`.
    #[serde(default)]
    dns: BTreeMap<String, Vec<String>>,
    /// Entries of `dns.json` that nobody answers for.
    #[serde(default)]
    silent: Vec<String>,
    /// Whether lines end with LF alone, as some programs save mails.
    #[serde(default)]
    lf: bool,
    /// What the check goes by.
    #[serde(default)]
    pub check: Check,
}

/// What the check goes by, where it isn't the usual.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Receivers whose results are believed.
    #[serde(default)]
    pub trusted: Vec<String>,
    /// Whose mail it is.
    pub reader: Option<String>,
    /// When, in seconds since 1970.
    pub at: Option<i64>,
    /// The most links that are looked at.
    pub links: Option<usize>,
    /// Whether nobody is asked for keys.
    #[serde(default)]
    pub offline: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    from: String,
    to: String,
}

/// What is made of a folder.
#[derive(Debug)]
pub struct Made {
    /// `mail.eml`.
    pub mail: Vec<u8>,
    /// `dns.json`.
    pub dns: String,
}

impl Recipe {
    /// The recipe of a folder.
    pub fn of(folder: &Path) -> Self {
        let recipe = fs::read_to_string(folder.join("sign.toml")).expect("a sign.toml");
        toml::from_str(&recipe).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    }

    /// What it makes of its folder's source: the same octets each time.
    pub fn make(&self, folder: &Path) -> Made {
        let source = fs::read(folder.join("source.eml")).expect("a source.eml");
        let mut dns: serde_json::Map<String, serde_json::Value> = serde_json::Map::new();
        for (name, records) in &self.dns {
            dns.insert(name.clone(), serde_json::json!(records));
        }
        let mut mail = sign::with_crlf(&source);
        for signing in &self.signature {
            mail = signing.sign(&mail);
            if !signing.unpublished {
                let (name, text) = signing.entry();
                dns.insert(name, serde_json::json!([text]));
            }
        }
        for name in &self.silent {
            dns.insert(name.clone(), serde_json::Value::Null);
        }
        if let Ok(above) = fs::read(folder.join("above.txt")) {
            mail = [sign::with_crlf(&above), mail].concat();
        }
        for change in &self.change {
            let from = sign::with_crlf(change.from.as_bytes());
            let to = sign::with_crlf(change.to.as_bytes());
            let at = mail.windows(from.len()).position(|it| it == from);
            let at =
                at.unwrap_or_else(|| panic!("{}: not there: {}", folder.display(), change.from));
            mail.splice(at..at + from.len(), to);
        }
        if self.lf {
            mail.retain(|octet| *octet != b'\r');
        }
        Made {
            mail,
            dns: serde_json::to_string_pretty(&dns).unwrap() + "\n",
        }
    }
}
