//! A value that is never shown: passwords, and addresses that may hold one.
//!
//! Nothing here encrypts; the type only makes sure that logs, debug output and
//! error messages can't print what they were handed by accident.

use std::fmt;

use zeroize::Zeroizing;

/// A text that no `Debug` or `Display` prints, and that is overwritten when it goes.
/// [`Secret::reveal`] is the one way out.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text that must not be printed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one call that has to send it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?} {secret:#?}"), "Secret(…) Secret(…)");
        assert_eq!(secret.reveal(), "hunter2");
    }
}
