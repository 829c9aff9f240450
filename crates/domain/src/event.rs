//! Events: the lines of a person's history and of the audit log.
//!
//! Facts name nobody; what is personal stands apart, so that it can be erased
//! and the facts remain.

use core::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{
    assurance::Assurance,
    client::Agent,
    delivery::Channel,
    device::Standing,
    factor::{FactorKind, checked::NotRight},
    forwarded::Verdict,
    gate::{Reason, Refusal},
    id::{AccountId, EventId, TenantId},
    purpose::Purpose,
    reference::Reference,
    throttle::Limit,
    time::Time,
    wave::Wave,
};

/// The version that facts and personal parts are written in.
pub const VERSION: u16 = 1;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name, in the order of time.
    pub id: EventId,
    /// The organisation.
    pub tenant: TenantId,
    /// Whose history it belongs to; `None` when no account is concerned.
    pub account: Option<AccountId>,
    /// When.
    pub at: Time,
    /// What happened.
    pub facts: Facts,
    /// What of it is personal.
    pub personal: Personal,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Facts {
    /// A code was asked for.
    CodeRequested {
        /// What for.
        purpose: Purpose,
        /// The signs on its mail and page.
        reference: Reference,
        /// Why a code is needed.
        because: Vec<Reason>,
        /// Whether it is sent once more.
        sending: Sending,
        /// Why nothing was sent, where nothing was.
        withheld: Option<Withheld>,
    },
    /// A code was typed and not accepted.
    CodeRefused {
        /// The signs on the page it was typed into.
        reference: Reference,
        /// Why not.
        why: CodeRefusal,
    },
    /// A session was opened.
    SignedIn {
        /// The signs on the page, where a mailed code was typed.
        #[serde(default)]
        reference: Option<Reference>,
        /// How it was proven.
        ways: Vec<FactorKind>,
        /// How sure it is.
        assurance: Assurance,
        /// Why a code had been asked for.
        because: Vec<Reason>,
        /// What the account knew of the browser until then.
        standing: Standing,
    },
    /// The account was made.
    AccountCreated {
        /// By whom.
        by: Actor,
    },
    /// One or more sessions were ended.
    SignedOut {
        /// Which.
        scope: SignOutScope,
        /// By whom.
        by: Actor,
    },
    /// A mail could not be handed over in time.
    MailGivenUp {
        /// The signs in its subject.
        reference: Reference,
        /// Why not.
        why: GivenUp,
    },
    /// An operator ended the waits of the account.
    Unlocked,
    /// The whole tenant passed a limit that only alerts.
    LimitPassed {
        /// Which.
        limit: OverallLimit,
    },
    /// An account was deleted by an operator. The line belongs to no account.
    AccountDeleted,
    /// Another way than a mailed code was tried, and not accepted.
    ProofRefused {
        /// Which.
        way: FactorKind,
        /// Why not.
        why: ProofRefusal,
    },
    /// The person proved again that it's them.
    SteppedUp {
        /// How.
        ways: Vec<FactorKind>,
        /// How sure it is.
        assurance: Assurance,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// The counter of a passkey went back: it may have been copied.
    PasskeyWentBack,
    /// A device is trusted: it skips the second step of ordinary sign-ins.
    DeviceTrusted {
        /// Until when.
        until: Time,
    },
    /// Trusted devices are trusted no more.
    DevicesUntrusted {
        /// How many.
        count: u32,
    },
    /// What protects the account was changed.
    SecurityChanged {
        /// What.
        change: SecurityChange,
        /// By whom.
        by: Actor,
    },
    /// Messages to a contact of the account came back, several in a row.
    ContactBroken {
        /// What kind of messages.
        channel: Channel,
    },
    /// A provider can't be used for now. The line belongs to no account.
    ProviderDown {
        /// For what.
        channel: Channel,
        /// Its name in the settings.
        provider: String,
    },
    /// A provider can be used again. The line belongs to no account.
    ProviderBack {
        /// For what.
        channel: Channel,
        /// Its name in the settings.
        provider: String,
    },
    /// A domain, or the networks of a country, began to turn messages away. The line belongs
    /// to no account.
    AreaRefuses {
        /// What kind of messages.
        channel: Channel,
        /// The domain, or the country.
        area: String,
    },
    /// Somebody reported a mail that posed as one of ours. The line belongs to no account.
    FakeReported {
        /// What it has in common with the others of its kind.
        wave: Wave,
    },
    /// A mail that the person forwarded was checked and answered.
    MailChecked {
        /// The signs in the answer's subject.
        reference: Reference,
        /// What it was judged to be.
        verdict: Verdict,
    },
}

/// A change of what protects an account, as its history and its notices tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityChange {
    /// There is a password where there was none.
    PasswordSet,
    /// The password is another one.
    PasswordChanged,
    /// A new password was chosen without the old one.
    PasswordReset,
    /// There is no password any more.
    PasswordRemoved,
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app has another name.
    AppRenamed,
    /// An authenticator app was removed.
    AppRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey has another name.
    PasskeyRenamed,
    /// A passkey was removed.
    PasskeyRemoved,
    /// There are new recovery codes; the older ones are void.
    RecoveryCodesReplaced,
    /// The recovery codes are void, and there are no new ones.
    RecoveryCodesRemoved,
    /// An address was added and confirmed.
    ContactAdded,
    /// What an address receives was changed.
    ContactChanged,
    /// An address was removed.
    ContactRemoved,
    /// A phone number was added and confirmed.
    PhoneAdded,
    /// A phone number was removed.
    PhoneRemoved,
    /// Something can be signed in with.
    IdentifierOn,
    /// Something can't be signed in with any more.
    IdentifierOff,
    /// The user name is another one, or there is one now.
    UserNameChanged,
    /// The user name was removed.
    UserNameRemoved,
    /// There is a phrase in mails where there was none.
    PhraseChosen,
    /// The phrase in mails is another one.
    PhraseChanged,
    /// There is no phrase in mails any more.
    PhraseRemoved,
    /// Two-step verification was switched on.
    TwoStepOn,
    /// Two-step verification was switched off.
    TwoStepOff,
}

