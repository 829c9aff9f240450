//! A code sent to a mail address: proves that someone reads that mailbox now.

use crate::{
    challenge::Challenge,
    proof::{Proof, Shown},
};

/// The proof that a consumed challenge is: its code was typed in the browser that asked.
///
/// `None` while it is not consumed. Challenges come from the store, so a proof
/// rests on a row that the one conditional update wrote.
#[must_use]
pub fn proof(challenge: &Challenge) -> Option<Proof> {
    let at = challenge.consumed_at?;
    Some(Proof::new(Shown::MailCode, at))
}
