//! What a brand's code mails look like.

use regex::Regex;

use super::text;
use crate::mail::Mail;

/// How much of a text is looked at for a code: code mails are short.
const LOOKED_AT: usize = 8_000;

/// How much of a subject is looked at.
const SUBJECT: usize = 600;

/// What one kind of code mail looks like.
#[derive(Clone, Debug)]
pub struct Format {
    /// What kind it is, as `single-use code`.
    pub kind: String,
    /// What its subject looks like, per language: matched in lower case, after NFKC.
    pub subjects: Vec<Regex>,
    /// Its code, within a text; `None` for a notice, which has none.
    pub code: Option<Regex>,
    /// Subjects that strangers' mails from the same address have, which are never such a mail.
    pub except: Vec<Regex>,
    /// What its text says; `None` where nothing is asked of it.
    pub words: Option<Regex>,
    /// Whether its words are this brand's alone, so that they claim the brand by themselves.
    pub telling: bool,
    /// Whether names stand in it that others chose (of apps, devices, accounts), so that it
    /// proves nothing.
    pub named: bool,
}

impl Format {
    /// Whether a mail is one of these: its subject, its words, its code.
    #[must_use]
    pub fn fits(&self, mail: &Mail) -> bool {
        let subject = text::clean(text::head(&mail.subject, SUBJECT)).to_lowercase();
        let is = |it: &Regex| it.is_match(&subject);
        if !self.subjects.iter().any(is) || self.except.iter().any(is) {
            return false;
        }
        let shown = text::clean(text::head(&mail.visible, LOOKED_AT));
        // Some write each figure of a code into a cell of its own.
        let shown = text::joined(&shown).unwrap_or(shown);
        self.says(&shown.to_lowercase())
            && (self.code.as_ref()).is_none_or(|it| {
                it.is_match(&shown) || it.is_match(text::head(&mail.subject, SUBJECT))
            })
    }

    /// Whether a text (clean, in lower case) says what these say.
    pub(super) fn says(&self, shown: &str) -> bool {
        self.words.as_ref().is_none_or(|it| it.is_match(shown))
    }
}
