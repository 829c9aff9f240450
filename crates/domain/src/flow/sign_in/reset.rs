//! A new password without the old one. Nobody is signed in by it.

use crate::{
    account::Reader,
    event::SecurityChange,
    factor::{FactorKind, password::Accepted},
    flow::{
        Flow, State,
        sending::{Who, wrong_key},
        turn::{Scene, Turn},
    },
    gate::Verdict,
    holdings::PasswordHeld,
    id::AccountId,
    purpose::Purpose,
    seal::Sealed,
    security::{Author, Change, Contact, Deed, Draft, NewPassword},
    step::Step,
    throttle::{Key, Lane, Strikes},
};

/// What came of choosing a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetOutcome {
    /// The account has it. All sessions are ended, and no device is trusted any more.
    Reset,
    /// The account has no password, and gets none by mail: whoever reads the mailbox would
    /// keep a way in. It is signed in to by the ways that it has.
    NoPassword,
    /// It was long enough beside a second step, which was switched off meanwhile.
    TooShort,
    /// Something more is to be proven: two-step verification was switched on meanwhile.
    MoreNeeded,
    /// What a reset asks for was not proven in this flow.
    NotProven,
    /// The password was reset by this flow already.
    AlreadyUsed,
}

/// The rows that a reset writes, in the order in which every transaction locks them: the
/// waits after wrong passwords, which end with it.
#[must_use]
pub fn reset_keys(scene: &Scene<'_>, flow: &Flow) -> Vec<Key> {
    let index = scene.keys.index_key(scene.tenant);
    let normal = flow.identifier.normal();
    let who = Who::new(scene.account, &normal);
    let key = |lane| wrong_key(&index, FactorKind::Password, who, lane);
    let mut keys: Vec<Key> = [Lane::Familiar, Lane::Stranger].map(key).into();
    keys.sort_unstable();
    keys
}

impl Flow {
    /// Sets the new password, which the judge accepted. `contacts` are all addresses of the
    /// account.
    #[must_use]
    pub fn reset_password(
        mut self,
        sealed: Sealed,
        accepted: &Accepted,
        contacts: &[Contact],
        mut turn: Turn<'_>,
    ) -> Step<ResetOutcome> {
        let account = match self.may_reset(&turn) {
            Ok(account) => account,
            Err(outcome) => {
                match outcome {
                    ResetOutcome::NoPassword => self.state = State::Done,
                    ResetOutcome::MoreNeeded => {
                        let because = turn.scene.demand(&self).because;
                        self.state = State::Choosing { because };
                    }
                    ResetOutcome::Reset
                    | ResetOutcome::TooShort
                    | ResetOutcome::NotProven
                    | ResetOutcome::AlreadyUsed => {}
                }
                return turn.done(self, outcome);
            }
        };
        let held = accepted.held();
        if held == PasswordHeld::Short && !turn.scene.holdings.is_two_step() {
            return turn.done(self, ResetOutcome::TooShort);
        }
        let at = turn.scene.now;
        let new = NewPassword { sealed, held, at };
        let deed = self.reset_deed(account, new, contacts, &mut turn);
        turn.effects.add(deed);
        turn.forgive_passwords(&self);
        self.state = State::Done;
        turn.done(self, ResetOutcome::Reset)
    }

    /// Whose password it is; what to say, where it can't be reset.
    fn may_reset(&self, turn: &Turn<'_>) -> Result<AccountId, ResetOutcome> {
        let proven = match &self.state {
            State::Proven { account } if self.purpose == Purpose::ResetPassword => *account,
            State::Done if self.purpose == Purpose::ResetPassword => {
                return Err(ResetOutcome::AlreadyUsed);
            }
            State::Choosing { .. }
            | State::AwaitingCode { .. }
            | State::AwaitingWay { .. }
            | State::AddressProven { .. }
            | State::Proven { .. }
            | State::SignedIn { .. }
            | State::Done
            | State::Spent
            | State::Abandoned => return Err(ResetOutcome::NotProven),
        };
        // What was typed may name another account by now.
        if turn.scene.account != Some(proven) {
            return Err(ResetOutcome::NotProven);
        }
        if !turn.scene.holdings.has(FactorKind::Password) {
            return Err(ResetOutcome::NoPassword);
        }
        match turn.scene.decide(self.purpose, &self.proofs) {
            Verdict::Pass(_) => Ok(proven),
            Verdict::Demand { .. } => Err(ResetOutcome::MoreNeeded),
            Verdict::Refuse { .. } => Err(ResetOutcome::NotProven),
        }
    }

    fn reset_deed(
        &self,
        account: AccountId,
        new: NewPassword,
        contacts: &[Contact],
        turn: &mut Turn<'_>,
    ) -> Deed {
        let scene = turn.scene;
        let told_here = Reader {
            locale: self.locale,
            zone: self.zone.clone(),
        };
        let mut draft = Draft {
            tenant: self.tenant,
            account,
            now: scene.now,
            author: Author::Person(scene.client),
            reader: scene.reader.unwrap_or(&told_here),
            contacts,
            chance: turn.chance(),
            deed: Deed::default(),
        };
        draft.change(Change::SetPassword(new));
        draft.change(Change::EndSessions { but: None });
        draft.change(Change::Untrust { device: None });
        draft.tell(SecurityChange::PasswordReset, None);
        draft.deed
    }
}

impl Turn<'_> {
    /// The waits of those rows that are locked: the password that was guessed at is gone.
    fn forgive_passwords(&mut self, flow: &Flow) {
        let locked = |key: &Key| self.rows.rates.contains_key(key);
        let keys = reset_keys(self.scene, flow).into_iter().filter(locked);
        let forgiven = keys.map(|key| (key, Strikes::forgive(self.scene.now)));
        self.effects.rates.extend(forgiven);
    }
}
