//! What is known of our own mails, as programs read it: `own` in the answer of
//! `POST /api/v1/mail/check`. `docs/api.md` describes it; names and words stay the same.

use kadomori_domain::{
    locale::Locale,
    own_mail::{Ours, OwnMail, Text},
};
use kadomori_pages::mail_check::own_mail;
use serde::Serialize;

use crate::app::Shared;

/// What is known.
#[derive(Serialize)]
pub(crate) struct Told {
    /// In a word.
    is: &'static str,
    /// In a few sentences.
    text: String,
    /// When it was sent (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<String>,
    /// The signs in its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

impl Told {
    /// This in this language, to a stranger.
    pub(crate) fn new(app: &Shared, own: &OwnMail, locale: Locale) -> Self {
        let at = (&app.site.zone, app.clock.now());
        let ours = ours(own);
        let sent_at = ours.and_then(|it| jiff::Timestamp::from_microsecond(it.at.micros()).ok());
        let between = match locale {
            Locale::En => " ",
            Locale::Ja => "",
        };
        Self {
            is: word(own),
            text: own_mail(locale, own, &app.site.name, at).join(between),
            sent_at: sent_at.map(|at| at.to_string()),
            reference: ours
                .and_then(|it| it.reference)
                .map(|reference| reference.to_string()),
        }
    }
}

impl Told {
    /// In a few sentences.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

const fn ours(own: &OwnMail) -> Option<&Ours> {
    match own {
        OwnMail::Ours(ours) => Some(ours),
        OwnMail::Copied { .. }
        | OwnMail::OursToSomebodyElse
        | OwnMail::ClaimsToBeOurs { .. }
        | OwnMail::NotOurs { .. }
        | OwnMail::CannotKnow(_) => None,
    }
}

const fn word(own: &OwnMail) -> &'static str {
    match own {
        OwnMail::Ours(ours) => match ours.text {
            Text::Unchanged => "ours",
            Text::Changed => "ours-changed",
            Text::Unseen => "ours-without-text",
        },
        OwnMail::OursToSomebodyElse => "ours-to-somebody-else",
        OwnMail::ClaimsToBeOurs { .. } => "fake-of-ours",
        OwnMail::NotOurs { .. } => "not-ours",
        OwnMail::Copied { .. } | OwnMail::CannotKnow(_) => "unknown",
    }
}
