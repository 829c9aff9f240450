//! Passwords that guessers try first: a list that is shipped, and a file of breached ones
//! where the operator has it. Both are asked here, without any network.

mod breached;
pub mod shipped;

use std::{io, path::Path};

use kadomori_domain::factor::password::{Known, Password};

pub use breached::{BreachedFile, NotABreachedFile};
use shipped::{NotAList, Shipped};

/// The lists.
pub struct Blocklist {
    shipped: Shipped,
    breached: Option<BreachedFile>,
}

/// Why a list can't be used.
#[derive(Debug, thiserror::Error)]
pub enum BlocklistError {
    /// The shipped list can't be read; the build is broken.
    #[error(transparent)]
    Shipped(#[from] NotAList),
    /// The file of breached passwords can't be used.
    #[error(transparent)]
    Breached(#[from] NotABreachedFile),
}

impl Blocklist {
    /// The shipped list, and the Pwned Passwords file at `breached`.
    pub fn open(breached: Option<&Path>) -> Result<Self, BlocklistError> {
        Ok(Self {
            shipped: Shipped::open()?,
            breached: breached.map(BreachedFile::open).transpose()?,
        })
    }

    /// What the lists say of a password.
    ///
    /// The shipped list is asked about all that the password is like, the breached ones
    /// about the password itself. An error means that the file can't be read any more.
    pub async fn look_up(&self, password: &Password) -> io::Result<Known> {
        if self.is_common(password) {
            return Ok(Known::Common);
        }
        match &self.breached {
            Some(file) if file.holds(password).await? => Ok(Known::Breached),
            Some(_) | None => Ok(Known::No),
        }
    }

    /// Whether the shipped list has what the password is like: microseconds, for showing
    /// while one types.
    #[must_use]
    pub fn is_common(&self, password: &Password) -> bool {
        password.forms().iter().any(|form| self.shipped.holds(form))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use breached::tests::{Scrap, lines};

    #[tokio::test]
    async fn both_lists_are_asked() {
        let text = lines(&["blue kettle on a hill"], "\n");
        let file = Scrap::holding("both", &text);
        let lists = Blocklist::open(Some(&file.0)).expect("both can be read");
        let known = async |text: &str| {
            let password = Password::parse(text).expect("a password");
            lists.look_up(&password).await.expect("readable")
        };
        assert_eq!(known("Sunshine2026!!!!").await, Known::Common);
        assert_eq!(known("blue kettle on a hill").await, Known::Breached);
        assert_eq!(known("blue kettle on a moor").await, Known::No);
    }
}
