//! A code sent to a phone as a text message: proves that someone reads that phone's messages
//! now. Numbers can be taken over and messages read on their way, so that it counts for less
//! than what a device keeps (NIST SP 800-63B-4 §3.1.3.3: a restricted authenticator).

use crate::{
    challenge::Challenge,
    factor::checked::Right,
    proof::{Proof, Shown},
};

/// The right answer that a consumed challenge is: its code was typed in the browser that
/// asked.
///
/// `None` while it is not consumed, as for a code by mail.
#[must_use]
pub fn right(challenge: &Challenge) -> Option<Right> {
    let at = challenge.consumed_at?;
    Some(Right::new(Proof::new(Shown::SmsCode, at), None))
}