impl SecurityChange {
    /// All of them.
    pub const ALL: [Self; 26] = [
        Self::PasswordSet,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::PasswordRemoved,
        Self::AppAdded,
        Self::AppRenamed,
        Self::AppRemoved,
        Self::PasskeyAdded,
        Self::PasskeyRenamed,
        Self::PasskeyRemoved,
        Self::RecoveryCodesReplaced,
        Self::RecoveryCodesRemoved,
        Self::ContactAdded,
        Self::ContactChanged,
        Self::ContactRemoved,
        Self::PhoneAdded,
        Self::PhoneRemoved,
        Self::IdentifierOn,
        Self::IdentifierOff,
        Self::UserNameChanged,
        Self::UserNameRemoved,
        Self::PhraseChosen,
        Self::PhraseChanged,
        Self::PhraseRemoved,
        Self::TwoStepOn,
        Self::TwoStepOff,
    ];
}

/// Why an answer was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum ProofRefusal {
    /// It wasn't right.
    NotRight {
        /// Why.
        why: NotRight,
    },
    /// It wasn't right, and it was the last try.
    LastTry,
    /// There is a wait after too many wrong answers.
    Waiting,
}

impl Facts {
    /// The name of the kind, as the database and the logs have it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::CodeRequested { .. } => "code_requested",
            Self::CodeRefused { .. } => "code_refused",
            Self::SignedIn { .. } => "signed_in",
            Self::AccountCreated { .. } => "account_created",
            Self::SignedOut { .. } => "signed_out",
            Self::MailGivenUp { .. } => "mail_given_up",
            Self::Unlocked => "unlocked",
            Self::LimitPassed { .. } => "limit_passed",
            Self::AccountDeleted => "account_deleted",
            Self::ProofRefused { .. } => "proof_refused",
            Self::SteppedUp { .. } => "stepped_up",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::PasskeyWentBack => "passkey_went_back",
            Self::DeviceTrusted { .. } => "device_trusted",
            Self::DevicesUntrusted { .. } => "devices_untrusted",
            Self::SecurityChanged { .. } => "security_changed",
            Self::ContactBroken { .. } => "contact_broken",
            Self::ProviderDown { .. } => "provider_down",
            Self::ProviderBack { .. } => "provider_back",
            Self::AreaRefuses { .. } => "area_refuses",
            Self::FakeReported { .. } => "fake_reported",
            Self::MailChecked { .. } => "mail_checked",
        }
    }

    /// The signs on the mail or page that it is about.
    #[must_use]
    pub const fn reference(&self) -> Option<Reference> {
        match self {
            Self::CodeRequested { reference, .. }
            | Self::CodeRefused { reference, .. }
            | Self::MailGivenUp { reference, .. }
            | Self::MailChecked { reference, .. } => Some(*reference),
            Self::SignedIn { reference, .. } => *reference,
            Self::ProofRefused { .. }
            | Self::SteppedUp { .. }
            | Self::RecoveryCodeUsed { .. }
            | Self::PasskeyWentBack
            | Self::DeviceTrusted { .. }
            | Self::DevicesUntrusted { .. }
            | Self::SecurityChanged { .. }
            | Self::AccountCreated { .. }
            | Self::SignedOut { .. }
            | Self::Unlocked
            | Self::LimitPassed { .. }
            | Self::ContactBroken { .. }
            | Self::ProviderDown { .. }
            | Self::ProviderBack { .. }
            | Self::AreaRefuses { .. }
            | Self::FakeReported { .. }
            | Self::AccountDeleted => None,
        }
    }
}

