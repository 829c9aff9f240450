//! A further address or number was proven: it becomes one of the account's.

use crate::{
    destination::Destination,
    flow::{Flow, State},
    purpose::Purpose,
    security::{Owner, Refused},
    step::{Effects, FlowChange, Step},
};

/// What came of adding the contact that a flow confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmOutcome {
    /// The account has it.
    Added,
    /// It was proven, and can't be added.
    Refused(Refused),
    /// The contact was not proven in this flow, or for someone else.
    NotProven,
    /// It was added by this flow already.
    AlreadyUsed,
}

impl Flow {
    /// Adds the contact that this flow confirmed to its owner's account. It takes an owner:
    /// while the code was on its way, their proofs may have become old.
    #[must_use]
    pub fn confirm_contact(mut self, owner: Owner<'_>) -> Step<ConfirmOutcome> {
        let confirms = match self.purpose {
            Purpose::ConfirmContact | Purpose::ConfirmPhone => true,
            Purpose::SignIn
            | Purpose::CreateAccount
            | Purpose::ResetPassword
            | Purpose::ChangeSecurity => false,
        };
        let is_theirs = confirms
            && self
                .bound
                .is_some_and(|bound| bound.account == owner.account());
        let (outcome, effects) = match &self.state {
            State::Proven { account } if is_theirs && *account == owner.account() => {
                self.state = State::Done;
                let added = match self.destination.clone() {
                    Destination::Mail(address) => owner.add_contact(address),
                    Destination::Phone(number) => owner.add_phone(number),
                    Destination::NoMailbox(_) | Destination::NoPhone(_) => Err(Refused::NotThere),
                };
                match added {
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
