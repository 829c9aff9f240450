//! Words for what several pages and mails speak of: browsers, purposes, reasons.

use std::borrow::Cow;

use kadomori_domain::{
    address::NotAnAddress, client::Agent, event::SecurityChange, factor::FactorKind, gate::Reason,
    locale::Locale, purpose::Purpose, user_name::NotAUserName,
};

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
            Purpose::ResetPassword => "purpose-reset-password",
            Purpose::ChangeSecurity => "purpose-change-security",
            Purpose::ConfirmContact => "purpose-confirm-contact",
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
            Reason::TwoStep => "because-two-step",
            Reason::Sensitive => "because-sensitive",
            Reason::Reset => "because-reset",
            Reason::NewContact => "because-new-contact",
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
            Reason::TwoStep => "was-because-two-step",
            Reason::Sensitive => "was-because-sensitive",
            Reason::Reset => "was-because-reset",
            Reason::NewContact => "was-because-new-contact",
        },
    )
}

/// The id of the sentence for what is no mail address.
pub(crate) const fn not_an_address(why: NotAnAddress) -> &'static str {
    match why {
        NotAnAddress::Empty => "address-empty",
        NotAnAddress::Incomplete => "address-incomplete",
        NotAnAddress::TooLong => "address-too-long",
        NotAnAddress::Character => "address-character",
        NotAnAddress::Domain => "address-domain",
    }
}

/// The id of the sentence for what is no user name.
pub(crate) const fn not_a_user_name(why: NotAUserName) -> &'static str {
    match why {
        NotAUserName::TooShort => "user-name-too-short",
        NotAUserName::TooLong => "user-name-too-long",
        NotAUserName::BadSign => "user-name-bad-sign",
        NotAUserName::OnlyDigits => "user-name-only-digits",
    }
}

/// What a code was for, after "That code was": `for signing in`.
pub(crate) fn code_purpose(locale: Locale, purpose: Purpose) -> Cow<'static, str> {
    text(
        locale,
        match purpose {
            Purpose::SignIn => "code-purpose-sign-in",
            Purpose::CreateAccount => "code-purpose-create-account",
            Purpose::ResetPassword => "code-purpose-reset-password",
            Purpose::ChangeSecurity => "code-purpose-change-security",
            Purpose::ConfirmContact => "code-purpose-confirm-contact",
        },
    )
}

/// Ways that were used, inside a sentence: `a password and a code from an app`.
pub(crate) fn ways_used(locale: Locale, ways: &[FactorKind]) -> String {
    let mut words = ways.iter().map(|way| text(locale, way_used(*way)));
    let first = words.next().unwrap_or_default().into_owned();
    words.fold(first, |before, way| {
        let both = [("before", before.into()), ("way", way.into())];
        say(locale, "ways-and", &both).into_owned()
    })
}

const fn way_used(way: FactorKind) -> &'static str {
    match way {
        FactorKind::MailCode => "way-used-mail-code",
        FactorKind::Password => "way-used-password",
        FactorKind::Totp => "way-used-totp",
        FactorKind::Passkey => "way-used-passkey",
        FactorKind::RecoveryCode => "way-used-recovery-code",
    }
}

/// The id of the sentence for a change of what protects an account.
pub(crate) const fn change(change: SecurityChange) -> &'static str {
    match change {
        SecurityChange::PasswordSet => "change-password-set",
        SecurityChange::PasswordChanged => "change-password-changed",
        SecurityChange::PasswordReset => "change-password-reset",
        SecurityChange::PasswordRemoved => "change-password-removed",
        SecurityChange::AppAdded => "change-app-added",
        SecurityChange::AppRenamed => "change-app-renamed",
        SecurityChange::AppRemoved => "change-app-removed",
        SecurityChange::PasskeyAdded => "change-passkey-added",
        SecurityChange::PasskeyRenamed => "change-passkey-renamed",
        SecurityChange::PasskeyRemoved => "change-passkey-removed",
        SecurityChange::RecoveryCodesReplaced => "change-recovery-codes-replaced",
        SecurityChange::RecoveryCodesRemoved => "change-recovery-codes-removed",
        SecurityChange::ContactAdded => "change-contact-added",
        SecurityChange::ContactChanged => "change-contact-changed",
        SecurityChange::ContactRemoved => "change-contact-removed",
        SecurityChange::IdentifierOn => "change-identifier-on",
        SecurityChange::IdentifierOff => "change-identifier-off",
        SecurityChange::UserNameChanged => "change-user-name-changed",
        SecurityChange::UserNameRemoved => "change-user-name-removed",
        SecurityChange::TwoStepOn => "change-two-step-on",
        SecurityChange::TwoStepOff => "change-two-step-off",
    }
}
