//! How a mail leaves: the mail as a value, the ways it can go, and what came of it.
//!
//! Not for what a mail says (`pages` knows that), nor for when it is tried
//! again (the outbox decides that from [`SendError::repeat`]).

mod address;
mod inbox;
mod mime;
mod smtp;

use core::fmt;

pub use self::address::AddressError;
pub use self::inbox::{Inbox, KeptMail};
pub use self::mime::{MailError, build};
pub use self::smtp::{Login, SmtpChannel, SmtpOptions, SmtpSetupError, SmtpTransport};
use crate::dkim::DkimError;

/// A rendered mail on its way out.
///
/// It carries the code in clear, so it is never written to a log: its `Debug`
/// shows the message id and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// `Message-ID` without the angle brackets; a repeat has the same one.
    pub message_id: String,
    /// `Date`, in microseconds since 1970-01-01 UTC; a repeat has the same one.
    pub date: i64,
    /// Who it is from.
    pub from: Sender,
    /// Where it goes when it can't be delivered: the envelope's sender (RFC 5321 §3.6.3);
    /// `None` for the address in `from`.
    pub envelope_from: Option<String>,
    /// The recipient's address, its domain as A-labels.
    pub to: String,
    /// The subject, in any script.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part, which says the same and no more.
    pub html: String,
    /// The language of the texts, as in `ja` or `en` (RFC 5646).
    pub language: String,
}

impl fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// Who a mail is from, as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name shown beside the address; may be empty.
    pub name: String,
    /// The address, its domain as A-labels.
    pub address: String,
}

/// What the other side said when it took a mail, as in
/// `250 2.0.0 Ok: queued as 4F1C2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// One line, without control characters, at most a few hundred characters.
    pub text: String,
}

/// Which part of a mail the server refused for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The envelope's sender: a matter of the configuration.
    Sender,
    /// The recipient: a matter of this address.
    Recipient,
    /// The mail as a whole.
    Message,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Message => "the mail",
        })
    }
}

/// Why a mail didn't leave, in a sentence for the operator.
///
/// Holds what the mail server said and what the machine saw, never the mail.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The server answered 4xx (RFC 5321 §4.2.1): later it may take the mail.
    #[error("The mail server asks to try again later: {answer}")]
    Transient {
        /// The server's words.
        answer: String,
    },
    /// The server answered 5xx: it won't take this mail.
    #[error("The mail server refused {refused}: {answer}")]
    Permanent {
        /// What exactly it refused.
        refused: Refused,
        /// The server's words.
        answer: String,
    },
    /// The server wants a name and a password, and not these.
    #[error("The mail server didn't accept the configured name and password: {answer}")]
    Authentication {
        /// The server's words, or what it doesn't offer.
        answer: String,
    },
    /// No connection, or one that broke off.
    #[error("The mail server can't be reached: {why}")]
    Unreachable {
        /// What the machine saw.
        why: String,
    },
    /// No connection that could be trusted; nothing was sent over it.
    #[error("No safe connection to the mail server: {why}")]
    Tls {
        /// What was wrong with it.
        why: String,
    },
    /// The server went silent; whether it took the mail isn't known.
    #[error("The mail server was silent for too long (over {seconds} s)")]
    TimedOut {
        /// How long we waited, in seconds.
        seconds: u64,
    },
    /// The mail can't be written down as one.
    #[error("This mail can't be sent: {0}")]
    Unsendable(#[from] MailError),
    /// The mail couldn't be signed.
    #[error("This mail couldn't be signed: {0}")]
    Unsigned(#[from] DkimError),
}

/// Whether handing the same mail over again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Yes, after a while.
    Later,
    /// No: the answer would be the same.
    Never,
}

impl SendError {
    /// Whether handing the same mail over again can help.
    ///
    /// What the operator can put right (password, certificate) counts as
    /// "later": a mail whose code still works then goes out.
    #[must_use]
    pub fn repeat(&self) -> Repeat {
        match self {
            Self::Permanent { .. } | Self::Unsendable(_) => Repeat::Never,
            Self::Transient { .. }
            | Self::Authentication { .. }
            | Self::Unreachable { .. }
            | Self::Tls { .. }
            | Self::TimedOut { .. }
            | Self::Unsigned(_) => Repeat::Later,
        }
    }
}

