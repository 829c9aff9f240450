//! What a flow's page says first: what came of the last answer or wish.

use kadomori_domain::{
    code::Unreadable,
    factor::{checked::NotRight, recovery_code::NotARecoveryCode},
    purpose::Purpose,
    time::Time,
};

/// What came of the last answer or wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// What was typed holds no code, or more than one.
    Unreadable(Unreadable),
    /// Nothing was typed.
    Empty,
    /// What was typed can't be a recovery code.
    NotARecoveryCode(NotARecoveryCode),
    /// A mailed code doesn't match.
    Wrong { left: u32 },
    /// Another way's answer isn't right.
    NotRight { why: NotRight, left: Option<u32> },
    /// It is the code of an earlier mail.
    Superseded,
    /// It is a code for something else.
    OtherPurpose(Purpose),
    /// The flow asks for another way by now.
    OtherWay,
    /// Its time is over.
    Expired,
    /// There is a wait after too many wrong answers.
    Waiting { until: Time },
    /// The same code is on its way again.
    SentAgain,
    /// A new code is on its way.
    SentNew,
    /// It was sent a moment ago.
    TooSoon,
    /// No code can be sent now.
    Held { until: Time },
    /// No text message can be sent today.
    NoMoreTexts,
    /// The server has too many passwords to look at.
    Busy,
}
