//! No account has the address: the person asked for one.

use crate::{
    account::NewAccount,
    event::{Actor, Facts},
    factor::FactorKind,
    flow::{
        Flow, State,
        sign_in::{
            Trust, Wishes,
            enter::{Entrance, Joining},
        },
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
    /// Someone with the same mailbox made the account meanwhile, and it asks for more.
    MoreNeeded {
        /// The ways that lead on.
        ways: Vec<FactorKind>,
    },
}

impl Flow {
    /// Makes the account that the person asked for, and signs them in.
    #[must_use]
    pub fn create_account(mut self, keep: Keep, mut turn: Turn<'_>) -> Step<CreateOutcome> {
        let challenge = match &self.state {
            State::AddressProven { challenge, .. } => *challenge,
            State::SignedIn { .. } => return turn.done(self, CreateOutcome::AlreadyUsed),
            State::Choosing { .. }
            | State::AwaitingCode { .. }
            | State::AwaitingWay { .. }
            | State::Proven { .. }
            | State::Done
            | State::Spent
            | State::Abandoned => return turn.done(self, CreateOutcome::NotProven),
        };
        let scene = turn.scene;
        let consumed = turn.challenges.iter().find(|one| one.id == challenge);
        let reference = consumed.map(|consumed| consumed.reference);
        if !scene.leads_somewhere(&self) {
            return turn.done(self, CreateOutcome::NotProven);
        }
        // Someone with the same mailbox may have made the account meanwhile.
        let purpose = if scene.account.is_some() {
            Purpose::SignIn
        } else {
            Purpose::CreateAccount
        };
        let pass = match scene.decide(purpose, &self.proofs) {
            Verdict::Pass(pass) => pass,
            Verdict::Demand { ways, because, .. } if scene.account.is_some() => {
                self.state = State::Choosing { because };
                let outcome = CreateOutcome::MoreNeeded { ways };
                return turn.done(self, outcome);
            }
            Verdict::Demand { .. } | Verdict::Refuse { .. } => {
                return turn.done(self, CreateOutcome::NotProven);
            }
        };
        let account = scene.account.or_else(|| self.new_account(&mut turn));
        let Some(account) = account else {
            return turn.done(self, CreateOutcome::NotProven);
        };
        let wishes = Wishes {
            keep,
            trust: Trust::Untrusted,
        };
        let joining = Joining {
            account,
            pass: &pass,
            wishes,
            reference,
        };
        let entrance = self.enter(joining, &mut turn);
        turn.done(self, CreateOutcome::SignedIn(entrance))
    }

    fn new_account(&self, turn: &mut Turn<'_>) -> Option<AccountId> {
        let address = self.identifier.address()?.clone();
        let now = turn.scene.now;
        let account = NewAccount {
            id: AccountId::new(now, turn.chance()),
            tenant: self.tenant,
            contact: ContactId::new(now, turn.chance()),
            address,
            confirmed_at: Some(now),
            locale: self.locale,
            zone: self.zone.clone(),
            created_at: now,
        };
        let id = account.id;
        turn.effects.account = Some(account);
        turn.tell_of(Some(id), None, Facts::AccountCreated { by: Actor::Person });
        Some(id)
    }
}
