//! "Which way suits me?": the ways to sign in, compared, short and honest.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::factor::FactorKind;

use crate::{
    frame::{Frame, renders},
    sample, wording,
};

/// `GET /ways`.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in/ways.html")]
pub struct WaysPage {
    /// The surroundings.
    pub frame: Frame,
    /// The ways that there are here.
    pub ways: Vec<FactorKind>,
}

/// A way in the table.
struct Row {
    name: Cow<'static, str>,
    good: Cow<'static, str>,
    mind: Cow<'static, str>,
}

renders!(WaysPage);

impl WaysPage {
    fn rows(&self) -> impl Iterator<Item = Row> {
        self.ways.iter().copied().map(|way| {
            let (good, mind) = match way {
                FactorKind::MailCode => ("ways-mail-code-good", "ways-mail-code-mind"),
                FactorKind::SmsCode => ("ways-sms-code-good", "ways-sms-code-mind"),
                FactorKind::Password => ("ways-password-good", "ways-password-mind"),
                FactorKind::Totp => ("ways-totp-good", "ways-totp-mind"),
                FactorKind::Passkey => ("ways-passkey-good", "ways-passkey-mind"),
                FactorKind::RecoveryCode => ("ways-recovery-code-good", "ways-recovery-code-mind"),
            };
            Row {
                name: self.frame.t(wording::way_name(way)),
                good: self.frame.t(good),
                mind: self.frame.t(mind),
            }
        })
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let frame = sample::frame("/ways");
        let signed_in = Self {
            ways: FactorKind::BY_CONVENIENCE.to_vec(),
            frame: Frame {
                signed_in_as: Some("mika@example.jp".to_owned()),
                ..frame.clone()
            },
        };
        let mut ways = FactorKind::BY_CONVENIENCE.to_vec();
        ways.retain(|way| *way != FactorKind::SmsCode);
        vec![("stranger", Self { frame, ways }), ("signed_in", signed_in)]
    }
}
