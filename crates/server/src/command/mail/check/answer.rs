//! What is told of one mail: a line of JSON, or a report to read.

use core::cmp::Ordering;
use std::fmt::Write as _;

use kadomori_genuine::{Finding, Language, Report, Unreadable, Verdict};
use serde::Serialize;

use super::source::Unopened;
use crate::genuine::{Told, Untold, unreadable_id};

/// How it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A line of JSON.
    Json,
    /// A report to read.
    Text,
}

/// What came of one mail.
pub(super) enum Answer {
    /// A report.
    Report(Report),
    /// There is none.
    Untold(Trouble),
}

/// Why there is no report.
#[derive(Clone, Copy)]
pub(super) enum Trouble {
    /// The file couldn't be opened.
    Unopened(Unopened),
    /// There is no mail in it.
    Unreadable(Unreadable),
}

/// The exit code of a mail that couldn't be judged.
const UNJUDGED: u8 = 4;

#[derive(Serialize)]
struct Line<'a, T> {
    file: &'a str,
    #[serde(flatten)]
    told: T,
}

impl Answer {
    /// Its exit code.
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Report(report) => match report.verdict {
                Verdict::Genuine => 0,
                Verdict::Unproven => 1,
                Verdict::Suspicious => 2,
                Verdict::Fake => 3,
            },
            Self::Untold(_) => UNJUDGED,
        }
    }

    /// It in words, with a line end.
    pub(super) fn told(&self, file: &str, form: Form, language: Language) -> String {
        match (form, self) {
            (Form::Json, Self::Report(report)) => json(&Line {
                file,
                told: Told::new(report, language),
            }),
            (Form::Json, Self::Untold(trouble)) => json(&Line {
                file,
                told: Untold::new(trouble.id(), trouble.sentence(language)),
            }),
            (Form::Text, Self::Report(report)) => text(file, report, language),
            (Form::Text, Self::Untold(trouble)) => {
                let head = words(language).unjudged;
                format!(
                    "{}: {head}\n  {}\n\n",
                    plain(file),
                    trouble.sentence(language)
                )
            }
        }
    }
}

fn json(line: &impl Serialize) -> String {
    // Texts and numbers can always be written.
    let mut line = serde_json::to_string(line).unwrap_or_default();
    line.push('\n');
    line
}

/// A file's name, with nothing in it that a terminal obeys.
fn plain(name: &str) -> String {
    let shown = |letter: char| {
        if letter.is_control() {
            '\u{fffd}'
        } else {
            letter
        }
    };
    name.chars().map(shown).collect()
}

/// The words around what the check says.
struct Words {
    unjudged: &'static str,
    against: &'static str,
    other: &'static str,
    speaks_for: &'static str,
    advice: &'static str,
}

const ENGLISH: Words = Words {
    unjudged: "Not judged",
    against: "What speaks against it",
    other: "What else there is to know",
    speaks_for: "What speaks for it",
    advice: "What to do now",
};

const JAPANESE: Words = Words {
    unjudged: "調べられませんでした",
    against: "疑わしいところ",
    other: "そのほかにわかったこと",
    speaks_for: "本物らしいところ",
    advice: "どうすればよいか",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Japanese => &JAPANESE,
    }
}

fn text(file: &str, report: &Report, language: Language) -> String {
    let words = words(language);
    let verdict = report.verdict.title(language);
    let brand = report.brand_name.as_deref();
    let sentence = report.verdict.sentence(brand, language);
    let mut text = format!("{}: {verdict}\n  {sentence}\n", plain(file));
    for (head, side) in [
        (words.against, Ordering::Greater),
        (words.other, Ordering::Equal),
        (words.speaks_for, Ordering::Less),
    ] {
        let findings = report.findings.iter();
        let findings = findings.filter(|finding| finding.weight.number().cmp(&0) == side);
        let lines = findings.map(|finding| evidence(finding, language));
        list(&mut text, head, lines);
    }
    let advice = report.advice_in(language).map(|(_, said)| said);
    list(&mut text, words.advice, advice);
    text.push('\n');
    text
}

fn list(text: &mut String, head: &str, lines: impl Iterator<Item = String>) {
    for (number, line) in lines.enumerate() {
        if number == 0 {
            let _ = writeln!(text, "\n  {head}");
        }
        let _ = writeln!(text, "  - {line}");
    }
}

/// The sentence, and what stands in the mail where the sentence doesn't hold it already.
fn evidence(finding: &Finding, language: Language) -> String {
    let mut line = finding.sentence(language);
    if let Some(seen) = finding.seen.as_deref().filter(|seen| !line.contains(*seen)) {
        let _ = write!(line, "\n      {seen}");
    }
    line
}

impl Trouble {
    /// Its id, which stays the same.
    const fn id(self) -> &'static str {
        match self {
            Self::Unopened(Unopened::Missing) => "file-missing",
            Self::Unopened(Unopened::Unreadable) => "file-unreadable",
            Self::Unopened(Unopened::EmptyFolder) => "folder-empty",
            Self::Unreadable(why) => unreadable_id(why),
        }
    }

    fn sentence(self, language: Language) -> String {
        let sentence = match (self, language) {
            (Self::Unreadable(why), _) => return why.sentence(language),
            (Self::Unopened(Unopened::Missing), Language::English) => "There is no such file.",
            (Self::Unopened(Unopened::Missing), Language::Japanese) => {
                "このファイルは見つかりません。"
            }
            (Self::Unopened(Unopened::Unreadable), Language::English) => {
                "The file can't be read. Look whether you are allowed to."
            }
            (Self::Unopened(Unopened::Unreadable), Language::Japanese) => {
                "このファイルは読めません。読む権限があるか、ご確認ください。"
            }
            (Self::Unopened(Unopened::EmptyFolder), Language::English) => {
                "There is no file in this folder."
            }
            (Self::Unopened(Unopened::EmptyFolder), Language::Japanese) => {
                "このフォルダーにはファイルがありません。"
            }
        };
        sentence.to_owned()
    }
}
