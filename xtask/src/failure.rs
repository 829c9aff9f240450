//! What a chore says when it can't go on: one sentence for the person at the terminal.

use std::fmt;
use std::io;
use std::path::Path;

/// The result of a chore, or of a step of one.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a chore ended early, in words.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure with this explanation.
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// A file or folder that could not be used; for `map_err`.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.display().to_string();
        move |error| Self(format!("{path}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
