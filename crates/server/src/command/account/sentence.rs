//! An event in the words of those who look after accounts. No wildcard: a new kind has to
//! find its words here. What its person reads is in the pages.

use kadomori_domain::{
    client::Agent,
    delivery::Channel,
    device::Standing,
    event::{
        Actor, CodeRefusal, Facts, GivenUp, OverallLimit, ProofRefusal, SecurityChange, Sending,
        SignOutScope, Withheld,
    },
    factor::{FactorKind, checked::NotRight},
    forwarded::Verdict,
    gate::Reason,
    purpose::Purpose,
    wave::Wave,
};

/// What happened.
pub(super) fn what(facts: &Facts) -> String {
    match facts {
        Facts::CodeRequested {
            purpose,
            because,
            sending,
            withheld,
            ..
        } => requested(*purpose, because, *sending, *withheld),
        Facts::CodeRefused { why, .. } => format!("code not accepted: {}", refusal(*why)),
        Facts::SignedIn { ways, standing, .. } => signed_in(ways, *standing),
        Facts::AccountCreated { by } => format!("account made by {}", actor(*by)),
        Facts::SignedOut { scope, by } => {
            format!("signed out {} by {}", scope_of(*scope), actor(*by))
        }
        Facts::MailGivenUp { why, .. } => format!("mail given up: {}", given_up(*why)),
        Facts::Unlocked => "waits ended by an operator".to_owned(),
        Facts::LimitPassed {
            limit: OverallLimit::Sends,
        } => "more mails than usual went out from the whole site".to_owned(),
        Facts::LimitPassed {
            limit: OverallLimit::Texts,
        } => "all text messages that are paid for today went out".to_owned(),
        Facts::AccountDeleted => "account deleted by an operator".to_owned(),
        Facts::ProofRefused { way, why } => {
            format!("{} not accepted: {}", way_of(*way), proof_refusal(*why))
        }
        Facts::SteppedUp { ways, assurance } => {
            format!("proved again with {} ({})", ways_of(ways), assurance.name())
        }
        Facts::RecoveryCodeUsed { left } => format!("a recovery code used; {left} left"),
        Facts::PasskeyWentBack => "a passkey's counter went back: it may have a copy".to_owned(),
        Facts::DeviceTrusted { .. } => "this browser trusted for ordinary sign-ins".to_owned(),
        Facts::DevicesUntrusted { count } => format!("browsers trusted no more: {count}"),
        Facts::SecurityChanged { change, by } => {
            format!("{} by {}", change_of(*change), actor(*by))
        }
        Facts::ContactBroken { channel } => {
            format!(
                "{} to a contact come back: it counts as broken",
                messages(*channel)
            )
        }
        Facts::ProviderDown { channel, provider } => {
            format!(
                "the provider \"{provider}\" for {} is down",
                messages(*channel)
            )
        }
        Facts::ProviderBack { channel, provider } => {
            format!(
                "the provider \"{provider}\" for {} is back",
                messages(*channel)
            )
        }
        Facts::AreaRefuses { channel, area } => {
            format!("{area} began to turn {} away", messages(*channel))
        }
        Facts::FakeReported { wave } => fake(wave),
        Facts::MailChecked { verdict, .. } => checked(*verdict),
    }
}

fn checked(verdict: Verdict) -> String {
    format!("a forwarded mail checked and answered: {}", verdict.word())
}

/// A mail that posed as one of ours, by what it has in common with others of its kind.
fn fake(wave: &Wave) -> String {
    let mut text = "a fake of our own mails was reported".to_owned();
    if let Some(sender) = &wave.sender {
        text = format!("{text}, from {sender}");
    }
    if !wave.subject.is_empty() {
        text = format!("{text}, \"{}\"", wave.subject);
    }
    if !wave.hosts.is_empty() {
        text = format!("{text}, leading to {}", wave.hosts.join(" and "));
    }
    text
}

/// What travels by a channel.
pub(in crate::command) const fn messages(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => "mails",
        Channel::Text => "text messages",
    }
}

/// `Chrome on Windows`, as far as it is known.
pub(super) fn agent(agent: &Agent) -> Option<String> {
    match (&agent.browser, &agent.system) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

fn requested(
    purpose: Purpose,
    because: &[Reason],
    sending: Sending,
    withheld: Option<Withheld>,
) -> String {
    let what = match sending {
        Sending::First => "code requested",
        Sending::Same => "same code requested again",
        Sending::Renewed => "new code requested in place of an earlier one",
    };
    let mut text = format!("{what} {}", self::purpose(purpose));
    if !because.is_empty() {
        let because: Vec<_> = because.iter().map(|reason| reason_of(*reason)).collect();
        text = format!("{text}, because of {}", because.join(" and "));
    }
    match withheld {
        None => text,
        Some(Withheld::NoAccount) => text + "; not sent: no account",
        Some(Withheld::TooManySends) => text + "; not sent: too many mails before",
        Some(Withheld::TooManyWrongCodes) => text + "; not sent: too many wrong codes before",
        Some(Withheld::NoMoreTexts) => text + "; not sent: no text messages left for the day",
    }
}

/// What a code is for.
pub(in crate::command) const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SignIn => "to sign in",
        Purpose::CreateAccount => "to make an account",
        Purpose::ResetPassword => "to reset the password",
        Purpose::ChangeSecurity => "to change what protects the account",
        Purpose::ConfirmContact => "to confirm an address",
        Purpose::ConfirmPhone => "to confirm a phone number",
    }
}

