//! Words for what several pages and mails speak of: browsers, purposes, reasons.

use std::borrow::Cow;

use kadomori_domain::{client::Agent, gate::Reason, locale::Locale, purpose::Purpose};

use crate::text::{say, text};

/// A browser: `Chrome on Windows`; one that isn't known is called that.
pub(crate) fn agent(locale: Locale, agent: Option<&Agent>) -> Cow<'static, str> {
    let part =
        |choose: fn(&Agent) -> &Option<String>| agent.and_then(|agent| choose(agent).as_deref());
    match (part(|agent| &agent.browser), part(|agent| &agent.system)) {
        (Some(browser), Some(system)) => say(
            locale,
            "agent",
            &[("browser", browser.into()), ("system", system.into())],
        ),
        (Some(browser), None) => Cow::Owned(browser.to_owned()),
        (None, Some(system)) => say(locale, "agent-system", &[("system", system.into())]),
        (None, None) => text(locale, "agent-unknown"),
    }
}

/// What a code is for, inside a sentence: `to sign in`.
pub(crate) fn purpose(locale: Locale, purpose: Purpose) -> Cow<'static, str> {
    text(
        locale,
        match purpose {
            Purpose::SignIn => "purpose-sign-in",
            Purpose::CreateAccount => "purpose-create-account",
        },
    )
}

/// Why a code is asked for, to the person of whom it is asked.
pub(crate) fn because(locale: Locale, reason: Reason) -> Cow<'static, str> {
    text(
        locale,
        match reason {
            Reason::NewDevice => "because-new-device",
            Reason::WayIn => "because-way-in",
            Reason::Unusual => "because-unusual",
            Reason::ProofTooOld => "because-proof-too-old",
        },
    )
}

/// Why a code was asked for, in the history.
pub(crate) fn was_because(locale: Locale, reason: Reason) -> Cow<'static, str> {
    text(
        locale,
        match reason {
            Reason::NewDevice => "was-because-new-device",
            Reason::WayIn => "was-because-way-in",
            Reason::Unusual => "was-because-unusual",
            Reason::ProofTooOld => "was-because-proof-too-old",
        },
    )
}
