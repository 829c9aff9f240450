//! A new password, as the pages that ask for one speak of it.

use std::borrow::Cow;

use kadomori_domain::{
    factor::password::{LONGEST, NotAPassword, Refusal},
    locale::Locale,
};

use crate::{
    frame::Frame,
    text::{Value, say, text},
    wording::count,
};

/// What is asked of a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// How many characters at least.
    pub least: usize,
    /// How many it would need to stand alone: more than `least` where two-step
    /// verification is on.
    pub alone: usize,
}

/// Why a new password won't do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// What was typed can be no password.
    NotOne(NotAPassword),
    /// It may not become this account's.
    Unfit(Refusal),
}

impl From<NotAPassword> for PasswordRefusal {
    fn from(why: NotAPassword) -> Self {
        Self::NotOne(why)
    }
}

impl From<Refusal> for PasswordRefusal {
    fn from(why: Refusal) -> Self {
        Self::Unfit(why)
    }
}

impl PasswordRules {
    /// What is asked, beside the field.
    pub(crate) fn hint(self, frame: &Frame) -> Cow<'static, str> {
        let id = if self.least < self.alone {
            "new-password-rules-short"
        } else {
            "new-password-rules"
        };
        let values = [("least", count(self.least)), ("alone", count(self.alone))];
        frame.say(id, &values)
    }

    // While one types, the script says how far it is: it counts characters and judges
    // nothing. `{n}` is where it writes the number.

    pub(crate) fn few(self, frame: &Frame) -> Cow<'static, str> {
        let values = [("count", Value::from("{n}")), ("least", count(self.least))];
        frame.say("new-password-few", &values)
    }

    #[expect(clippy::unused_self, reason = "templates ask the rules for both lines")]
    pub(crate) fn enough(self, frame: &Frame) -> Cow<'static, str> {
        frame.say("new-password-enough", &[("count", Value::from("{n}"))])
    }

    /// For an account without second step.
    pub(crate) const fn sample() -> Self {
        Self {
            least: 15,
            alone: 15,
        }
    }

    /// For an account with one.
    pub(crate) const fn sample_with_second_step() -> Self {
        Self {
            least: 8,
            alone: 15,
        }
    }
}

impl PasswordRefusal {
    /// The sentence.
    pub(crate) fn sentence(self, locale: Locale) -> Cow<'static, str> {
        match self {
            Self::NotOne(NotAPassword::Empty) => text(locale, "password-empty"),
            Self::NotOne(NotAPassword::TooLong) => {
                say(locale, "password-too-long", &[("most", count(LONGEST))])
            }
            Self::NotOne(NotAPassword::Control) => text(locale, "password-control"),
            Self::Unfit(Refusal::TooShort { least }) => {
                say(locale, "password-too-short", &[("least", count(least))])
            }
            Self::Unfit(Refusal::Repetitive) => text(locale, "password-repetitive"),
            Self::Unfit(Refusal::OwnWord) => text(locale, "password-own-word"),
            Self::Unfit(Refusal::Common) => text(locale, "password-common"),
            Self::Unfit(Refusal::Breached) => text(locale, "password-breached"),
        }
    }

    /// Each of them.
    pub(crate) fn samples() -> [(&'static str, Self); 8] {
        [
            ("empty", NotAPassword::Empty.into()),
            ("too_long", NotAPassword::TooLong.into()),
            ("control", NotAPassword::Control.into()),
            ("too_short", Refusal::TooShort { least: 15 }.into()),
            ("repetitive", Refusal::Repetitive.into()),
            ("own_word", Refusal::OwnWord.into()),
            ("common", Refusal::Common.into()),
            ("breached", Refusal::Breached.into()),
        ]
    }
}
