//! What the pages of a flow have in common: whose it is, what for, and how far it has come.

use core::time::Duration;
use std::borrow::Cow;

use kadomori_domain::{
    code::{CodeLength, Unreadable},
    factor::{FactorKind, checked::NotRight, recovery_code::NotARecoveryCode},
    gate::Reason,
    id::FlowId,
    purpose::Purpose,
    time::Time,
};

use crate::{
    frame::Frame,
    sample,
    when::Zone,
    wording::{self, digits},
};

/// What is asked of the person, on whichever way.
///
/// Beside its own form, each page of a way has one that posts `way` (a
/// [`kadomori_domain::factor::FactorKind`]'s name, or `choose`) to
/// `/sign-in/{flow}/way`: "Another way".
#[derive(Clone, Debug)]
pub struct Asked {
    /// The journey.
    pub flow: FlowId,
    /// What it leads to.
    pub purpose: Purpose,
    /// Whether something was proven in it already.
    pub stage: Stage,
    /// What was typed at the door, or the address that a signed-in person is shown under.
    pub account: String,
    /// Why something is to be proven.
    pub because: Vec<Reason>,
    /// Whether "keep me signed in" is ticked; offered at the first step to sign in.
    pub keep: bool,
    /// Whether "trust this device" is ticked; offered at the second step to sign in.
    pub trust: bool,
    /// For how many days a device is trusted.
    pub trust_days: u32,
    /// The moment of the page.
    pub now: Time,
    /// The reader's zone.
    pub zone: Zone,
}

/// How far a flow has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing was proven in it.
    First,
    /// Something was, and something more is to be.
    Further,
}

/// What came of the last answer on the page of a way other than a mailed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayMessage {
    /// It isn't right.
    NotRight {
        /// Why, as far as this browser may know.
        why: NotRight,
        /// Tries that remain, where it cost one.
        left: Option<u32>,
    },
    /// Nothing was typed; this cost no try.
    Empty,
    /// It can't be read as an app's code; this cost no try.
    Unreadable(Unreadable),
    /// It can't be read as a recovery code; this cost no try.
    NotARecoveryCode(NotARecoveryCode),
    /// There is a wait after too many wrong answers.
    Waiting {
        /// Until when.
        until: Time,
    },
    /// An answer for another way came in: the person went over to this one meanwhile, in
    /// another window.
    OtherWay,
    /// The server has no room to look at it right now; this cost no try.
    Busy,
}

