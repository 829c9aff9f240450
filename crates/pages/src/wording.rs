//! Words for what several pages and mails speak of: browsers, purposes, reasons.

use std::borrow::Cow;

use kadomori_domain::{
    address::NotAnAddress,
    client::Agent,
    code::CodeLength,
    event::SecurityChange,
    factor::FactorKind,
    gate::Reason,
    holdings::Keeps,
    identifier::NotAnIdentifier,
    label::NotALabel,
    locale::Locale,
    phone::{NoTexts, NotAPhoneNumber},
    phrase::{NotAPhrase, Phrase},
    policy::NoTextsTo,
    purpose::Purpose,
    security::Refused,
    user_name::{NotAUserName, UserName},
};

use crate::text::{Value, say, text};

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
            Purpose::ConfirmPhone => "purpose-confirm-phone",
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

/// Why what was typed is no user name.
pub(crate) fn not_a_user_name(locale: Locale, why: NotAUserName) -> Cow<'static, str> {
    match why {
        NotAUserName::TooShort => {
            let least = ("least", count(UserName::SHORTEST));
            say(locale, "user-name-too-short", &[least])
        }
        NotAUserName::TooLong => {
            let most = ("most", count(UserName::LONGEST));
            say(locale, "user-name-too-long", &[most])
        }
        NotAUserName::BadSign => text(locale, "user-name-bad-sign"),
        NotAUserName::OnlyDigits => text(locale, "user-name-only-digits"),
    }
}

/// Why what was typed is no phrase.
pub(crate) fn not_a_phrase(locale: Locale, why: NotAPhrase) -> Cow<'static, str> {
    match why {
        NotAPhrase::TooShort => {
            let least = ("least", count(Phrase::SHORTEST));
            say(locale, "phrase-too-short", &[least])
        }
        NotAPhrase::TooLong => say(locale, "phrase-too-long", &phrase_width()),
        NotAPhrase::Link => text(locale, "phrase-link"),
        NotAPhrase::Digits => {
            let most = ("most", count(Phrase::MOST_DIGITS));
            say(locale, "phrase-digits", &[most])
        }
        NotAPhrase::BadSign => text(locale, "phrase-bad-sign"),
        NotAPhrase::OwnName => text(locale, "phrase-own-name"),
    }
}

/// How long a phrase may be: in letters, and in full-width ones.
pub(crate) fn phrase_width() -> [(&'static str, Value<'static>); 2] {
    [
        ("most", count(Phrase::LONGEST)),
        ("wide", count(Phrase::LONGEST / 2)),
    ]
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
            Purpose::ConfirmPhone => "code-purpose-confirm-phone",
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
        FactorKind::SmsCode => "way-used-sms-code",
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
        SecurityChange::PhoneAdded => "change-phone-added",
        SecurityChange::PhoneRemoved => "change-phone-removed",
        SecurityChange::IdentifierOn => "change-identifier-on",
        SecurityChange::IdentifierOff => "change-identifier-off",
        SecurityChange::UserNameChanged => "change-user-name-changed",
        SecurityChange::UserNameRemoved => "change-user-name-removed",
        SecurityChange::PhraseChosen => "change-phrase-chosen",
        SecurityChange::PhraseChanged => "change-phrase-changed",
        SecurityChange::PhraseRemoved => "change-phrase-removed",
        SecurityChange::TwoStepOn => "change-two-step-on",
        SecurityChange::TwoStepOff => "change-two-step-off",
    }
}

/// What stands between two sentences.
pub(crate) const fn between(locale: Locale) -> &'static str {
    match locale {
        Locale::En => " ",
        Locale::Ja => "",
    }
}

/// How many digits a code has.
pub(crate) fn digits(length: CodeLength) -> Value<'static> {
    u32::try_from(length.digits()).unwrap_or_default().into()
}

/// A number of things, for a text.
pub(crate) fn count(number: usize) -> Value<'static> {
    u32::try_from(number).unwrap_or(u32::MAX).into()
}

