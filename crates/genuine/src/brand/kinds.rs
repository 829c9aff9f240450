//! Reading what a row's code mails look like.

use std::{cell::RefCell, collections::HashMap};

use regex::Regex;
use serde::Deserialize;

use super::{
    Format,
    table::{Row, TableError, plain, problem},
    text,
};

/// A kind of mail as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    #[serde(rename = "kind")]
    called: String,
    subjects: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default = "yes")]
    code: bool,
    #[serde(default)]
    telling: bool,
    #[serde(default)]
    named: bool,
}

/// What no code mail is called. Nobody answers or sends on a code but people; and who invites
/// through a brand chooses words of the subject.
const NEVER: [&str; 2] = [
    "^(?:re|fwd?|aw|wg|tr|rv|sv|enc|返信|転送) ?:",
    r"\binvit(?:es?|ed|ation)\b|\bshared (?:an? |the |with )|招待|が共有",
];

const fn yes() -> bool {
    true
}

/// What all brands' code mails are like, and the patterns that were made ready so far: many
/// rows share them, and making one ready takes long.
pub(super) struct Kinds {
    general: Vec<Kind>,
    ready: RefCell<HashMap<String, Regex>>,
}

impl Kinds {
    /// Those of the shipped table.
    pub(super) fn of(table: &toml::Table) -> Result<Self, TableError> {
        let general = match table.get("general") {
            None => Vec::new(),
            Some(kinds) => (kinds.clone().try_into())
                .map_err(|error| problem("general", "general", &plain(&error)))?,
        };
        let ready = RefCell::default();
        Ok(Self { general, ready })
    }

    /// What this row's code mails look like: as it says itself, and as all are.
    pub(super) fn formats(
        &self,
        called: &str,
        row: &Row,
        has_senders: bool,
    ) -> Result<Vec<Format>, TableError> {
        let general = self.general.iter().filter(|_| has_senders);
        let kinds = row.format.iter().chain(general);
        kinds.map(|kind| self.format(called, kind, row)).collect()
    }

    /// The subjects of mails that it sends for strangers.
    pub(super) fn relayed<'k>(
        &'k self,
        called: &'k str,
        row: &'k Row,
    ) -> impl Iterator<Item = Result<Regex, TableError>> + 'k {
        let except = row.except.iter();
        except.map(|it| self.regex(called, "except", it))
    }

    fn format(&self, called: &str, kind: &Kind, row: &Row) -> Result<Format, TableError> {
        if kind.subjects.is_empty() {
            let what = "it is missing; write at least one";
            return Err(problem(called, "format.subjects", what));
        }
        let subjects = kind.subjects.iter();
        let subjects = subjects.map(|it| self.regex(called, "format.subjects", it));
        let except = NEVER
            .iter()
            .map(|it| self.regex(called, "except", it))
            .chain(self.relayed(called, row));
        let code = match (kind.code, &row.code) {
            (false, _) => None,
            (true, Some(code)) => {
                let alone = format!("(?:^|[^0-9A-Za-z_.,/+-])(?:{code})(?:$|[^0-9A-Za-z_/-])");
                Some(self.regex(called, "code", &alone)?)
            }
            (true, None) => {
                let what = "it is missing; write the code's shape as a pattern, as \"[0-9]{6}\"";
                return Err(problem(called, "code", what));
            }
        };
        let words = (!kind.words.is_empty()).then(|| kind.words.join("|"));
        let words = words.map(|it| self.regex(called, "format.words", &it));
        Ok(Format {
            kind: kind.called.clone(),
            subjects: subjects.collect::<Result<_, _>>()?,
            except: except.collect::<Result<_, _>>()?,
            code,
            words: words.transpose()?,
            telling: kind.telling,
            named: kind.named,
        })
    }

    fn regex(&self, called: &str, key: &str, written: &str) -> Result<Regex, TableError> {
        if let Some(ready) = self.ready.borrow().get(written) {
            return Ok(ready.clone());
        }
        let regex = text::pattern(written).map_err(|error| {
            let error = error.to_string();
            let why = error.lines().last().unwrap_or_default().trim();
            problem(called, key, &format!("{written:?} isn't a pattern: {why}"))
        })?;
        let mut ready = self.ready.borrow_mut();
        ready.insert(written.to_owned(), regex.clone());
        Ok(regex)
    }
}
