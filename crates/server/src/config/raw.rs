//! A value as it was written, before a setting makes sense of it.
//!
//! A file has types; a variable has only text. A setting asks for what it needs
//! (`text`, `whole`, `list`), and both kinds of source answer.

use toml::de::{DeInteger, DeValue};

/// A value as it stands in the file or in the environment.
pub(super) enum Raw {
    /// A text in the file.
    Text(String),
    /// Anything in the environment.
    Variable(String),
    /// A whole number in the file.
    Whole(i64),
    /// A list in the file.
    List(Vec<Raw>),
    /// Something that no setting takes, in words.
    Other(&'static str),
}

/// Why a value can't be used.
#[derive(Debug, PartialEq)]
pub(super) enum Mismatch {
    /// It is of another kind than the setting; saying what is expected is enough.
    Kind,
    /// The cause, as a sentence without its full stop.
    Because(String),
}

impl Mismatch {
    pub(super) fn because(cause: impl Into<String>) -> Self {
        Self::Because(cause.into())
    }
}

impl Raw {
    pub(super) fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Integer(number) => whole(number),
            DeValue::Array(items) => {
                Self::List(items.iter().map(|item| Self::of(item.get_ref())).collect())
            }
            DeValue::Float(_) => Self::Other("a number with a fraction"),
            DeValue::Boolean(_) => Self::Other("a yes or no"),
            DeValue::Datetime(_) => Self::Other("a date or time"),
            DeValue::Table(_) => Self::Other("a section"),
        }
    }

    pub(super) fn text(&self) -> Result<&str, Mismatch> {
        match self {
            Self::Text(text) | Self::Variable(text) => Ok(text),
            Self::Whole(_) | Self::List(_) | Self::Other(_) => Err(Mismatch::Kind),
        }
    }

    pub(super) fn whole(&self) -> Result<i64, Mismatch> {
        match self {
            Self::Whole(number) => Ok(*number),
            Self::Variable(text) => text.trim().parse().map_err(|_| Mismatch::Kind),
            Self::Text(text) if text.trim().parse::<i64>().is_ok() => Err(Mismatch::because(
                "a number is written without quotation marks",
            )),
            Self::Text(_) | Self::List(_) | Self::Other(_) => Err(Mismatch::Kind),
        }
    }

    /// The items of a list; in the environment they are parted by commas.
    pub(super) fn list(&self) -> Result<Vec<&str>, Mismatch> {
        match self {
            Self::List(items) => items.iter().map(Self::text).collect(),
            Self::Variable(text) => Ok(text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .collect()),
            Self::Text(_) => Err(Mismatch::because("a list stands in square brackets")),
            Self::Whole(_) | Self::Other(_) => Err(Mismatch::Kind),
        }
    }

    /// What was found, for a message. Settings that hold secrets ask for [`Raw::shape`] instead.
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Text(text) | Self::Variable(text) => quoted(text),
            Self::Whole(number) => number.to_string(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::in_words).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Other(shape) => (*shape).to_owned(),
        }
    }

    /// What was found, without its content.
    pub(super) fn shape(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Variable(_) => "this text",
            Self::Whole(_) => "a number",
            Self::List(_) => "a list",
            Self::Other(shape) => shape,
        }
    }
}

/// A text in quotation marks, cut where it grows long, with nothing in it that a terminal obeys.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("{shown:?}")
}

fn whole(number: &DeInteger<'_>) -> Raw {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_or(Raw::Other("a number of that size"), Raw::Whole)
}
