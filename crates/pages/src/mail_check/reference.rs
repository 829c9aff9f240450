//! What was sent with certain signs in its subject: for those who are signed in.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    own_mail::{About, CodeState, Ours, Text},
    purpose::Purpose,
    reference::Reference,
    time::Time,
};

use super::own::facts;
use crate::{
    frame::{Frame, renders},
    rich::Rich,
    sample,
    text::Value,
    when::Zone,
};

/// The answer to `POST /mail-check/reference`.
#[derive(Clone, Debug, Template)]
#[template(path = "mail_check/reference.html")]
pub struct MailReferencePage {
    /// The surroundings.
    pub frame: Frame,
    /// The signs.
    pub reference: Reference,
    /// What was sent with them, the newest first.
    pub sent: Vec<Ours>,
    /// For how many days it is remembered.
    pub days: u32,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

renders!(MailReferencePage);

impl MailReferencePage {
    fn heading(&self) -> Cow<'static, str> {
        self.frame.t(if self.sent.is_empty() {
            "reference-none-title"
        } else {
            "reference-title"
        })
    }

    fn none(&self) -> Rich {
        let values = [
            ("reference", Value::Badge(self.reference.to_string())),
            ("days", self.days.into()),
        ];
        self.frame.rich("reference-none", &values)
    }

    fn facts(&self, ours: &Ours) -> Vec<String> {
        facts(self.frame.locale, ours, &self.zone, self.now)
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |sent| Self {
            frame: sample::account_frame("/mail-check"),
            reference: sample::reference(),
            sent,
            days: 180,
            now: sample::NOON.plus(core::time::Duration::from_mins(4)),
            zone: sample::zone(),
        };
        let sent = |at, about, code| Ours {
            to: "m…@example.jp".to_owned(),
            to_you: true,
            at,
            about: Some(about),
            reference: Some(sample::reference()),
            agent: Some(sample::agent("Chrome", "Windows")),
            text: Text::Unseen,
            code,
        };
        let until = sample::NOON.plus(core::time::Duration::from_mins(10));
        let purpose = Purpose::SignIn;
        let one = sent(
            sample::NOON,
            About::Code { purpose },
            CodeState::Works { until },
        );
        let change = kadomori_domain::event::SecurityChange::PasskeyAdded;
        let older = sent(sample::LONG_AGO, About::Notice { change }, CodeState::None);
        let answer = sent(sample::LONG_AGO, About::Verdict, CodeState::None);
        let gone = Ours {
            to: String::new(),
            ..answer.clone()
        };
        let over = sent(sample::LONG_AGO, About::Code { purpose }, CodeState::Over);
        vec![
            ("one", page(vec![one.clone()])),
            ("several", page(vec![one, older, answer, over, gone])),
            ("none", page(Vec::new())),
        ]
    }
}
