//! The rules: each looks at one thing and finds.

mod approve;
mod ask;
mod attachment;
mod authentication;
mod calendar;
mod denial;
mod format;
mod ground;
mod japanese;
mod lead;
mod letters;
mod link;
mod lure;
#[cfg(test)]
mod lure_tests;
mod money;
mod passed_on;
mod picture;
mod said;
#[cfg(test)]
pub(crate) mod sample;
mod sender;
mod standing;
mod target;
mod tell;
#[cfg(test)]
mod tests;
mod words;

pub use self::standing::{Standing, is_plain};
use crate::{
    auth::Authentication,
    brand::{Claim, Claimed},
    mail::Mail,
    name,
    options::Options,
    report::Finding,
};

/// All that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The mail.
    pub mail: &'a Mail,
    /// What it claims.
    pub claim: &'a Claim<'a>,
    /// Who sent it.
    pub authentication: &'a Authentication,
    /// What the check goes by.
    pub options: &'a Options<'a>,
    /// How the sender stands to the claimed brand.
    pub standing: Standing,
    /// Whether the brand is claimed plainly, and not only somewhere in the text.
    pub plain: bool,
    /// Whether what it says may be somebody else's: a person, list or server passed it on.
    pub passed_on: bool,
}

impl<'a> Scene<'a> {
    /// The scene of a mail.
    #[must_use]
    pub fn new(
        mail: &'a Mail,
        claim: &'a Claim<'a>,
        authentication: &'a Authentication,
        options: &'a Options<'a>,
    ) -> Self {
        Self {
            mail,
            claim,
            authentication,
            options,
            standing: Standing::of(mail, claim),
            plain: (is_plain(claim) || standing::speaks_alone(mail, claim))
                && !standing::is_own_house(mail, claim, authentication),
            passed_on: authentication.forwarded
                || passed_on::is_passed_on(mail)
                || passed_on::is_alias(mail, authentication),
        }
    }

    /// Whether it claims a brand plainly and comes from somebody else.
    #[must_use]
    pub const fn poses(&self) -> bool {
        self.plain && self.standing.is_foreign()
    }

    /// Whether it may be somebody who writes of the brand, or passes its mail on: the sender's
    /// own name claims nothing, and nothing leads anywhere.
    #[must_use]
    pub fn only_speaks_of_it(&self) -> bool {
        let by = &self.claim.by;
        let by_name = by.contains(&Claimed::Name) && !self.claim.beside;
        let poses = by_name || by.contains(&Claimed::Lookalike);
        let leads = if self.claim.own_name {
            lead::leads(self)
        } else {
            !self.mail.links.is_empty()
                || !self.mail.reply_to.is_empty()
                || !self.mail.attachments.is_empty()
        };
        let copies = by.contains(&Claimed::Format);
        !poses && (self.passed_on || !(leads || copies))
    }

    /// Whether `host` is the claimed brand's, wherever strangers may write there or not.
    #[must_use]
    pub fn is_brands(&self, host: &str) -> bool {
        let brand = self.claim.brand;
        brand.is_some_and(|brand| {
            let mut domains = brand.domains.iter();
            domains.any(|domain| name::is_within(host, domain))
        })
    }

    /// Whether `host` is the very domain of the sender's address.
    #[must_use]
    pub fn is_from(&self, host: &str) -> bool {
        let sender = self.mail.from.address();
        sender.is_some_and(|it| it.domain.eq_ignore_ascii_case(host))
    }

    /// Whether `host` is the sender's own, or of the same organisation.
    #[must_use]
    pub fn is_senders(&self, host: &str) -> bool {
        let sender = self.mail.from.address();
        sender.is_some_and(|it| name::organisation(&it.domain) == name::organisation(host))
    }
}

/// What all rules find.
#[must_use]
pub fn all(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in RULES {
        rule(scene, &mut found);
    }
    found
}

/// A rule looks at the scene and adds what it finds.
type Rule = fn(&Scene<'_>, &mut Vec<Finding>);

/// Every rule.
const RULES: &[Rule] = &[
    sender::find,
    authentication::find,
    link::find,
    attachment::find,
    ask::find,
    letters::find,
    japanese::find,
    picture::find,
    format::find,
];