impl Asked {
    /// What the page is a step of, above its heading; nothing at the first step to sign in.
    pub(crate) fn step(&self, frame: &Frame) -> Option<Cow<'static, str>> {
        let id = match (self.purpose, self.stage) {
            (Purpose::SignIn | Purpose::CreateAccount, Stage::First) => return None,
            (Purpose::SignIn | Purpose::CreateAccount, Stage::Further) => "way-step-second",
            (Purpose::ResetPassword, Stage::First) => "way-step-reset",
            (Purpose::ResetPassword, Stage::Further) => "way-step-reset-second",
            (Purpose::ChangeSecurity, _) => "way-step-security",
            (Purpose::ConfirmContact, _) => "way-step-confirm",
        };
        Some(frame.t(id))
    }

    /// What is missing, where something was shown already.
    pub(crate) fn missing(&self, frame: &Frame) -> Option<Cow<'static, str>> {
        let id = match (self.stage, self.purpose) {
            (Stage::First, _) => return None,
            (Stage::Further, Purpose::ChangeSecurity) => "way-further-security",
            (
                Stage::Further,
                Purpose::SignIn
                | Purpose::CreateAccount
                | Purpose::ResetPassword
                | Purpose::ConfirmContact,
            ) => "way-further",
        };
        Some(frame.t(id))
    }

    pub(crate) fn becauses(&self, frame: &Frame) -> Vec<Cow<'static, str>> {
        let reasons = self.because.iter();
        reasons
            .map(|reason| wording::because(frame.locale, *reason))
            .collect()
    }

    const fn signs_in(&self) -> bool {
        matches!(self.purpose, Purpose::SignIn | Purpose::CreateAccount)
    }

    pub(crate) fn offers_keep(&self) -> bool {
        self.signs_in() && self.stage == Stage::First
    }

    pub(crate) fn offers_trust(&self) -> bool {
        self.signs_in() && self.stage == Stage::Further
    }

    pub(crate) fn trust_label(&self, frame: &Frame) -> Cow<'static, str> {
        frame.say("way-trust", &[("days", self.trust_days.into())])
    }

    /// Whether a forgotten password can be told from here.
    pub(crate) fn offers_reset(&self) -> bool {
        self.signs_in() && self.stage == Stage::First
    }

    /// What the main button says.
    pub(crate) fn submit(&self, frame: &Frame) -> Cow<'static, str> {
        frame.t(match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => "code-submit",
            Purpose::ResetPassword | Purpose::ChangeSecurity => "way-submit-on",
            Purpose::ConfirmContact => "way-submit-confirm",
        })
    }

    /// Whether a mailed code isn't the only way.
    pub(crate) fn has_other_ways(&self) -> bool {
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount | Purpose::ChangeSecurity => true,
            Purpose::ResetPassword => self.stage == Stage::Further,
            Purpose::ConfirmContact => false,
        }
    }

    /// Where one begins again with another address, if that makes sense.
    pub(crate) const fn leaves_to(&self) -> Leave {
        match self.purpose {
            Purpose::SignIn | Purpose::CreateAccount => Leave::Door,
            Purpose::ResetPassword => Leave::Reset,
            Purpose::ChangeSecurity | Purpose::ConfirmContact => Leave::Security,
        }
    }

    /// The sentence for a message, on the page of `way`.
    pub(crate) fn sentence(&self, frame: &Frame, way: FactorKind, message: &WayMessage) -> String {
        match message {
            WayMessage::NotRight { why, left } => {
                let sentence = not_right(frame, way, *why);
                match left {
                    Some(left) => with_tries(frame, &sentence, *left),
                    None => sentence.into_owned(),
                }
            }
            WayMessage::Empty => frame.t(empty(way)).into_owned(),
            WayMessage::Unreadable(why) => unreadable(frame, *why).into_owned(),
            WayMessage::NotARecoveryCode(why) => not_a_recovery_code(frame, *why).into_owned(),
            WayMessage::Waiting { until } => {
                let time = self.zone.until(*until, self.now, frame.locale);
                frame
                    .say("way-waiting", &[("time", time.into())])
                    .into_owned()
            }
            WayMessage::OtherWay => frame.t("way-other").into_owned(),
            WayMessage::Busy => frame.t("way-busy").into_owned(),
        }
    }

    /// Of a stranger at the door.
    pub(crate) fn sample() -> Self {
        Self {
            flow: FlowId::from_bytes([1; 16]),
            purpose: Purpose::SignIn,
            stage: Stage::First,
            account: "mika@example.jp".to_owned(),
            because: vec![Reason::NewDevice],
            keep: false,
            trust: false,
            trust_days: 30,
            now: sample::NOON.plus(Duration::from_secs(5)),
            zone: sample::zone(),
        }
    }
}

/// Where one goes who won't go on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// To the door, to type another address.
    Door,
    /// To the first page of a reset.
    Reset,
    /// To the overview of the account's security.
    Security,
}

fn with_tries(frame: &Frame, sentence: &str, left: u32) -> String {
    let tries = frame.say("way-tries-left", &[("left", left.into())]);
    format!("{sentence}{}{tries}", wording::between(frame.locale))
}

/// Why an answer isn't right.
pub(crate) fn not_right(frame: &Frame, way: FactorKind, why: NotRight) -> Cow<'static, str> {
    let off = |id: &str, minutes: u32| frame.say(id, &[("minutes", minutes.into())]);
    frame.t(match (why, way) {
        (NotRight::Mismatch, FactorKind::Password) => "way-password-wrong",
        (NotRight::Mismatch, FactorKind::Totp | FactorKind::MailCode) => "way-app-wrong",
        (NotRight::Mismatch, FactorKind::Passkey) => "way-passkey-wrong",
        (NotRight::Mismatch, FactorKind::RecoveryCode) => "way-recovery-wrong",
        (NotRight::Used, FactorKind::RecoveryCode) => "way-recovery-used",
        (
            NotRight::Used,
            FactorKind::Totp | FactorKind::MailCode | FactorKind::Password | FactorKind::Passkey,
        ) => "way-app-used",
        (NotRight::ClockFast { minutes }, _) => return off("way-clock-fast", minutes),
        (NotRight::ClockSlow { minutes }, _) => return off("way-clock-slow", minutes),
        (NotRight::UnknownPasskey, _) => "way-passkey-unknown",
        (NotRight::OtherSite, _) => "way-passkey-other-site",
        (NotRight::CeremonyOver, _) => "way-passkey-late",
        (NotRight::KeyMissing, _) => "way-unchecked",
    })
}

const fn empty(way: FactorKind) -> &'static str {
    match way {
        FactorKind::Password => "way-password-empty",
        FactorKind::RecoveryCode => "way-recovery-empty",
        // An app's code that isn't there is an unreadable one; a passkey always says something.
        FactorKind::Totp | FactorKind::MailCode | FactorKind::Passkey => "way-passkey-cancelled",
    }
}

