//! A code sent to a mail address: proves that someone reads that mailbox now.

use crate::{
    challenge::Challenge,
    factor::checked::{FactorUse, Right},
    proof::{Proof, Shown},
};

/// The right answer that a consumed challenge is: its code was typed in the browser that
/// asked.
///
/// `None` while it is not consumed. Challenges come from the store, so a proof
/// rests on a row that the one conditional update wrote.
#[must_use]
pub fn right(challenge: &Challenge) -> Option<Right> {
    let at = challenge.consumed_at?;
    let normal = challenge.contact.clone();
    let used = FactorUse::Mailbox { normal };
    Some(Right::new(Proof::new(Shown::MailCode, at), Some(used)))
}