/// A way for a mail to leave.
pub trait Channel {
    /// The word for it in logs and figures.
    fn name(&self) -> &'static str;

    /// Hands one mail over and reports what the other side said.
    fn hand_over(
        &self,
        mail: &OutgoingMail,
    ) -> impl Future<Output = Result<Answer, SendError>> + Send;
}

/// The configured way for mails to leave.
#[derive(Debug)]
pub enum MailChannel {
    /// To a mail server.
    Smtp(Box<SmtpChannel>),
    /// To the trial inbox, in memory.
    Inbox(Inbox),
}

impl Channel for MailChannel {
    fn name(&self) -> &'static str {
        match self {
            Self::Smtp(smtp) => smtp.name(),
            Self::Inbox(inbox) => inbox.name(),
        }
    }

    async fn hand_over(&self, mail: &OutgoingMail) -> Result<Answer, SendError> {
        match self {
            Self::Smtp(smtp) => smtp.hand_over(mail).await,
            Self::Inbox(inbox) => inbox.hand_over(mail).await,
        }
    }
}

#[cfg(test)]
pub(crate) mod samples {
    //! The two mails that the tests of this module send.

    use super::{OutgoingMail, Sender};

    /// 2026-11-22 12:03:00 UTC.
    pub(crate) const DATE: i64 = 1_795_348_980_000_000;

    pub(crate) fn english() -> OutgoingMail {
        OutgoingMail {
            message_id: "019aab00-0000-7000-8000-000000000001@example.jp".to_owned(),
            date: DATE,
            from: Sender {
                name: "Kadomori".to_owned(),
                address: "no-reply@example.jp".to_owned(),
            },
            envelope_from: None,
            to: "hana@example.net".to_owned(),
            subject: "Your Kadomori sign-in code (K7P)".to_owned(),
            text: "Your code is\n  482 913\nIt works until 12:13 (Japan time), once.\n".to_owned(),
            html: "<!doctype html><html lang=\"en\"><body><p>Your code is</p>\n<p><b>482 913</b></p>\n</body></html>\n".to_owned(),
            language: "en".to_owned(),
        }
    }

    pub(crate) fn japanese() -> OutgoingMail {
        OutgoingMail {
            message_id: "019aab00-0000-7000-8000-000000000002@example.jp".to_owned(),
            from: Sender {
                name: "カドモリ認証センター・関東支部".to_owned(),
                address: "no-reply@example.jp".to_owned(),
            },
            subject: "Kadomori サインインの確認コード(K7P)".to_owned(),
            text: "確認コード\n  482 913\n12:13(日本時間)まで、1回だけ使えます。\n".to_owned(),
            html: "<!doctype html><html lang=\"ja\"><body><p>確認コード</p>\n<p><b>482 913</b></p>\n</body></html>\n".to_owned(),
            language: "ja".to_owned(),
            ..english()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_in_a_log_line_shows_its_id_and_no_code() {
        let shown = format!("{:?}", samples::english());
        assert!(shown.contains("019aab00"));
        assert!(!shown.contains("482"));
        assert!(!shown.contains("hana"));
    }

    #[tokio::test]
    async fn the_enum_speaks_for_the_channel_inside() {
        let inbox = Inbox::default();
        let channel = MailChannel::Inbox(inbox.clone());
        assert_eq!(channel.name(), "inbox");
        channel.hand_over(&samples::english()).await.unwrap();
        assert_eq!(inbox.list().len(), 1);
    }

    #[test]
    fn only_what_can_change_is_worth_a_repeat() {
        let answer = || "answer".to_owned();
        assert_eq!(
            SendError::Transient { answer: answer() }.repeat(),
            Repeat::Later
        );
        assert_eq!(SendError::TimedOut { seconds: 20 }.repeat(), Repeat::Later);
        let refused = SendError::Permanent {
            refused: Refused::Recipient,
            answer: answer(),
        };
        assert_eq!(refused.repeat(), Repeat::Never);
        assert_eq!(
            SendError::Unsendable(MailError::Date).repeat(),
            Repeat::Never
        );
    }
}
