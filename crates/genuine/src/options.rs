//! What a check goes by, beside the mail.

use crate::brand::Brands;

/// How much of a mail is looked at. What lies beyond is not read, and a finding says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Octets of the mail.
    pub octets: usize,
    /// Octets of all headers.
    pub head: usize,
    /// Headers.
    pub headers: usize,
    /// Parts (RFC 2046), in all.
    pub parts: usize,
    /// How deep parts lie in parts.
    pub depth: usize,
    /// Octets of decoded text, in all.
    pub text: usize,
    /// Octets of enclosed mails that are judged with the one that holds them, in all.
    pub enclosed: usize,
    /// Links.
    pub links: usize,
    /// Signatures (RFC 6376) that are verified.
    pub signatures: usize,
    /// Questions to the resolver.
    pub questions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            octets: 10 * 1024 * 1024,
            head: 256 * 1024,
            headers: 1_000,
            parts: 100,
            depth: 10,
            text: 1024 * 1024,
            enclosed: 1024 * 1024,
            links: 500,
            signatures: 8,
            questions: 60,
        }
    }
}

/// What a check goes by.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// How much of the mail is looked at.
    pub limits: Limits,
    /// The brands that are known.
    pub brands: &'a Brands,
    /// The receivers whose topmost `Authentication-Results` are believed (RFC 8601 §2.5,
    /// `authserv-id`), in lower case. Nobody's, where it is empty.
    pub trusted: &'a [String],
    /// The time of the check: seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The reader's own address, where it is known: a mail to somebody else is told apart.
    pub reader: Option<&'a str>,
}
