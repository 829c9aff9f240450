//! A further address was proven: it becomes one of the account's.

use crate::{
    flow::{Flow, State},
    purpose::Purpose,
    security::{Owner, Refused},
    step::{Effects, FlowChange, Step},
};

/// What came of adding the address that a flow confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// The account has it.
    Added,
    /// It was proven, and can't be added.
    Refused(Refused),
    /// The address was not proven in this flow, or for someone else.
    NotProven,
    /// It was added by this flow already.
    AlreadyUsed,
}

impl Flow {
    /// Adds the address that this flow confirmed to its owner's account. It takes an owner:
    /// while the code was on its way, their proofs may have become old.
    #[must_use]
    pub fn confirm_contact(mut self, owner: Owner<'_>) -> Step<ConfirmOutcome> {
        let is_theirs = self.purpose == Purpose::ConfirmContact
            && self
                .bound
                .is_some_and(|bound| bound.account == owner.account());
        let (outcome, effects) = match &self.state {
            State::Proven { account } if is_theirs && *account == owner.account() => {
                self.state = State::Done;
                match owner.add_contact(self.address.clone()) {
                    Ok(deed) => (ConfirmOutcome::Added, Effects::of(deed)),
                    Err(why) => (ConfirmOutcome::Refused(why), Effects::default()),
                }
            }
            State::Done if is_theirs => (ConfirmOutcome::AlreadyUsed, Effects::default()),
            State::Choosing { .. }
            | State::AwaitingCode { .. }
            | State::AwaitingWay { .. }
            | State::AddressProven { .. }
            | State::Proven { .. }
            | State::SignedIn { .. }
            | State::Done
            | State::Spent
            | State::Abandoned => (ConfirmOutcome::NotProven, Effects::default()),
        };
        Step {
            flow: FlowChange::Moved(self),
            outcome,
            effects,
        }
    }
}
