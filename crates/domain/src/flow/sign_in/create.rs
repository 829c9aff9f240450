//! No account has the address: the person asked for one.

use crate::{
    account::NewAccount,
    event::{Actor, Facts},
    factor::mail_code,
    flow::{
        Flow, SignIn,
        sign_in::enter::{Entrance, Joining},
        turn::Turn,
    },
    gate::Verdict,
    id::{AccountId, ContactId},
    purpose::Purpose,
    session::Keep,
    step::Step,
};

/// What came of asking for an account.
#[derive(Debug)]
pub enum CreateOutcome {
    /// The person is signed in.
    SignedIn(Entrance),
    /// They were signed in by this flow already.
    AlreadyUsed,
    /// The address was not proven, or too long ago.
    NotProven,
}

impl Flow {
    /// Makes the account that the person asked for, and signs them in.
    #[must_use]
    pub fn create_account(mut self, keep: Keep, mut turn: Turn<'_>) -> Step<CreateOutcome> {
        let (challenge, because) = match &self.state {
            SignIn::AddressProven { challenge, because } => (*challenge, because.clone()),
            SignIn::SignedIn { .. } => return turn.done(self, CreateOutcome::AlreadyUsed),
            SignIn::AwaitingCode { .. } | SignIn::Spent | SignIn::Abandoned => {
                return turn.done(self, CreateOutcome::NotProven);
            }
        };
        let scene = turn.scene;
        let Some(consumed) = turn.challenges.iter().find(|one| one.id == challenge) else {
            return turn.done(self, CreateOutcome::NotProven);
        };
        let proofs: Vec<_> = mail_code::proof(consumed, &self.address)
            .into_iter()
            .collect();
        // Someone with the same mailbox may have made the account meanwhile.
        let purpose = if scene.account.is_some() {
            Purpose::SignIn
        } else {
            Purpose::CreateAccount
        };
        let Verdict::Pass(pass) = scene.decide(purpose, &proofs) else {
            return turn.done(self, CreateOutcome::NotProven);
        };
        let account = scene.account.unwrap_or_else(|| self.new_account(&mut turn));
        let reference = consumed.reference;
        let joining = Joining {
            account,
            pass: &pass,
            keep,
            reference,
            because,
        };
        let entrance = self.enter(joining, &mut turn);
        turn.done(self, CreateOutcome::SignedIn(entrance))
    }

    fn new_account(&self, turn: &mut Turn<'_>) -> AccountId {
        let now = turn.scene.now;
        let account = NewAccount {
            id: AccountId::new(now, turn.chance()),
            tenant: self.tenant,
            contact: ContactId::new(now, turn.chance()),
            address: self.address.clone(),
            confirmed_at: Some(now),
            locale: self.locale,
            zone: self.zone.clone(),
            created_at: now,
        };
        let id = account.id;
        turn.effects.account = Some(account);
        turn.tell_of(Some(id), None, Facts::AccountCreated { by: Actor::Person });
        id
    }
}
