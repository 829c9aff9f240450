//! The page where a mail is handed in.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{reference::NotAReference, time::Time};

use crate::{
    frame::{Frame, renders},
    sample,
    text::Value,
    when::Zone,
};

/// `GET /mail-check`, and `POST /mail-check` with what can't be judged.
///
/// The first form posts `file` or `text` with `csrf` and `zone` as `multipart/form-data`. The
/// second, for those who are signed in, posts `reference` with `csrf` and `zone` to
/// `/mail-check/reference`. What was pasted is never sent back: it may hold a code.
#[derive(Clone, Debug, Template)]
#[template(path = "mail_check/form.html")]
pub struct MailCheckPage {
    /// The surroundings.
    pub frame: Frame,
    /// The address to which mails can be forwarded instead.
    pub forward_to: Option<String>,
    /// Why there is no verdict.
    pub problem: Option<MailProblem>,
    /// What was typed for the signs of a mail.
    pub reference: String,
    /// That this was none.
    pub not_a_reference: Option<NotAReference>,
}

/// Why there is no verdict.
#[derive(Clone, Debug)]
pub enum MailProblem {
    /// What was handed in is no mail; the sentence says what it is and what to do.
    Said(String),
    /// Nothing was handed in.
    Nothing,
    /// It is larger than what is looked at.
    TooLarge {
        /// The largest, in MB.
        most: u32,
    },
    /// Too many mails were judged for this network.
    Held {
        /// Until when.
        until: Time,
        /// The moment of the page.
        now: Time,
        /// The reader's zone.
        zone: Zone,
    },
    /// Too many mails wait to be judged.
    Busy,
    /// Judging it broke.
    Broken,
}

renders!(MailCheckPage);

impl MailCheckPage {
    fn problem(&self) -> Option<Cow<'static, str>> {
        let id = match self.problem.as_ref()? {
            MailProblem::Said(sentence) => return Some(Cow::Owned(sentence.clone())),
            MailProblem::Nothing => "check-nothing",
            MailProblem::TooLarge { most } => {
                return Some(
                    self.frame
                        .say("check-too-large", &[("most", (*most).into())]),
                );
            }
            MailProblem::Held { until, now, zone } => {
                let time = zone.until(*until, *now, self.frame.locale);
                return Some(self.frame.say("check-held", &[("time", time.into())]));
            }
            MailProblem::Busy => "check-busy",
            MailProblem::Broken => "check-broken",
        };
        Some(self.frame.t(id))
    }

    fn slip(&self) -> Option<Cow<'static, str>> {
        self.not_a_reference
            .map(|NotAReference| self.frame.t("check-reference-slip"))
    }

    fn error(&self) -> Option<Cow<'static, str>> {
        self.problem().or_else(|| self.slip())
    }

    fn forward(&self) -> Option<crate::rich::Rich> {
        let address = self.forward_to.as_deref()?;
        Some(
            self.frame
                .rich("check-forward", &[("address", Value::Strong(address))]),
        )
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let plain = || Self {
            frame: sample::frame("/mail-check"),
            forward_to: None,
            problem: None,
            reference: String::new(),
            not_a_reference: None,
        };
        let known = || Self {
            frame: sample::account_frame("/mail-check"),
            forward_to: Some("check@example.jp".to_owned()),
            ..plain()
        };
        let with = |problem| Self {
            problem: Some(problem),
            ..plain()
        };
        let held = MailProblem::Held {
            until: sample::NOON.plus(core::time::Duration::from_mins(12)),
            now: sample::NOON,
            zone: sample::zone(),
        };
        let slip = Self {
            reference: "482913".to_owned(),
            not_a_reference: Some(NotAReference),
            ..known()
        };
        let said = "This is a message in Outlook's own form (.msg). Save it as .eml instead.";
        vec![
            ("plain", plain()),
            ("known", known()),
            ("nothing", with(MailProblem::Nothing)),
            ("said", with(MailProblem::Said(said.to_owned()))),
            ("too_large", with(MailProblem::TooLarge { most: 10 })),
            ("held", with(held)),
            ("busy", with(MailProblem::Busy)),
            ("broken", with(MailProblem::Broken)),
            ("slip", slip),
        ]
    }
}
