//! What is wrong with the settings, said so that it can be put right at once: where
//! it stands, what it means, and what to write instead.
//!
//! A message never shows what a secret holds, nor the value of a setting whose name
//! it doesn't know (which may be a secret misspelt).

use std::fmt;

use super::place::Place;

/// Why Kadomori can't start with these settings: every cause, in the order of the file.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError {
    problems: Vec<Problem>,
}

/// One thing to change.
#[derive(Debug)]
pub struct Problem {
    place: Place,
    cause: Cause,
}

/// What is wrong with it.
#[derive(Debug)]
pub(super) enum Cause {
    /// The file can't be opened or read.
    Unreadable {
        /// The system's words.
        why: String,
    },
    /// The file, or a variable, holds bytes that aren't text.
    NotText,
    /// The file isn't TOML here.
    NotToml {
        /// The parser's words.
        why: String,
    },
    /// A heading that no settings belong to.
    UnknownSection {
        /// The heading.
        section: String,
        /// The one that was likely meant.
        meant: Option<String>,
    },
    /// A setting that doesn't exist.
    UnknownKey {
        /// As it was written, with its section.
        path: String,
        /// The one that was likely meant.
        meant: Option<Meant>,
    },
    /// A variable that overrides nothing.
    UnknownVariable {
        /// The one that was likely meant.
        meant: Option<String>,
    },
    /// A section's name with a value.
    NotASection {
        /// The section.
        section: String,
    },
    /// A value that the setting can't take.
    WrongValue {
        /// The setting.
        path: String,
        /// The value, or for a secret what kind of value.
        found: String,
        /// Why not, where more can be said than what is expected.
        why: Option<String>,
        /// What the setting takes.
        expected: String,
    },
    /// A file that should hold a secret and can't be used.
    SecretFile {
        /// The setting that names the file.
        path: String,
        /// The file.
        file: String,
        /// Why not.
        why: String,
    },
    /// Settings that are good by themselves and don't go together.
    Conflict {
        /// What doesn't go together, and why.
        what: String,
        /// What to change.
        todo: String,
    },
}

/// The setting that was likely meant by one that doesn't exist.
#[derive(Debug)]
pub(super) enum Meant {
    /// This name in the same section.
    Name(String),
    /// The same name at the top of the file.
    AtTheTop(String),
    /// The same name, or a similar one, in a section.
    InSection {
        /// The setting's name.
        name: String,
        /// Its section.
        section: String,
    },
    /// None of them is similar; these are all that the section has.
    OneOf {
        /// The section.
        section: String,
        /// The names in it.
        names: Vec<&'static str>,
    },
}

impl Problem {
    pub(super) fn new(place: Place, cause: Cause) -> Self {
        Self { place, cause }
    }
}

impl ConfigError {
    pub(super) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| a.place.cmp(&b.place));
        Self { problems }
    }

    /// What to change, in the order of the file, then of the variables.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => writeln!(
                f,
                "One thing in the settings has to change before Kadomori can start."
            )?,
            count => writeln!(
                f,
                "{count} things in the settings have to change before Kadomori can start."
            )?,
        }
        for problem in &self.problems {
            write!(f, "\n{problem}")?;
        }
        if self
            .problems
            .iter()
            .any(|problem| matches!(problem.cause, Cause::NotToml { .. }))
        {
            f.write_str("\nThe rest of the file is looked at once it can be understood.\n")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.place)?;
        for line in self.cause.to_string().lines() {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { why } => write!(
                f,
                "This file can't be read: {why}.\n\
                 Name another one with --config, or make one with `kadomori config example`."
            ),
            Self::NotText => write!(f, "There are bytes in it that aren't UTF-8 text."),
            Self::NotToml { why } => write!(f, "The file can't be understood here: {why}."),
            Self::UnknownSection { section, meant } => {
                writeln!(f, "There is no section [{section}].")?;
                match meant {
                    Some(meant) => write!(f, "Do you mean [{meant}]?"),
                    None => f.write_str(WHERE_TO_LOOK),
                }
            }
            Self::UnknownKey { path, meant } => {
                writeln!(f, "There is no setting `{path}`.")?;
                match meant {
                    Some(meant) => meant.fmt(f),
                    None => f.write_str(WHERE_TO_LOOK),
                }
            }
            Self::UnknownVariable { meant } => {
                writeln!(f, "No setting belongs to this variable.")?;
                match meant {
                    Some(meant) => write!(f, "Do you mean {meant}?"),
                    None => f.write_str(WHERE_TO_LOOK),
                }
            }
            Self::NotASection { section } => write!(
                f,
                "`{section}` is a section and takes no value.\n\
                 Write [{section}] on a line of its own, and its settings below."
            ),
            Self::WrongValue {
                path,
                found,
                why,
                expected,
            } => {
                match why {
                    Some(why) => writeln!(f, "`{path}` can't be {found}: {}", sentence_end(why))?,
                    None => writeln!(f, "`{path}` can't be {found}.")?,
                }
                write!(f, "Expected: {expected}.")
            }
            Self::SecretFile { path, file, why } => write!(
                f,
                "`{path}` names the file {file}, which can't be used: {why}.\n\
                 Expected: a file with one line, which the user that runs Kadomori can read."
            ),
            Self::Conflict { what, todo } => write!(f, "{what}\n{todo}"),
        }
    }
}

/// Some causes end with a question.
fn sentence_end(cause: &str) -> String {
    if cause.ends_with('?') {
        cause.to_owned()
    } else {
        format!("{cause}.")
    }
}

const WHERE_TO_LOOK: &str = "`kadomori config example` lists all that there are.";

impl fmt::Display for Meant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "Do you mean `{name}`?"),
            Self::AtTheTop(name) => write!(
                f,
                "`{name}` belongs to no section: it stands at the top, above the first [section]."
            ),
            Self::InSection { name, section } => {
                write!(f, "Do you mean `{name}` in the section [{section}]?")
            }
            Self::OneOf { section, names } => {
                write!(f, "The settings in [{section}] are: {}.", names.join(", "))
            }
        }
    }
}
