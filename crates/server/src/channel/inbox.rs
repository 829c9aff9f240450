//! The trial inbox: mails and text messages kept in memory instead of sent, so that a
//! newcomer without a mail server can read them on a page. Not for a real deployment:
//! whoever opens the page reads everybody's codes.

use core::fmt;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Answer, Channel, OutgoingMail, SendError, build, text::OutgoingText};

/// How many mails are kept, and how many texts; older ones are forgotten.
const KEPT: usize = 200;

/// One mail in the trial inbox, as a person would see it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptMail {
    /// Its message id, by which [`Inbox::find`] finds it.
    pub message_id: String,
    /// When it was written, in microseconds since 1970-01-01 UTC.
    pub date: i64,
    /// Whom it is for.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its plain text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// The language of its texts.
    pub language: String,
    /// The whole of it, as a mail program saves it.
    pub source: Vec<u8>,
}

impl fmt::Debug for KeptMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptMail")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// One text message in the trial inbox.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptText {
    /// Its message's id.
    pub id: String,
    /// When it was written, in microseconds since 1970-01-01 UTC.
    pub date: i64,
    /// The number it is for, in its international form.
    pub to: String,
    /// What it says.
    pub body: String,
    /// The language of its body.
    pub language: String,
}

impl fmt::Debug for KeptText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptText")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// The last 200 mails, and the last 200 texts. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    kept: Arc<Mutex<VecDeque<Arc<KeptMail>>>>,
    texts: Arc<Mutex<VecDeque<Arc<KeptText>>>>,
}

impl Inbox {
    /// All kept mails, the newest first.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<KeptMail>> {
        self.kept().iter().rev().cloned().collect()
    }

    /// The mail with this message id, while it is kept.
    #[must_use]
    pub fn find(&self, message_id: &str) -> Option<Arc<KeptMail>> {
        let kept = self.kept();
        let found = kept.iter().find(|mail| mail.message_id == message_id);
        found.cloned()
    }

    /// Adds a mail; a repeat takes the place of the first, as in a real
    /// mailbox that knows the message id.
    fn keep(&self, mail: KeptMail) {
        let mut kept = self.kept();
        kept.retain(|known| known.message_id != mail.message_id);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back(Arc::new(mail));
    }

    /// All kept texts, the newest first.
    #[must_use]
    pub fn texts(&self) -> Vec<Arc<KeptText>> {
        self.kept_texts().iter().rev().cloned().collect()
    }

    /// Adds a text; a repeat takes the place of the first.
    pub(super) fn keep_text(&self, text: &OutgoingText) -> Answer {
        let text = KeptText {
            id: text.id.to_string(),
            date: text.date,
            to: text.to.as_e164().to_owned(),
            body: text.body.to_string(),
            language: text.language.clone(),
        };
        let mut kept = self.kept_texts();
        kept.retain(|known| known.id != text.id);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back(Arc::new(text));
        Answer {
            text: "kept in the trial inbox".to_owned(),
        }
    }

    fn kept_texts(&self) -> MutexGuard<'_, VecDeque<Arc<KeptText>>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Arc<KeptMail>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Channel for Inbox {
    type Outgoing = OutgoingMail;

    fn name(&self) -> &'static str {
        "inbox"
    }

    /// Keeps the mail. What a mail server couldn't be given is refused here
    /// too, so that the trial shows what the real thing does.
    async fn hand_over(&self, mail: &OutgoingMail) -> Result<Answer, SendError> {
        let source = build(mail)?;
        self.keep(KeptMail {
            message_id: mail.message_id.clone(),
            date: mail.date,
            to: mail.to.clone(),
            subject: mail.subject.clone(),
            text: mail.text.clone(),
            html: mail.html.clone(),
            language: mail.language.clone(),
            source,
        });
        Ok(Answer {
            text: "250 2.0.0 Ok: kept in the trial inbox".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::english;
    use super::*;

    fn numbered(number: usize) -> OutgoingMail {
        OutgoingMail {
            message_id: format!("{number}@example.jp"),
            ..english()
        }
    }

    #[tokio::test]
    async fn the_last_two_hundred_are_kept_newest_first() {
        let inbox = Inbox::default();
        for number in 0..205 {
            inbox.hand_over(&numbered(number)).await.unwrap();
        }
        let ids: Vec<_> = inbox.list().iter().map(|m| m.message_id.clone()).collect();
        assert_eq!(ids.len(), 200);
        assert_eq!(ids.first().unwrap(), "204@example.jp");
        assert_eq!(ids.last().unwrap(), "5@example.jp");
        assert!(inbox.find("4@example.jp").is_none());
        assert_eq!(inbox.find("5@example.jp").unwrap().to, "hana@example.net");
    }

    #[tokio::test]
    async fn a_repeat_is_kept_once() {
        let inbox = Inbox::default();
        inbox.hand_over(&numbered(1)).await.unwrap();
        inbox.hand_over(&numbered(1)).await.unwrap();
        assert_eq!(inbox.list().len(), 1);
    }

    #[tokio::test]
    async fn what_no_mail_server_would_take_is_refused_here_too() {
        let inbox = Inbox::default();
        let mail = OutgoingMail {
            to: "nobody".to_owned(),
            ..english()
        };
        assert!(inbox.hand_over(&mail).await.is_err());
        assert!(inbox.list().is_empty());
    }
}
