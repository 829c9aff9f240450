//! Two-step verification: switched on step by step, left and resumed at will; switched off.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{
    factor::FactorKind,
    holdings::{Holdings, Keeps, PasswordHeld},
    security::two_step::{GuideStep, next_step},
};

use crate::{
    frame::{Frame, renders},
    sample,
    task::{Back, Task},
    wording,
};

/// `GET /account/security/two-step`, with `?go=on` once the explanation was read.
///
/// Steps link to the pages on which things are added, with `?guide=two-step`, so that
/// these show where they stand and lead back. The last step posts `csrf` to
/// `/account/security/two-step/on`.
#[derive(Clone, Debug, Template)]
#[template(path = "account/two_step.html")]
pub struct TwoStepPage {
    /// The surroundings.
    pub frame: Frame,
    /// Which step is next.
    pub step: GuideStep,
    /// Whether the explanation was read; else the page explains first.
    pub explained: bool,
    /// What the account holds by now.
    pub holdings: Holdings,
}

/// `GET /account/security/two-step/off`.
///
/// The form posts `csrf` to the same address.
#[derive(Clone, Debug, Template)]
#[template(path = "account/two_step_off.html")]
pub struct TwoStepOffPage {
    /// The surroundings.
    pub frame: Frame,
    /// Why it can't be switched off, if it can't; the page then has no button.
    pub keeps: Option<Keeps>,
}

renders!(TwoStepPage, TwoStepOffPage);

/// How many steps there are, the explanation among them.
const STEPS: u32 = 5;

/// A way to add, on the way.
struct Addition {
    way: FactorKind,
    href: &'static str,
    name: Cow<'static, str>,
    good: Cow<'static, str>,
}

impl Task for TwoStepPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        if self.explains() {
            return "guide-explain-title";
        }
        match &self.step {
            GuideStep::On => "guide-done-title",
            GuideStep::FirstWay { .. } => "guide-first-title",
            GuideStep::SecondWay { .. } => "guide-second-title",
            GuideStep::RecoveryCodes => "guide-recovery-title",
            GuideStep::SwitchOn => "guide-on-title",
        }
    }

    fn step(&self) -> Option<Cow<'static, str>> {
        let number: u32 = match &self.step {
            GuideStep::On => return None,
            GuideStep::FirstWay { .. } => 2,
            GuideStep::SecondWay { .. } => 3,
            GuideStep::RecoveryCodes => 4,
            GuideStep::SwitchOn => STEPS,
        };
        let number = if self.explains() { 1 } else { number };
        let values = [("number", number.into()), ("of", STEPS.into())];
        Some(self.frame.say("guide-step", &values))
    }

    fn back(&self) -> Back {
        Back::to_security(&self.frame, "back-to-security")
    }
}

impl TwoStepPage {
    /// Whether it is explained first.
    fn explains(&self) -> bool {
        !self.explained && self.step != GuideStep::On
    }

    /// What can be added at this step.
    fn additions(&self) -> Vec<Addition> {
        let (GuideStep::FirstWay { ways } | GuideStep::SecondWay { ways }) = &self.step else {
            return Vec::new();
        };
        ways.iter().filter_map(|way| self.addition(*way)).collect()
    }

    fn addition(&self, way: FactorKind) -> Option<Addition> {
        let (href, name) = match way {
            FactorKind::MailCode => ("/account/security/address/new", "guide-add-mail-code"),
            FactorKind::SmsCode => ("/account/security/phone/new", wording::way_name(way)),
            FactorKind::Password => (
                "/account/security/password?guide=two-step",
                wording::way_name(way),
            ),
            FactorKind::Totp => (
                "/account/security/app/new?guide=two-step",
                wording::way_name(way),
            ),
            FactorKind::Passkey => (
                "/account/security/passkey/new?guide=two-step",
                wording::way_name(way),
            ),
            FactorKind::RecoveryCode => return None,
        };
        Some(Addition {
            way,
            href,
            name: self.frame.t(name),
            good: self.frame.t(wording::way_good(way)),
        })
    }

    /// What the account holds, a line each.
    fn held(&self) -> Vec<Cow<'static, str>> {
        let ways = FactorKind::BY_CONVENIENCE.into_iter();
        let held = ways.filter(|way| self.holdings.has(*way));
        held.map(|way| {
            let id = match way {
                FactorKind::MailCode => "guide-have-mail-code",
                FactorKind::SmsCode => "guide-have-sms-code",
                FactorKind::Password => return self.frame.t("guide-have-password"),
                FactorKind::Totp => "guide-have-totp",
                FactorKind::Passkey => "guide-have-passkey",
                FactorKind::RecoveryCode => "guide-have-recovery-code",
            };
            let count = self.holdings.count(way);
            self.frame.say(id, &[("count", count.into())])
        })
        .collect()
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |holdings, explained| Self {
            frame: sample::account_frame("/account/security/two-step"),
            step: next_step(&holdings),
            explained,
            holdings,
        };
        let mail_only = Holdings {
            mailboxes: 1,
            ..Holdings::default()
        };
        let one_app = Holdings {
            apps: 1,
            ..mail_only
        };
        let ready_but_codes = Holdings {
            password: PasswordHeld::Long,
            passkeys: 1,
            verified_passkeys: 1,
            ..one_app
        };
        let ready = Holdings {
            recovery_codes: 10,
            ..ready_but_codes
        };
        let on = Holdings {
            two_step_since: Some(sample::NOON),
            ..ready
        };
        vec![
            ("explain", page(mail_only, false)),
            ("first_way", page(mail_only, true)),
            ("second_way", page(one_app, true)),
            ("recovery_codes", page(ready_but_codes, true)),
            ("switch_on", page(ready, true)),
            ("on", page(on, true)),
        ]
    }
}

impl Task for TwoStepOffPage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "off-title"
    }

    fn back(&self) -> Back {
        let label = match self.keeps {
            Some(_) => "back-to-security",
            None => "off-keep",
        };
        Back::to_security(&self.frame, label)
    }
}

impl TwoStepOffPage {
    fn refusal(&self) -> Option<Cow<'static, str>> {
        Some(self.frame.t(wording::keeps_id(self.keeps?)))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |keeps| Self {
            frame: sample::account_frame("/account/security/two-step/off"),
            keeps,
        };
        vec![
            ("plain", page(None)),
            ("short_password", page(Some(Keeps::ShortPassword))),
        ]
    }
}
