//! Mails: subject, plain text and HTML, which say the same. Nothing in them can be
//! clicked, no host is named, no picture is fetched.

mod code;
mod lines;
mod notice;
mod verdict;

use std::borrow::Cow;

use kadomori_domain::{locale::Locale, phrase::Phrase};

pub use code::CodeMail;
pub use notice::NoticeMail;
pub use verdict::VerdictMail;

use crate::text::text;

/// A mail in words.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its subject; never the code.
    pub subject: String,
    /// Its plain text part, its lines ended by `\n`.
    pub text: String,
    /// Its HTML part.
    pub html: String,
}

/// Logs see the subject: the rest may have a code in it.
impl core::fmt::Debug for Mail {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Mail")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// A phrase in a mail, with what it is called.
struct PhraseLine<'a> {
    label: Cow<'static, str>,
    words: &'a str,
}

impl<'a> PhraseLine<'a> {
    /// The phrase under the name with this id.
    fn new(locale: Locale, label: &str, phrase: &'a Phrase) -> Self {
        Self {
            label: text(locale, label),
            words: phrase.reveal(),
        }
    }
}

/// A paragraph without the line breaks of the plain text.
fn flowing(locale: Locale, paragraph: &str) -> String {
    match locale {
        Locale::En => paragraph.replace('\n', " "),
        Locale::Ja => paragraph.replace('\n', ""),
    }
}
