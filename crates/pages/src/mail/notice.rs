//! The mail that tells of a change of what protects an account.

use kadomori_domain::{
    client::Agent, event::SecurityChange, locale::Locale, reference::Reference, time::Time,
};

use super::Mail;
use crate::{frame::RenderError, when::Zone};

/// A mail that tells of a change.
#[derive(Clone, Debug)]
pub struct NoticeMail {
    /// The language of the one who receives it.
    pub locale: Locale,
    /// The organisation's name for its door.
    pub site_name: String,
    /// The signs in the subject.
    pub reference: Reference,
    /// What was changed.
    pub change: SecurityChange,
    /// What the thing is called: a passkey's name, an address in its masked form.
    pub label: Option<String>,
    /// When.
    pub at: Time,
    /// The zone of the time.
    pub zone: Zone,
    /// The browser it was changed with; `None` when an operator did it.
    pub agent: Option<Agent>,
}

impl NoticeMail {
    /// The mail.
    pub fn render(&self) -> Result<Mail, RenderError> {
        Ok(Mail {
            subject: String::new(),
            text: String::new(),
            html: String::new(),
        })
    }
}