/// The id of a way's name, as a list has it: `Authenticator app`.
pub(crate) const fn way_name(way: FactorKind) -> &'static str {
    match way {
        FactorKind::MailCode => "way-name-mail-code",
        FactorKind::SmsCode => "way-name-sms-code",
        FactorKind::Password => "way-name-password",
        FactorKind::Totp => "way-name-totp",
        FactorKind::Passkey => "way-name-passkey",
        FactorKind::RecoveryCode => "way-name-recovery-code",
    }
}

/// The id of the line on what a way is good for.
pub(crate) const fn way_good(way: FactorKind) -> &'static str {
    match way {
        FactorKind::MailCode => "way-good-mail-code",
        FactorKind::SmsCode => "way-good-sms-code",
        FactorKind::Password => "way-good-password",
        FactorKind::Totp => "way-good-totp",
        FactorKind::Passkey => "way-good-passkey",
        FactorKind::RecoveryCode => "way-good-recovery-code",
    }
}

/// Why something stays as it is.
pub(crate) fn refused(locale: Locale, why: &Refused) -> Cow<'static, str> {
    let id = match why {
        Refused::Keeps(keeps) => return text(locale, keeps_id(*keeps)),
        Refused::TooMany { most } => {
            return say(locale, "refused-too-many", &[("most", count(*most))]);
        }
        Refused::NoOtherStrongWay => "refused-no-other-strong-way",
        Refused::LastNotices => "refused-last-notices",
        Refused::AlreadyThere => "refused-already-there",
        Refused::NotThere => "refused-not-there",
        Refused::NotReady(_) => "refused-not-ready",
        Refused::NoTexts(why) => no_texts_to(*why),
    };
    text(locale, id)
}

/// The id of the sentence for why no text message goes to a number.
pub(crate) const fn no_texts_to(why: NoTextsTo) -> &'static str {
    match why {
        NoTextsTo::Off => "phone-off",
        NoTextsTo::Elsewhere => "phone-elsewhere",
        NoTextsTo::Number(NoTexts::Premium) => "phone-premium",
        NoTextsTo::Number(NoTexts::FixedLine) => "phone-fixed-line",
        NoTextsTo::Number(NoTexts::Unreachable) => "phone-unreachable",
    }
}

/// The id of the sentence for why a text is no phone number.
pub(crate) const fn not_a_phone_number(why: NotAPhoneNumber) -> &'static str {
    match why {
        NotAPhoneNumber::Empty => "phone-empty",
        NotAPhoneNumber::Character => "phone-character",
        NotAPhoneNumber::Form => "phone-form",
    }
}

/// The id of the sentence for what keeps something.
pub(crate) const fn keeps_id(keeps: Keeps) -> &'static str {
    match keeps {
        Keeps::LastWayIn => "refused-last-way-in",
        Keeps::TwoStepNeedsIt => "refused-two-step-needs-it",
        Keeps::ShortPassword => "refused-short-password",
    }
}

/// Why a name won't do.
pub(crate) fn not_a_label(locale: Locale, why: NotALabel) -> Cow<'static, str> {
    match why {
        NotALabel::Empty => text(locale, "name-empty"),
        NotALabel::TooLong => {
            let most = ("most", count(kadomori_domain::label::LONGEST));
            say(locale, "name-too-long", &[most])
        }
        NotALabel::Character => text(locale, "name-character"),
    }
}

/// Why what was typed is neither an address nor a user name.
pub(crate) fn not_an_identifier(locale: Locale, why: NotAnIdentifier) -> Cow<'static, str> {
    match why {
        NotAnIdentifier::Address(why) => text(locale, not_an_address(why)),
        NotAnIdentifier::Phone(why) => text(locale, not_a_phone_number(why)),
        NotAnIdentifier::UserName(why) => not_a_user_name(locale, why),
    }
}

/// Names in a row.
pub(crate) fn list(locale: Locale, names: &[String]) -> String {
    names.join(match locale {
        Locale::En => ", ",
        Locale::Ja => "、",
    })
}
