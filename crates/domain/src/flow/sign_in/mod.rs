//! Signing in at the one door: address, code, and a session; or an account first.
//!
//! `docs/flows/sign_in.mermaid` draws the states.

mod begin;
mod create;
mod enter;
mod resend;
mod submit_code;

pub use begin::{Arrival, begin};
pub use create::CreateOutcome;
pub use enter::Entrance;
pub use resend::ResendOutcome;
pub use submit_code::{CodeOutcome, try_keys};

use crate::{
    flow::turn::Turn,
    flow::{Flow, SignIn},
    step::Step,
};

impl Flow {
    /// Ends this flow, because the person goes on with another address.
    #[must_use]
    pub fn abandon(mut self, turn: Turn<'_>) -> Step<()> {
        if matches!(
            self.state,
            SignIn::AwaitingCode { .. } | SignIn::AddressProven { .. }
        ) {
            self.state = SignIn::Abandoned;
        }
        turn.done(self, ())
    }
}
