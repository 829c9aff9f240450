//! Where a setting was written, so that a message can point at it.

use std::fmt;
use std::ops::Range;

/// Where a value comes from. Places sort as a person would go through them: the
/// file from its top, then the variables, then what nobody wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file as a whole.
    File(String),
    /// A spot in the file.
    Spot(Spot),
    /// An environment variable, by its name.
    Variable(String),
    /// A setting that is not written anywhere, by its name.
    Unset(String),
}

/// A spot in the file. Lines and columns count from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    line: usize,
    column: usize,
    file: String,
    excerpt: Option<Excerpt>,
}

/// What stands there, and which part of it is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Excerpt {
    text: String,
    indent: usize,
    width: usize,
}

/// A file's name and text, from which spots are made.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl<'a> Page<'a> {
    /// The bare position; nothing of the text is shown.
    pub(super) fn position(self, at: usize) -> Place {
        Place::Spot(self.spot(at, None))
    }

    /// A name in the file. What it is set to isn't shown.
    pub(super) fn name_at(self, key: &Range<usize>) -> Place {
        let name = self.slice(key);
        let excerpt = Excerpt {
            width: name.chars().count(),
            indent: 0,
            text: format!("{name} = …"),
        };
        Place::Spot(self.spot(key.start, Some(excerpt)))
    }

    /// A heading in the file.
    pub(super) fn heading_at(self, key: &Range<usize>) -> Place {
        let name = self.slice(key);
        let excerpt = Excerpt {
            width: name.chars().count(),
            indent: 1,
            text: format!("[{name}]"),
        };
        Place::Spot(self.spot(key.start, Some(excerpt)))
    }

    /// A value in the file, with the name before it.
    pub(super) fn value_at(self, key: &Range<usize>, value: &Range<usize>) -> Place {
        let name = self.slice(key);
        let whole = self.slice(value);
        let shown: String = whole
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(LONGEST_VALUE)
            .collect();
        let cut = if shown.len() < whole.len() { "…" } else { "" };
        let excerpt = Excerpt {
            indent: name.chars().count() + " = ".len(),
            width: shown.chars().count().max(1),
            text: format!("{name} = {shown}{cut}"),
        };
        Place::Spot(self.spot(value.start, Some(excerpt)))
    }

    fn slice(self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn spot(self, at: usize, excerpt: Option<Excerpt>) -> Spot {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Spot {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            file: self.name.to_owned(),
            excerpt,
        }
    }
}

const LONGEST_VALUE: usize = 60;

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(name) => f.write_str(name),
            Self::Spot(spot) => spot.fmt(f),
            Self::Variable(name) => write!(f, "{name} in the environment"),
            Self::Unset(path) => write!(f, "{path}, which isn't set"),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, line {}, column {}",
            self.file, self.line, self.column
        )?;
        let Some(Excerpt {
            text,
            indent,
            width,
        }) = &self.excerpt
        else {
            return Ok(());
        };
        let text = text.replace(char::is_control, " ");
        write!(f, "\n    {text}\n    {:indent$}{:^>width$}", "", "")
    }
}
