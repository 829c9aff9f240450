//! A mail, cut into what the rules look at. It is never rendered, and nothing in it is fetched.

use crate::options::Limits;

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

/// `From`, read as kindly as mail programs read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct From {
    /// The name that is shown, decoded; empty when there is none.
    pub name: String,
    /// The addresses, the one that mail programs show first.
    pub mailboxes: Vec<Mailbox>,
    /// How many such headers there are.
    pub headers: usize,
    /// Whether it breaks the grammar (RFC 5322 §3.4), so that programs may read it differently.
    pub malformed: bool,
}

impl From {
    /// The address that counts.
    #[must_use]
    pub fn address(&self) -> Option<&Mailbox> {
        self.mailboxes.first()
    }
}

/// An address: what stands before and after the `@`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Before it, as written.
    pub local: String,
    /// After it: in lower case, in ASCII (`xn--…`) where it is international.
    pub domain: String,
    /// The name beside it, decoded; empty when there is none.
    pub name: String,
}

impl Mailbox {
    /// `local@domain`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }
}

/// What HTML holds beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The text that can be seen, with line ends where blocks end.
    pub text: String,
    /// The text that can't: of no size, of the background's colour, not displayed, off the page.
    pub hidden: String,
    /// The texts that stand in for pictures, and titles.
    pub alternatives: Vec<String>,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// The fonts that are named, in lower case.
    pub fonts: Vec<String>,
    /// Where forms go; an empty one for a form without a place.
    pub forms: Vec<String>,
    /// Whether one of them asks for a password.
    pub password_field: bool,
    /// What `<base>` and refreshing `<meta>` name.
    pub bases: Vec<String>,
    /// Whether it has scripts or frames.
    pub scripts: bool,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Where it lies: `cid:…`, `data:` (only its kind is kept), a URL.
    pub source: String,
    /// The text that stands in for it.
    pub alternative: String,
    /// Whether it is part of a link.
    pub linked: bool,
    /// Width and height, where they are given.
    pub size: (Option<u32>, Option<u32>),
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Where it leads, as it stands there (at most 2,000 letters).
    pub target: String,
    /// The host or, for `mailto:`, the domain: lower case, ASCII; empty where there is none. The
    /// last one that a browser would go to, as a browser reads it (IP addresses of any spelling
    /// as four numbers).
    pub host: String,
    /// The address, for `mailto:`; the number, for `tel:`.
    pub address: String,
    /// The text that one presses on; empty for a bare URL.
    pub text: String,
    /// Whether it has a name before an `@`.
    pub user_info: bool,
    /// A port that is none of the usual ones.
    pub port: Option<u16>,
    /// Whether the reader can see it.
    pub hidden: bool,
}

/// What a link is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `http:`, `https:`, `//…`, or a bare name that programs make a link of.
    #[default]
    Web,
    /// `mailto:`.
    Mail,
    /// `tel:`, `sms:`.
    Phone,
    /// Where a form goes.
    Form,
    /// An area of a picture.
    Area,
    /// `data:`, `javascript:` and the like.
    Code,
    /// Of another kind, or unreadable.
    Other,
}

/// Something attached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, decoded; empty when there is none.
    pub name: String,
    /// The type it says it has, in lower case (`text/html`).
    pub kind: String,
    /// The type that its first octets show, where they do: `"html"`, `"zip"`, `"pdf"`, `"png"`,
    /// `"jpeg"`, `"gif"`, `"exe"`, `"svg"`, `"ole"`.
    pub really: Option<&'static str>,
    /// Octets, decoded; 0 where it wasn't decoded.
    pub octets: usize,
    /// Whether it is shown within the text.
    pub inline: bool,
    /// Whether it is a mail (`message/rfc822`).
    pub mail: bool,
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
        let _ = (octets, limits);
        Self::default()
    }

    /// A text that was copied out of a mail.
    #[must_use]
    pub fn of_text(text: &str, limits: &Limits) -> Self {
        let _ = (text, limits);
        Self::default()
    }

    /// The values of the headers of this name (in lower case), the topmost first.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.headers.iter();
        headers
            .filter(move |header| header.name == name)
            .map(|header| header.value.as_str())
    }
}