const fn reason_of(reason: Reason) -> &'static str {
    match reason {
        Reason::NewDevice => "a new browser",
        Reason::WayIn => "the account's way in",
        Reason::Unusual => "an unusual sign-in",
        Reason::ProofTooOld => "a proof too old",
        Reason::TwoStep => "two-step verification",
        Reason::Sensitive => "a sensitive change",
        Reason::Reset => "a password reset",
        Reason::NewContact => "a new address",
    }
}

const fn refusal(why: CodeRefusal) -> &'static str {
    match why {
        CodeRefusal::Wrong => "wrong",
        CodeRefusal::Superseded => "that of an earlier mail",
        CodeRefusal::Expired => "expired",
        CodeRefusal::LastTry => "wrong, and the last try",
        CodeRefusal::Waiting => "typed during a wait, not looked at",
        CodeRefusal::OtherPurpose => "that of another, ended journey",
    }
}

fn signed_in(ways: &[FactorKind], standing: Standing) -> String {
    let browser = match standing {
        Standing::Familiar => "a known browser",
        Standing::New => "a new browser",
    };
    format!("signed in with {} in {browser}", ways_of(ways))
}

fn ways_of(ways: &[FactorKind]) -> String {
    let ways: Vec<_> = ways.iter().map(|way| way_of(*way)).collect();
    ways.join(" and ")
}

const fn way_of(way: FactorKind) -> &'static str {
    match way {
        FactorKind::MailCode => "a mailed code",
        FactorKind::SmsCode => "a code by text message",
        FactorKind::Password => "the password",
        FactorKind::Totp => "an app's code",
        FactorKind::Passkey => "a passkey",
        FactorKind::RecoveryCode => "a recovery code",
    }
}

fn proof_refusal(why: ProofRefusal) -> String {
    let why = match why {
        ProofRefusal::LastTry => return "wrong, and the last try".to_owned(),
        ProofRefusal::Waiting => return "typed during a wait, not looked at".to_owned(),
        ProofRefusal::NotRight { why } => why,
    };
    match why {
        NotRight::Mismatch => "wrong".to_owned(),
        NotRight::Used => "used before".to_owned(),
        NotRight::ClockFast { minutes } => format!("its clock is {minutes} minutes fast"),
        NotRight::ClockSlow { minutes } => format!("its clock is {minutes} minutes slow"),
        NotRight::UnknownPasskey => "no passkey of this account".to_owned(),
        NotRight::OtherSite => "an answer for another site".to_owned(),
        NotRight::CeremonyOver => "too late, or used before".to_owned(),
        NotRight::KeyMissing => "this server lacks the key to look".to_owned(),
    }
}

pub(super) const fn change_of(change: SecurityChange) -> &'static str {
    match change {
        SecurityChange::PasswordSet => "password set",
        SecurityChange::PasswordChanged => "password changed",
        SecurityChange::PasswordReset => "password reset by codes",
        SecurityChange::PasswordRemoved => "password removed",
        SecurityChange::AppAdded => "authenticator app added",
        SecurityChange::AppRenamed => "authenticator app renamed",
        SecurityChange::AppRemoved => "authenticator app removed",
        SecurityChange::PasskeyAdded => "passkey added",
        SecurityChange::PasskeyRenamed => "passkey renamed",
        SecurityChange::PasskeyRemoved => "passkey removed",
        SecurityChange::RecoveryCodesReplaced => "recovery codes replaced",
        SecurityChange::RecoveryCodesRemoved => "recovery codes removed",
        SecurityChange::ContactAdded => "address added",
        SecurityChange::ContactChanged => "what an address receives changed",
        SecurityChange::ContactRemoved => "address removed",
        SecurityChange::PhoneAdded => "phone number added",
        SecurityChange::PhoneRemoved => "phone number removed",
        SecurityChange::IdentifierOn => "signing in with a name allowed",
        SecurityChange::IdentifierOff => "signing in with a name ended",
        SecurityChange::UserNameChanged => "user name changed",
        SecurityChange::UserNameRemoved => "user name removed",
        SecurityChange::PhraseChosen => "phrase in mails chosen",
        SecurityChange::PhraseChanged => "phrase in mails changed",
        SecurityChange::PhraseRemoved => "phrase in mails removed",
        SecurityChange::TwoStepOn => "two-step verification switched on",
        SecurityChange::TwoStepOff => "two-step verification switched off",
    }
}

const fn actor(by: Actor) -> &'static str {
    match by {
        Actor::Person => "its person",
        Actor::Operator => "an operator",
    }
}

const fn scope_of(scope: SignOutScope) -> &'static str {
    match scope {
        SignOutScope::Here => "in this browser",
        SignOutScope::Other => "in another browser",
        SignOutScope::Everywhere => "everywhere",
    }
}

const fn given_up(why: GivenUp) -> &'static str {
    match why {
        GivenUp::Expired => "its code had expired",
        GivenUp::Refused => "the mail server refused it",
    }
}
