//! How much it weighs what a mail asks and says: that depends on who speaks.

use super::{
    Scene, Standing,
    ground::{is_bare, is_talk},
    said::{Said, Sentence},
    words::Notion,
};
use crate::report::{Finding, Kind, Weight};

/// Who speaks, as far as it weighs what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// A brand is claimed by somebody else, and it is about an account.
    Posing,
    /// A brand is claimed by somebody else, a stranger writes through it, or nothing shows
    /// that its own address is its own.
    Doubtful,
    /// Nobody known, about an account.
    Unknown,
    /// The brand itself, a conversation, a column about frauds, or nothing about accounts.
    Calm,
}

impl Tone {
    pub(super) fn of(scene: &Scene<'_>, said: &Said<'_>) -> Self {
        let serious = scene.claim.account || scene.claim.code;
        if scene.standing.is_official() {
            return if serious && is_bare(scene) {
                Self::Doubtful
            } else {
                Self::Calm
            };
        }
        if scene.poses() {
            return if serious && !scene.passed_on {
                Self::Posing
            } else {
                Self::Doubtful
            };
        }
        if scene.standing == Standing::Strangers && serious {
            return Self::Doubtful;
        }
        // Who explains what frauds look like says what frauds say.
        if !serious || is_talk(scene) || said.count(Notion::Fraud) >= 2 {
            return Self::Calm;
        }
        Self::Unknown
    }

    /// What something weighs that honest mails say, too.
    pub(super) const fn weight(self) -> Weight {
        match self {
            Self::Posing => Weight::Strong,
            Self::Doubtful | Self::Unknown => Weight::Weak,
            Self::Calm => Weight::Neutral,
        }
    }

    /// What something weighs that hardly an honest mail says.
    pub(super) const fn heavy(self) -> Weight {
        match self {
            Self::Posing => Weight::Decisive,
            Self::Doubtful | Self::Unknown => Weight::Strong,
            Self::Calm => Weight::Weak,
        }
    }
}

/// Adds what is found.
pub(super) struct Teller<'s, 'f> {
    pub(super) scene: &'s Scene<'s>,
    pub(super) tone: Tone,
    pub(super) found: &'f mut Vec<Finding>,
}

impl Teller<'_, '_> {
    pub(super) fn tell(&mut self, kind: Kind, weight: Weight, sentence: &Sentence<'_>) {
        let finding = Finding::new(kind, weight, sentence.place).seen(sentence.text);
        self.found.push(finding);
    }

    /// Tells it where it speaks against the mail: that a brand writes of a sign-in, or a column
    /// of threats, is nothing to be told.
    pub(super) fn tell_against(&mut self, kind: Kind, weight: Weight, sentence: &Sentence<'_>) {
        if weight > Weight::Neutral {
            self.tell(kind, weight, sentence);
        }
    }
}

/// The sentence that says a thing most plainly: the first that fits.
pub(super) fn first<'s, 'a>(
    said: &'s Said<'a>,
    fits: impl Fn(&Sentence<'a>) -> bool,
) -> Option<&'s Sentence<'a>> {
    said.sentences.iter().find(|sentence| fits(sentence))
}
