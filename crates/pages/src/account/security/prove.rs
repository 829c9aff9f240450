//! "Check that it's you": before what protects the account is changed.

use std::borrow::Cow;

use askama::Template;
use kadomori_domain::{factor::FactorKind, gate::Reason};

use crate::{
    frame::{Frame, renders},
    sample,
    sign_in::{Choice, WayChoice, choices},
    task::Task,
    wording,
};

/// `GET /account/prove?to=…`.
///
/// Each way is a button that posts `way` and `to` with `csrf` to `/account/prove`.
#[derive(Clone, Debug, Template)]
#[template(path = "account/prove.html")]
pub struct ProvePage {
    /// The surroundings.
    pub frame: Frame,
    /// Where the person was going: a path of ours.
    pub to: String,
    /// The ways that lead there, in the gate's order; the page puts a recovery code last.
    pub ways: Vec<WayChoice>,
    /// What was shown and still counts, so that the page can name what is missing.
    pub shown: Vec<FactorKind>,
    /// Why it is needed.
    pub because: Vec<Reason>,
    /// For how many minutes it counts.
    pub fresh_minutes: u32,
}

renders!(ProvePage);

impl Task for ProvePage {
    fn surroundings(&self) -> &Frame {
        &self.frame
    }

    fn heading_id(&self) -> &'static str {
        "prove-title"
    }
}

impl ProvePage {
    fn choices(&self) -> Vec<Choice> {
        choices(&self.frame, &self.ways)
    }

    fn lead(&self) -> Cow<'static, str> {
        self.frame
            .say("prove-lead", &[("minutes", self.fresh_minutes.into())])
    }

    /// What is missing, where something was shown already.
    fn missing(&self) -> Option<Cow<'static, str>> {
        if self.shown.is_empty() {
            return None;
        }
        let ways = wording::ways_used(self.frame.locale, &self.shown);
        Some(self.frame.say("prove-shown", &[("ways", ways.into())]))
    }

    /// Whether something may be lost for which a recovery code stands in.
    fn offers_recovery(&self) -> bool {
        let mut ways = self.ways.iter();
        ways.any(|choice| choice.way == FactorKind::RecoveryCode)
    }

    fn becauses(&self) -> impl Iterator<Item = Cow<'static, str>> {
        let reasons = self.because.iter();
        reasons.map(|reason| wording::because(self.frame.locale, *reason))
    }

    /// One of each kind.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        let whole = Self {
            frame: sample::account_frame("/account/prove"),
            to: "/account/security/password".to_owned(),
            ways: WayChoice::samples(),
            shown: Vec::new(),
            because: vec![Reason::Sensitive],
            fresh_minutes: 10,
        };
        let mail_only = Self {
            ways: WayChoice::samples().split_off(3),
            because: vec![Reason::ProofTooOld, Reason::Sensitive],
            ..whole.clone()
        };
        let further = Self {
            ways: WayChoice::samples().into_iter().take(2).collect(),
            shown: vec![FactorKind::Password],
            ..whole.clone()
        };
        vec![
            ("whole", whole),
            ("mail_only", mail_only),
            ("further", further),
        ]
    }
}
