//! An address as mail servers take it: RFC 5321 §4.1.2, RFC 5322 §3.4.1.
//!
//! Japanese carriers once gave out addresses such as `ab..c@docomo.ne.jp` and
//! `ab.@ezweb.ne.jp`. Bare, no grammar allows them; in quotes every grammar
//! does, and the two spell the same mailbox. Not for deciding which addresses
//! a person may have: `domain` does that.

use lettre::Address;

/// Characters of an atom besides letters and digits (RFC 5322 §3.2.3).
const ATOM_MARKS: &str = "!#$%&'*+-/=?^_`{|}~";

/// Why an address can't stand in a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// There is no `@` with something on both sides.
    #[error("it has no @ with something on both sides")]
    Incomplete,
    /// It has control characters, or letters beyond ASCII.
    #[error("it has control characters or letters beyond ASCII")]
    Characters,
    /// The part before the `@` is too long, or the domain isn't one.
    #[error("the part before the @ is too long, or the domain isn't one")]
    Form,
}

/// An address in the spelling that can be put into `MAIL`, `RCPT`, `From`, `To`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AddrSpec(Address);

impl AddrSpec {
    /// Reads an address and quotes its local part where the grammar asks for it.
    pub(super) fn parse(text: &str) -> Result<Self, AddressError> {
        if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(AddressError::Characters);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressError::Incomplete)?;
        if local.is_empty() || domain.is_empty() {
            return Err(AddressError::Incomplete);
        }
        let local = if is_dot_atom(local) || is_quoted(local) {
            local.to_owned()
        } else {
            quoted(local)
        };
        Address::new(local, domain)
            .map(Self)
            .map_err(|_| AddressError::Form)
    }

    /// The spelling for headers.
    pub(super) fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The same, as the mail library's own type.
    pub(super) fn into_address(self) -> Address {
        self.0
    }
}

fn is_dot_atom(local: &str) -> bool {
    local.split('.').all(is_atom)
}

/// Whether `text` is an atom: the stuff of addresses and message ids.
pub(super) fn is_atom(text: &str) -> bool {
    let of_atom = |c: char| c.is_ascii_alphanumeric() || ATOM_MARKS.contains(c);
    !text.is_empty() && text.chars().all(of_atom)
}

fn is_quoted(local: &str) -> bool {
    local.len() > 2 && local.starts_with('"') && local.ends_with('"')
}

fn quoted(local: &str) -> String {
    format!("\"{}\"", escaped(local))
}

/// `text` with backslashes before what would end a quoted string.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> String {
        AddrSpec::parse(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn an_ordinary_address_stays_as_it_is() {
        assert_eq!(spelled("hana.o+x@example.jp"), "hana.o+x@example.jp");
        assert_eq!(spelled("a@xn--r8jz45g.jp"), "a@xn--r8jz45g.jp");
        assert_eq!(spelled("root@localhost"), "root@localhost");
    }

    #[test]
    fn addresses_as_carriers_gave_them_are_quoted() {
        assert_eq!(spelled("ab..c@docomo.ne.jp"), "\"ab..c\"@docomo.ne.jp");
        assert_eq!(spelled("ab.@ezweb.ne.jp"), "\"ab.\"@ezweb.ne.jp");
        assert_eq!(spelled(".ab@softbank.ne.jp"), "\".ab\"@softbank.ne.jp");
        assert_eq!(
            spelled("a-_.--..@docomo.ne.jp"),
            "\"a-_.--..\"@docomo.ne.jp"
        );
    }

    #[test]
    fn an_address_that_came_in_quotes_is_not_quoted_twice() {
        assert_eq!(spelled("\"ab..c\"@docomo.ne.jp"), "\"ab..c\"@docomo.ne.jp");
    }

    #[test]
    fn marks_that_would_end_the_quotes_are_escaped() {
        assert_eq!(spelled("a\"b\\c@example.jp"), "\"a\\\"b\\\\c\"@example.jp");
        assert_eq!(spelled("a>b@example.jp"), "\"a>b\"@example.jp");
    }

    #[test]
    fn what_could_break_out_of_a_header_or_a_command_is_refused() {
        for text in [
            "a@example.jp\r\nBcc: b@example.jp",
            "a\r\nDATA\r\n@example.jp",
            "a\n@example.jp",
            "a\0@example.jp",
            "花@example.jp",
        ] {
            assert_eq!(AddrSpec::parse(text), Err(AddressError::Characters));
        }
        for text in [
            "a@example.jp> SIZE=1",
            "a@example.jp>",
            "a@ex ample.jp",
            "\"a\"b\"@example.jp",
            "\"a\\\"@example.jp",
            "a@",
            "@example.jp",
            "a",
        ] {
            assert!(AddrSpec::parse(text).is_err(), "{text}");
        }
    }
}
