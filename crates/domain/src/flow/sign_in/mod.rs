//! Proving who one is, for whatever purpose: at the one door to sign in, to choose a new
//! password, or again before a sensitive change.
//!
//! `docs/flows/proving.mermaid` draws the states.

mod begin;
mod choose;
mod confirm;
mod create;
mod enter;
mod outcome;
mod passkey;
mod resend;
mod reset;
mod settle;
mod submit_code;

pub use begin::{Arrival, Wanted, begin};
pub use choose::ChooseOutcome;
pub use confirm::ConfirmOutcome;
pub use create::CreateOutcome;
pub use enter::Entrance;
pub use outcome::{Outcome, Trust, Wishes};
pub use passkey::{begin_with_passkey, passkey_keys};
pub use resend::ResendOutcome;
pub use reset::{ResetOutcome, reset_keys};
pub use settle::{Strike, try_keys};

use crate::{
    flow::turn::Turn,
    flow::{Flow, State},
    step::Step,
};

impl Flow {
    /// Ends this flow, because the person goes on with another address or journey.
    #[must_use]
    pub fn abandon(mut self, mut turn: Turn<'_>) -> Step<()> {
        if self.state.because().is_some() || matches!(self.state, State::AddressProven { .. }) {
            self.end_pending(&mut turn);
            self.state = State::Abandoned;
        }
        turn.done(self, ())
    }
}
