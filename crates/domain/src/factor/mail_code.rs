//! A code sent to a mail address: proves that someone reads that mailbox now.

use crate::{address::MailAddress, challenge::Challenge, factor::FactorKind, proof::Proof};

/// The proof that a consumed challenge is: its code was typed in the browser that asked.
///
/// `None` while it is not consumed. Challenges come from the store, so a proof
/// rests on a row that the one conditional update wrote.
#[must_use]
pub fn proof(challenge: &Challenge, address: &MailAddress) -> Option<Proof> {
    let at = challenge.consumed_at?;
    (challenge.contact == address.normal())
        .then(|| Proof::new(FactorKind::MailCode, challenge.id, at))
}
