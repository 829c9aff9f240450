//! Signing in: a page and a form for each step of the flow.
//!
//! The rules are in `domain::flow::sign_in`; here requests become their input and
//! outcomes become replies.

pub(crate) mod address;
pub(crate) mod answer;
pub(crate) mod attempt;
pub(crate) mod code;
pub(crate) mod create;
pub(crate) mod delivery;
pub(crate) mod flow_view;
pub(crate) mod resend;
pub(crate) mod said;
pub(crate) mod show;
pub(crate) mod way;
pub(crate) mod ways;
mod welcome_in;

use kadomori_domain::event::OverallLimit;

use crate::{extract::Visit, metrics::CodeOutcome};

/// A message was asked for: the worker is rung, and an operator told of what is too much.
pub(crate) fn requested(visit: &Visit, passed: Option<OverallLimit>) {
    visit.app.metrics.code(CodeOutcome::Requested);
    visit.app.bell.notify_one();
    if let Some(OverallLimit::Sends) = passed {
        visit.app.metrics.overall_limit_passed();
        tracing::warn!("more mails are asked for than limits.sends_overall_hour");
    }
}