/// An app's code always has six digits (RFC 6238, as apps have it).
pub(crate) fn unreadable(frame: &Frame, why: Unreadable) -> Cow<'static, str> {
    let id = match why {
        Unreadable::Empty => "way-app-empty",
        Unreadable::NoCode => "way-app-none",
        Unreadable::Ambiguous => "code-ambiguous",
    };
    frame.say(id, &[("digits", digits(CodeLength::SIX))])
}

/// What a recovery code has to look like.
pub(crate) fn not_a_recovery_code(frame: &Frame, why: NotARecoveryCode) -> Cow<'static, str> {
    match why {
        NotARecoveryCode::TooShort => frame.t("way-recovery-short"),
        NotARecoveryCode::TooLong => frame.t("way-recovery-long"),
        NotARecoveryCode::BadSign(sign) => {
            frame.say("way-recovery-sign", &[("sign", sign.to_string().into())])
        }
    }
}

/// The page of one way: what its template asks of it beside its fields.
pub(super) trait WayPage {
    /// Which way.
    const WAY: FactorKind;
    /// The id of its heading.
    const HEADING: &'static str;

    /// Its parts: the surroundings, what is asked, what came of the last answer.
    fn parts(&self) -> (&Frame, &Asked, Option<&WayMessage>);

    fn heading(&self) -> Cow<'static, str> {
        self.parts().0.t(Self::HEADING)
    }

    fn error(&self) -> Option<String> {
        self.said(|message| *message != WayMessage::OtherWay)
    }

    /// The error as the page's title begins with it.
    fn error_in_title(&self) -> Option<String> {
        self.error()
    }

    fn news(&self) -> Option<String> {
        self.said(|message| *message == WayMessage::OtherWay)
    }

    fn said(&self, is_meant: impl Fn(&WayMessage) -> bool) -> Option<String> {
        let (frame, asked, message) = self.parts();
        let message = message.filter(|message| is_meant(message))?;
        Some(asked.sentence(frame, Self::WAY, message))
    }
}

/// Makes a page of a way of a context with `frame`, `asked` and `message`.
macro_rules! way_page {
    ($page:ty, $way:ident, $heading:literal) => {
        impl $crate::sign_in::asked::WayPage for $page {
            const WAY: FactorKind = FactorKind::$way;
            const HEADING: &'static str = $heading;

            fn parts(&self) -> (&Frame, &Asked, Option<&WayMessage>) {
                (&self.frame, &self.asked, self.message.as_ref())
            }
        }
    };
}
pub(super) use way_page;

/// What happens on the page of any way: what each of them is a sample of.
pub(super) fn every_turn(way_own: &[(&'static str, WayMessage)]) -> Vec<(&'static str, Turn)> {
    let mut turns: Vec<(&'static str, Turn)> = vec![
        ("first", Turn::first(None)),
        ("second", Turn::second(None)),
        (
            "reset_second",
            Turn::second(None).for_purpose(Purpose::ResetPassword),
        ),
        ("step_up", Turn::signed_in(Stage::First)),
        ("step_up_further", Turn::signed_in(Stage::Further)),
        (
            "waiting",
            Turn::first(Some(WayMessage::Waiting {
                until: sample::NOON.plus(Duration::from_mins(37)),
            })),
        ),
        ("other_way", Turn::first(Some(WayMessage::OtherWay))),
        ("busy", Turn::first(Some(WayMessage::Busy))),
        (
            "unchecked",
            Turn::second(Some(WayMessage::NotRight {
                why: NotRight::KeyMissing,
                left: None,
            })),
        ),
    ];
    let own = way_own.iter().cloned();
    turns.extend(own.map(|(name, message)| (name, Turn::second(Some(message)))));
    turns
}

/// The parts of a sample.
pub(super) struct Turn {
    pub(super) frame: Frame,
    pub(super) asked: Asked,
    pub(super) message: Option<WayMessage>,
}

impl Turn {
    fn first(message: Option<WayMessage>) -> Self {
        let asked = Asked::sample();
        Self {
            frame: sample::frame(&format!("/sign-in/{}", asked.flow)),
            asked,
            message,
        }
    }

    fn second(message: Option<WayMessage>) -> Self {
        let mut turn = Self::first(message);
        turn.asked.stage = Stage::Further;
        turn.asked.because = vec![Reason::TwoStep];
        turn
    }

    fn signed_in(stage: Stage) -> Self {
        let mut turn = Self::first(None);
        turn.frame.signed_in_as = Some(turn.asked.account.clone());
        turn.asked.stage = stage;
        turn.asked.because = vec![Reason::Sensitive];
        turn.for_purpose(Purpose::ChangeSecurity)
    }

    fn for_purpose(mut self, purpose: Purpose) -> Self {
        self.asked.purpose = purpose;
        self
    }
}
