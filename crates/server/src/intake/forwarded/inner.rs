//! What the person asks about: a mail that lies in theirs as it came, or what their program
//! copied out of one.

use kadomori_domain::forwarded::Form;
use kadomori_genuine::mail::Mail;

use super::copied;
use crate::intake::read::part::Part;

/// What is to be judged.
pub(super) struct Inner {
    /// It, as the checker takes it.
    pub(super) octets: Vec<u8>,
    /// In which form it came.
    pub(super) form: Form,
}

/// What the mail of these `octets`, cut into `mail`, asks about.
pub(super) fn of(octets: &[u8], mail: &Mail) -> Inner {
    let mut first = None;
    let mut count = 0_u32;
    let whole = Part::of(octets);
    // What is found is counted, so that nothing ends the search.
    let _ = whole.search(&mut |part| {
        if is_mail(part) {
            count += 1;
            if first.is_none() {
                first = Some(part.octets());
            }
        }
        None::<()>
    });
    match first {
        Some(octets) => Inner {
            octets,
            form: if count > 1 {
                Form::FirstOfSeveral
            } else {
                Form::Original
            },
        },
        None => Inner {
            octets: copied::of(octets, mail),
            form: Form::Copied,
        },
    }
}

/// Whether a part is a mail, or a file that mail programs keep one in: the checker says of
/// Outlook's own that it can't be read.
fn is_mail(part: &Part<'_>) -> bool {
    let is_file = |end: &str| {
        part.file_name()
            .is_some_and(|name| name.to_ascii_lowercase().ends_with(end))
    };
    part.is("message", "rfc822")
        || part.is("message", "global")
        || (!part.is_multipart() && (is_file(".eml") || is_file(".msg")))
}
