//! Settings that take one word out of a few.

/// A setting whose values are words.
pub(super) trait Choice: Copy + Sized + 'static {
    /// Each word, and what it stands for, in the order in which they are offered.
    const WORDS: &'static [(&'static str, Self)];
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anyone who can read mail at the address they type.
    Open,
    /// Nobody; an operator makes the accounts. The pages look the same as when open.
    Closed,
}

impl Choice for Registration {
    const WORDS: &'static [(&'static str, Self)] =
        &[("open", Self::Open), ("closed", Self::Closed)];
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// Plain at first, then TLS by STARTTLS before anything else is said; never without.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// No TLS; only to a mail server on this computer.
    Plain,
}

impl MailSecurity {
    /// The port that goes with it: 587 (RFC 6409), 465 (RFC 8314), 25 (RFC 5321).
    #[must_use]
    pub fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::Plain => 25,
        }
    }
}

impl Choice for MailSecurity {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("starttls", Self::StartTls),
        ("tls", Self::Tls),
        ("plain", Self::Plain),
    ];
}

/// Who signs the mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DkimSigning {
    /// Kadomori.
    On,
    /// The mail server, or nobody.
    Off,
}

impl Choice for DkimSigning {
    const WORDS: &'static [(&'static str, Self)] = &[("on", Self::On), ("off", Self::Off)];
}

/// What the DNS is asked about mails that people hand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenuineDns {
    /// Names of the brands in the table, and no others.
    Brands,
    /// Nothing.
    Off,
}

impl Choice for GenuineDns {
    const WORDS: &'static [(&'static str, Self)] = &[("brands", Self::Brands), ("off", Self::Off)];
}

/// How a provider of text messages is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextProvider {
    /// As a Kannel gateway: its `sendsms` service.
    Kannel,
    /// As Twilio: its Messages API, which others speak too.
    Twilio,
    /// By signed requests to a program of the operator's.
    Webhook,
}

impl TextProvider {
    /// The word for it, in settings, figures, and the addresses for its reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kannel => "kannel",
            Self::Twilio => "twilio",
            Self::Webhook => "webhook",
        }
    }
}

impl Choice for TextProvider {
    const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Kannel.word(), Self::Kannel),
        (Self::Twilio.word(), Self::Twilio),
        (Self::Webhook.word(), Self::Webhook),
    ];
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For reading at a terminal.
    Text,
    /// One JSON object a line, for a log collector.
    Json,
}

impl Choice for LogFormat {
    const WORDS: &'static [(&'static str, Self)] = &[("text", Self::Text), ("json", Self::Json)];
}

/// How much is logged; each level holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// Something broke.
    Error,
    /// Something will break, or was refused that seldom is.
    Warn,
    /// What happens.
    Info,
    /// Why it happens.
    Debug,
    /// Each step.
    Trace,
}

impl Choice for LogLevel {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("error", Self::Error),
        ("warn", Self::Warn),
        ("info", Self::Info),
        ("debug", Self::Debug),
        ("trace", Self::Trace),
    ];
}
