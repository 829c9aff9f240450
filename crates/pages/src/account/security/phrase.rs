//! The phrase in mails is chosen, changed or removed.

use core::fmt;
use std::borrow::Cow;

use askama::Template;
use kadomori_domain::phrase::{NotAPhrase, Phrase};

use crate::{
    frame::{Frame, renders},
    sample,
    task::Task,
    wording,
};

/// `GET /account/security/phrase`, and every answer that is refused. It shows the phrase, so
/// that it is for people who have just proven who they are.
///
/// Two forms post `phrase` with `csrf` to the same address: each suggestion is a button, and
/// there is a field for other words; where there is a phrase, a third posts `remove` (`yes`).
/// The page suggests others whenever it is opened.
#[derive(Clone, Template)]
#[template(path = "account/phrase.html")]
pub struct PhrasePage {
    /// The surroundings.
    pub frame: Frame,
    /// The present phrase.
    pub current: CurrentPhrase,
    /// Addresses of the account that it doesn't go to, since nobody has confirmed them.
    pub unconfirmed: Vec<String>,
    /// Phrases to take.
    pub suggested: Vec<Phrase>,
    /// What stands in the field.
    pub typed: String,
    /// Why it won't do.
    pub error: Option<PhraseError>,
}

/// The phrase of an account, for its person.
#[derive(Clone, Debug)]
pub enum CurrentPhrase {
    /// There is none.
    None,
    /// This one.
    Known(Phrase),
    /// One that can't be opened: its key is gone.
    Unreadable,
}

/// Why a phrase can't be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseError {
    /// It is none.
    NotOne(NotAPhrase),
    /// It is the present one.
    Same,
}

/// Logs see neither the phrase nor what was typed for one.
impl fmt::Debug for PhrasePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhrasePage")
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

renders!(PhrasePage);

impl Task for PhrasePage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "phrase-title"
    }

    fn problem(&self) -> Option<Cow<'static, str>> {
        Some(match self.error? {
            PhraseError::NotOne(_) if self.typed.trim().is_empty() => self.frame.t("phrase-empty"),
            PhraseError::NotOne(why) => wording::not_a_phrase(self.frame.locale, why),
            PhraseError::Same => self.frame.t("phrase-same"),
        })
    }
}

impl PhrasePage {
    fn hint(&self) -> Cow<'static, str> {
        self.frame.say("phrase-hint", &wording::phrase_width())
    }

    fn left_out(&self, address: &str) -> Cow<'static, str> {
        let address = ("address", address.into());
        self.frame.say("phrase-unconfirmed", &[address])
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let suggested = [
            "patient heron by the old bridge",
            "月夜の橋と三毛猫",
            "small owl",
        ];
        let none = Self {
            frame: sample::account_frame("/account/security/phrase"),
            current: CurrentPhrase::None,
            unconfirmed: Vec::new(),
            suggested: suggested.map(Phrase::parse).into_iter().flatten().collect(),
            typed: String::new(),
            error: None,
        };
        let there = Self {
            current: sample::phrase().map_or(CurrentPhrase::None, CurrentPhrase::Known),
            ..none.clone()
        };
        let unreadable = Self {
            current: CurrentPhrase::Unreadable,
            ..none.clone()
        };
        let unconfirmed = Self {
            unconfirmed: vec!["mika@post.example.jp".to_owned()],
            ..there.clone()
        };
        let wrong = |typed: &str, error| Self {
            typed: typed.to_owned(),
            error: Some(error),
            ..none.clone()
        };
        let not_one = PhraseError::NotOne;
        let long = "a very long phrase that goes on and on and on";
        vec![
            ("none", none.clone()),
            ("there", there),
            ("unreadable", unreadable),
            ("unconfirmed", unconfirmed),
            ("empty", wrong("", not_one(NotAPhrase::TooShort))),
            ("too_short", wrong("owl", not_one(NotAPhrase::TooShort))),
            ("too_long", wrong(long, not_one(NotAPhrase::TooLong))),
            ("link", wrong("heron.example", not_one(NotAPhrase::Link))),
            ("digits", wrong("heron 1234", not_one(NotAPhrase::Digits))),
            ("bad_sign", wrong("heron", not_one(NotAPhrase::BadSign))),
            ("own_name", wrong("mika", not_one(NotAPhrase::OwnName))),
            ("same", wrong("blue heron at dawn", PhraseError::Same)),
        ]
    }
}