/// Whether a code is sent for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// The first of its flow.
    First,
    /// The same code once more.
    Same,
    /// A new code in place of an older one.
    Renewed,
}

/// Why a message is made and not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// No account has the address, and people can't make one by themselves.
    NoAccount,
    /// Too many messages were sent already.
    TooManySends,
    /// Too many wrong codes: a code would not be accepted now.
    TooManyWrongCodes,
    /// No more text messages are paid for that day.
    NoMoreTexts,
}

impl Withheld {
    /// Its name in the database; never changed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoAccount => "no_account",
            Self::TooManySends => "too_many_sends",
            Self::TooManyWrongCodes => "too_many_wrong_codes",
            Self::NoMoreTexts => "no_more_texts",
        }
    }

    /// The reason with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::NoAccount,
            Self::TooManySends,
            Self::TooManyWrongCodes,
            Self::NoMoreTexts,
        ];
        all.into_iter().find(|withheld| withheld.name() == name)
    }

    /// The reason to withhold that a refusal is.
    #[must_use]
    pub const fn by(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooManyWrongCodes => Self::TooManyWrongCodes,
            Refusal::TooManySends | Refusal::NetworkBusy => Self::TooManySends,
            Refusal::NoMoreTexts => Self::NoMoreTexts,
            Refusal::RegistrationClosed => Self::NoAccount,
        }
    }
}

/// Why a code was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeRefusal {
    /// It doesn't match.
    Wrong,
    /// It is the code of an earlier mail of the same flow.
    Superseded,
    /// Its time is over.
    Expired,
    /// It doesn't match, and it was the last try.
    LastTry,
    /// There is a wait after too many wrong codes.
    Waiting,
    /// It is a void code of another journey of the same browser, which led elsewhere.
    OtherPurpose,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The person.
    Person,
    /// An operator at the terminal.
    Operator,
}

/// Which sessions were ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOutScope {
    /// The one in which it was asked for.
    Here,
    /// Another one, chosen from the list.
    Other,
    /// All.
    Everywhere,
}

/// Why a mail could not be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenUp {
    /// Its code ended before a mail server took it.
    Expired,
    /// The mail server refused it for good.
    Refused,
}

/// A limit on the whole tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverallLimit {
    /// Messages.
    Sends,
    /// Text messages, by the day.
    Texts,
}

impl OverallLimit {
    /// The limit it is counted under.
    #[must_use]
    pub const fn limit(self) -> Limit {
        match self {
            Self::Sends => Limit::SendsOverall,
            Self::Texts => Limit::TextsOverall,
        }
    }
}

/// What of an event is personal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The contact it was about, where no account says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The address that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<IpAddr>,
    /// The program that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
    /// What the person calls the thing that it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}
