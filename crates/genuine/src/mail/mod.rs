//! A mail, cut into what the rules look at. It is never rendered, and nothing in it is fetched.

mod address;
mod attachment;
mod charset;
mod contents;
mod flowed;
mod head;
mod html;
mod link;
mod parameter;
mod part;
mod read;
mod scan;
#[cfg(test)]
mod tests;
mod token;
mod transfer;
mod word;

use crate::options::Limits;

pub use self::{
    address::{From, Mailbox},
    attachment::{Attachment, Enclosed},
    contents::Contents,
    html::{Html, Picture},
    link::{Link, LinkKind},
};
pub(crate) use self::{
    attachment::{SAMPLE, really},
    charset::unlabelled,
    head::{field, is_mbox_line},
    transfer::base64,
};

/// A mail, or a text that was copied out of one.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// The mail as it was signed: CRLF at the end of every line, without an mbox line before it.
    /// Empty for a copied text.
    pub raw: Vec<u8>,
    /// How it came.
    pub form: Form,
    /// The headers, the topmost first, as far as they are looked at.
    pub headers: Vec<Header>,
    /// `From`.
    pub from: From,
    /// `Subject`, decoded; empty when there is none.
    pub subject: String,
    /// `Reply-To`.
    pub reply_to: Vec<Mailbox>,
    /// `Return-Path`, or what stands for it; `None` where it is missing or empty.
    pub return_path: Option<Mailbox>,
    /// `To` and `Cc`.
    pub to: Vec<Mailbox>,
    /// `Date`, in seconds since 1970-01-01 UTC.
    pub date: Option<i64>,
    /// What a reader sees: the HTML's text where there is HTML, else the plain text.
    pub visible: String,
    /// The plain text, where there is one.
    pub plain: Option<String>,
    /// The HTML, where there is one.
    pub html: Option<Html>,
    /// Where it leads, in the order of the mail: from HTML and plain text alike.
    pub links: Vec<Link>,
    /// What is attached. Pictures that the HTML shows are in `html.pictures`, and here, too.
    pub attachments: Vec<Attachment>,
    /// The mails among what is attached, as far as they are looked at.
    pub enclosed: Vec<Enclosed>,
    /// What is odd about how it is written.
    pub oddities: Vec<Oddity>,
}

/// How a mail came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// With its headers.
    #[default]
    Whole,
    /// With headers that people see (From, To, Subject, Date), but none of the way.
    FewHeaders,
    /// A text alone.
    Text,
}

/// A header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its name, in lower case.
    pub name: String,
    /// What follows the colon, unfolded, not decoded.
    pub value: String,
}

/// What is odd about how a mail is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// It is longer, deeper or has more parts or links than is looked at.
    OverLimits,
    /// A part has no end.
    CutOff,
    /// Text that isn't of the letters it says it is.
    BrokenCharset,
    /// A header of which there may be one stands there several times: its name.
    Doubled(String),
    /// An encoded word (RFC 2047) that hides line ends, an address, or letters in letters.
    EncodedTrick(String),
    /// Control or turning characters in a header: its name.
    Controls(String),
}

impl Mail {
    /// Cuts a mail. Never fails: what can't be read is among its oddities.
    #[must_use]
    pub fn parse(octets: &[u8], limits: &Limits) -> Self {
        read::mail(octets, limits)
    }

    /// A text that was copied out of a mail, or a page that was.
    #[must_use]
    pub fn of_text(text: &str, limits: &Limits) -> Self {
        read::text(text, limits)
    }

    /// Whether it is a plain text with a change to a program in it, as `git` and `diff` write
    /// them: what it says is then mostly code.
    #[must_use]
    pub fn holds_patch(&self) -> bool {
        let starts = |wanted: &str| self.visible.lines().any(|line| line.starts_with(wanted));
        self.html.is_none() && starts("@@ -") && starts("+++ ") && starts("--- ")
    }

    /// The domain of the mailbox that the receiver put it into: `Delivered-To` above the first
    /// line of the way, where nobody else can have written.
    #[must_use]
    pub fn put_into(&self) -> Option<&str> {
        let way = self.headers.iter().position(|it| it.name == "received")?;
        let mut above = self.headers.iter().take(way);
        let put = above.find(|it| it.name == "delivered-to")?;
        let address = put.value.trim().trim_end_matches('>');
        address.rsplit_once('@').map(|(_, domain)| domain)
    }

    /// The values of the headers of this name (in lower case), the topmost first.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.headers.iter();
        headers
            .filter(move |header| header.name == name)
            .map(|header| header.value.as_str())
    }
}
