//! The owner: a signed-in person whose fresh proofs the gate let pass, who changes what
//! protects their account.
//!
//! One owner does one deed: what the next may do is decided by what the first left, which
//! only the database knows. A refusal changes nothing; a deed that leaves all as it was is
//! empty, and nobody is told.

mod contact;
mod phrase;
mod switch;
mod way;

pub use contact::{Receives, Switch};

use crate::{
    account::Reader,
    chance::Chance,
    client::Client,
    gate::Pass,
    holdings::{Holdings, Keeps},
    id::{AccountId, SessionId, TenantId},
    policy::NoTextsTo,
    purpose::Purpose,
    security::{Author, Belongings, Deed, Draft, two_step::GuideStep},
    time::Time,
};

/// Who changes what protects an account, and all that is there of it.
#[derive(Clone, Copy, Debug)]
pub struct OwnerScene<'a> {
    /// The organisation.
    pub tenant: TenantId,
    /// Whose account; the one whose proofs the gate was asked about.
    pub account: AccountId,
    /// The stay in which it is asked for.
    pub session: SessionId,
    /// The moment.
    pub now: Time,
    /// Who asks.
    pub client: &'a Client,
    /// How the account's person wants to be spoken to.
    pub reader: &'a Reader,
    /// What the account has.
    pub has: Belongings<'a>,
}

/// Someone who may change what protects their account.
pub struct Owner<'a> {
    scene: OwnerScene<'a>,
    draft: Draft<'a>,
}

/// Why something stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// What would be left isn't enough.
    Keeps(Keeps),
    /// Without the password, only mailed codes would be left: an app or a passkey first.
    NoOtherStrongWay,
    /// At least one address has to receive notices.
    LastNotices,
    /// There is one already.
    AlreadyThere,
    /// No text message can go to that number.
    NoTexts(NoTextsTo),
    /// There are as many as there can be.
    TooMany {
        /// How many.
        most: usize,
    },
    /// There is none, or not any more.
    NotThere,
    /// Two-step verification isn't ready to be switched on.
    NotReady(GuideStep),
}

impl From<Keeps> for Refused {
    fn from(keeps: Keeps) -> Self {
        Self::Keeps(keeps)
    }
}

impl<'a> OwnerScene<'a> {
    pub(crate) fn draft(&self, chance: &'a mut Chance, author: Author<'a>) -> Draft<'a> {
        Draft {
            tenant: self.tenant,
            account: self.account,
            now: self.now,
            author,
            reader: self.reader,
            contacts: self.has.contacts,
            chance,
            deed: Deed::default(),
        }
    }
}

impl<'a> Owner<'a> {
    /// The person whom `pass` let through; `None` when it is a pass to something else.
    #[must_use]
    pub fn new(pass: &Pass, scene: OwnerScene<'a>, chance: &'a mut Chance) -> Option<Self> {
        let draft = scene.draft(chance, Author::Person(scene.client));
        (pass.purpose() == Purpose::ChangeSecurity).then_some(Self { scene, draft })
    }

    /// Whose account it is.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.scene.account
    }

    fn holdings(&self) -> Holdings {
        self.scene.has.holdings
    }

    /// Whether something can be signed in with by its name.
    fn is_named(&self) -> bool {
        self.scene.has.identifiers.iter().any(|one| one.signs_in)
    }

    /// Whether the account can do with what a change leaves.
    fn leaves(&self, rest: Holdings, named: bool) -> Result<(), Refused> {
        // A passkey whose device checks its owner tells by itself whose it is.
        if !named && rest.verified_passkeys == 0 {
            return Err(Keeps::LastWayIn.into());
        }
        match self.holdings().keeps_from(rest) {
            Some(keeps) => Err(keeps.into()),
            None => Ok(()),
        }
    }

    fn done(self) -> Deed {
        self.draft.deed
    }
}
