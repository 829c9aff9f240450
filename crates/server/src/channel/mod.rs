//! How a message leaves: the mail or the text as a value, the ways it can go, and what came
//! of it. A provider is a mail server, or a gateway for text messages.
//!
//! Not for what a message says (`pages` knows that), nor for when it is tried
//! again (the outbox decides that from [`SendError::repeat`]).

mod address;
mod breaker;
mod inbox;
mod mime;
mod route;
mod smtp;
pub mod text;

use core::fmt;

pub use self::address::AddressError;
pub use self::inbox::{Inbox, KeptMail, KeptText};
pub use self::mime::{MailError, build};
pub use self::route::{Passage, Provider, Route, Trouble, Try, Turn, Turned};
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
    /// What shows us later that it is ours: the value of our own header.
    pub mark: Option<String>,
    /// The `Message-ID`, without the angle brackets, of the mail that this one answers by
    /// itself (RFC 3834 §3.1.5).
    pub answers: Option<String>,
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

/// What the other side said when it took a message, as in
/// `250 2.0.0 Ok: queued as 4F1C2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// One line, without control characters, at most a few hundred characters.
    pub text: String,
}

/// Which part of a message the provider refused for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The envelope's sender: a matter of the configuration.
    Sender,
    /// The recipient: a matter of this address.
    Recipient,
    /// The message as a whole.
    Message,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Message => "the message",
        })
    }
}

/// Why a message didn't leave, in a sentence for the operator.
///
/// Holds what the provider said and what the machine saw, never the message.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The provider asks for patience (4xx, RFC 5321 §4.2.1; 429, RFC 6585 §4): later it may
    /// take the message.
    #[error("The provider asks to try again later: {answer}")]
    Transient {
        /// The provider's words.
        answer: String,
    },
    /// The provider won't take this message (5xx, RFC 5321 §4.2.1; 4xx, RFC 9110 §15.5).
    #[error("The provider refused {refused}: {answer}")]
    Permanent {
        /// What exactly it refused.
        refused: Refused,
        /// The provider's words.
        answer: String,
    },
    /// The provider wants a name and a password, and not these.
    #[error("The provider didn't accept the configured name and password: {answer}")]
    Authentication {
        /// The provider's words, or what it doesn't offer.
        answer: String,
    },
    /// No connection, one that broke off, or something else than a provider at its end.
    #[error("The provider can't be used: {why}")]
    Unreachable {
        /// What the machine saw.
        why: String,
    },
    /// No connection that could be trusted; nothing was sent over it.
    #[error("No safe connection to the provider: {why}")]
    Tls {
        /// What was wrong with it.
        why: String,
    },
    /// The provider went silent; whether it took the message isn't known.
    #[error("The provider was silent for too long (over {seconds} s)")]
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

/// Whether handing the same message over again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Yes, after a while.
    Later,
    /// No: the answer would be the same.
    Never,
}

/// Whose matter it is that a message didn't leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The provider's: another one may take the very same message now.
    Provider,
    /// That of this message or its recipient: another provider would hear the same.
    Message,
}

impl SendError {
    /// Whose matter it is: whether another provider is worth asking at once, and whether this
    /// one is losing trust.
    #[must_use]
    pub fn blame(&self) -> Blame {
        match self {
            Self::Unreachable { .. }
            | Self::Tls { .. }
            | Self::TimedOut { .. }
            | Self::Authentication { .. }
            | Self::Permanent {
                refused: Refused::Sender,
                ..
            } => Blame::Provider,
            Self::Transient { answer } if is_about_itself(answer) => Blame::Provider,
            Self::Transient { .. }
            | Self::Permanent {
                refused: Refused::Recipient | Refused::Message,
                ..
            }
            | Self::Unsendable(_)
            | Self::Unsigned(_) => Blame::Message,
        }
    }

    /// Whether handing the same message over again can help.
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

/// Whether a "try again later" speaks of the server itself, not of a message: it is closing
/// (421, RFC 5321 §4.2.2), it is asked too often (429, RFC 6585 §4), or its own system is in
/// trouble (`4.3.x`, RFC 3463 §3.4). A greylisting recipient (450, 451 4.7.1) is neither.
fn is_about_itself(answer: &str) -> bool {
    let mut words = answer.split([' ', '-']);
    matches!(words.next(), Some("421" | "429"))
        || words.next().is_some_and(|word| word.starts_with("4.3."))
}

/// The longest text that is kept of what a provider says.
const ANSWER: usize = 300;

/// What a stranger's server says may hold anything; a log line may not.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
        .trim()
        .chars()
        .take(ANSWER)
        .collect()
}

/// A way for messages of a kind to leave.
pub trait Channel {
    /// What it takes.
    type Outgoing: Sync;

    /// The word for it in logs and figures.
    fn name(&self) -> &'static str;

    /// Hands one message over and reports what the other side said.
    fn hand_over(
        &self,
        message: &Self::Outgoing,
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
    type Outgoing = OutgoingMail;

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
            mark: None,
            answers: None,
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
    fn a_recipient_that_greylists_is_not_the_providers_fault() {
        let said = |answer: &str| {
            let answer = answer.to_owned();
            SendError::Transient { answer }.blame()
        };
        for answer in [
            "450 4.2.0 Greylisted",
            "451 4.7.1 try later",
            "452 full",
            "",
        ] {
            assert_eq!(said(answer), Blame::Message, "{answer}");
        }
        for answer in [
            "421 4.7.0 closing",
            "421-4.7.0 bye",
            "429 slowly",
            "451 4.3.2 down",
        ] {
            assert_eq!(said(answer), Blame::Provider, "{answer}");
        }
        assert_eq!(SendError::TimedOut { seconds: 20 }.blame(), Blame::Provider);
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
