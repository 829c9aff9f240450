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
        FactorKind::BY_CONVENIENCE.into_iter().map(|way| {
            let (good, mind) = match way {
                FactorKind::MailCode => ("ways-mail-code-good", "ways-mail-code-mind"),
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
            frame: Frame {
                signed_in_as: Some("mika@example.jp".to_owned()),
                ..frame.clone()
            },
        };
        vec![("stranger", Self { frame }), ("signed_in", signed_in)]
    }
}
