//! What an answer came to.

use crate::{
    factor::checked::NotRight, flow::sign_in::Entrance, purpose::Purpose, session::Keep,
    time::Time, token::Token,
};

/// What the person ticked beside an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// "Keep me signed in".
    pub keep: Keep,
    /// "Trust this device".
    pub trust: Trust,
}

/// Whether the person trusts the device for a while: it then skips the second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// They said so.
    Trusted,
    /// They didn't.
    Untrusted,
}

/// What came of an answer.
#[derive(Debug)]
pub enum Outcome {
    /// The person is signed in.
    SignedIn(Entrance),
    /// The address is proven, and no account has it.
    AddressProven,
    /// It is right, and something more is to be proven.
    MoreNeeded,
    /// All that the purpose asks for is proven.
    Proven,
    /// The person proved again that it's them.
    SteppedUp {
        /// The new secret of their session, for its cookie.
        session: Option<Token>,
    },
    /// A mailed code doesn't match.
    Wrong {
        /// Tries left: at least one.
        left: u32,
    },
    /// Another way's answer isn't right.
    NotRight {
        /// Why, as far as this browser may know.
        why: NotRight,
        /// Tries left, where it cost one.
        left: Option<u32>,
    },
    /// It doesn't match, and there are no tries left.
    TooManyTries,
    /// It is the code of an earlier mail of this flow.
    Superseded,
    /// It is the code of an ended journey of this browser that led elsewhere.
    OtherPurpose {
        /// What that code was for.
        purpose: Purpose,
    },
    /// The flow asks for another way by now.
    OtherWay,
    /// Its time is over.
    Expired,
    /// All that was asked for was proven already.
    AlreadyUsed,
    /// The person went on with another address.
    Abandoned,
    /// This server lacks the key of the code, so it can't look; another server may have it.
    KeyMissing,
    /// There is a wait after too many wrong answers.
    Waiting {
        /// Until when.
        until: Time,
    },
}
