//! What is said of findings and verdicts, in Japanese and English.

use crate::{
    report::{Finding, Verdict},
    source::Unreadable,
};

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Japanese.
    Japanese,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// Genuine is not safe: pass the code on to nobody.
    KeepCodeToYourself,
    /// If you didn't ask for it, you may ignore it.
    MayBeIgnored,
    /// Follow nothing in it, answer nothing, open nothing.
    TouchNothing,
    /// Open the site by your own bookmark.
    UseYourBookmark,
    /// Hand in the original with its headers.
    SendTheOriginal,
    /// If you have given something away: change it, at the site itself.
    IfYouGaveSomething,
    /// Tell the brand or your administrator; forward it to the brand's address for that.
    TellSomebody,
    /// Ask again later.
    AskAgainLater,
    /// Ask who is said to have sent it, in another way.
    AskTheSender,
}

impl Advice {
    /// Its id, which stays the same.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::KeepCodeToYourself => "keep-code-to-yourself",
            Self::MayBeIgnored => "may-be-ignored",
            Self::TouchNothing => "touch-nothing",
            Self::UseYourBookmark => "use-your-bookmark",
            Self::SendTheOriginal => "send-the-original",
            Self::IfYouGaveSomething => "if-you-gave-something",
            Self::TellSomebody => "tell-somebody",
            Self::AskAgainLater => "ask-again-later",
            Self::AskTheSender => "ask-the-sender",
        }
    }

    /// It in a sentence or two.
    #[must_use]
    pub fn sentence(self, language: Language) -> String {
        let _ = language;
        String::new()
    }
}

impl Verdict {
    /// What it means, in one sentence; `brand` is what the claimed brand is called.
    #[must_use]
    pub fn sentence(self, brand: Option<&str>, language: Language) -> String {
        let _ = (brand, language);
        String::new()
    }
}

impl Unreadable {
    /// What it is and what to do, for people.
    #[must_use]
    pub fn sentence(self, language: Language) -> String {
        let _ = language;
        String::new()
    }
}

pub(crate) fn sentence(finding: &Finding, language: Language) -> String {
    let _ = (finding, language);
    String::new()
}

/// A piece of a mail, made harmless.
pub(crate) fn harmless(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
