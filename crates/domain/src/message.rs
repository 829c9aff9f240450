//! Messages: what to say, to whom, and until when it is worth saying. No wording, no code.

use serde::{Deserialize, Serialize};

use crate::{
    address::MailAddress,
    client::Agent,
    destination::Destination,
    event::{SecurityChange, Withheld},
    forwarded::Found,
    id::{AccountId, ChallengeId, FlowId, MessageId, TenantId},
    locale::Locale,
    purpose::Purpose,
    reference::Reference,
    seal::Sealed,
    time::Time,
};

/// The version that payloads are written in.
pub const VERSION: u16 = 4;

/// A message on its way into the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name; its `Message-ID` follows from it.
    pub id: MessageId,
    /// The organisation.
    pub tenant: TenantId,
    /// The account it concerns, if there is one.
    pub account: Option<AccountId>,
    /// The flow that it serves and the challenge whose code it brings; `None` for a notice.
    pub serves: Option<(FlowId, ChallengeId)>,
    /// What it says.
    pub payload: Payload,
    /// Why it is not sent, where it isn't.
    pub withheld: Option<Withheld>,
    /// When it was asked for.
    pub created_at: Time,
    /// When there is no use in sending it any more.
    pub expires_at: Time,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "snake_case")]
pub enum Payload {
    /// A code.
    Code(CodeMessage),
    /// That something about the account was changed.
    Notice(NoticeMail),
    /// What a mail is that the person forwarded.
    Verdict(VerdictMail),
}

impl Payload {
    /// To whom.
    #[must_use]
    pub fn to(&self) -> Destination {
        match self {
            Self::Code(message) => message.to.clone(),
            Self::Notice(mail) => Destination::Mail(mail.to.clone()),
            Self::Verdict(mail) => Destination::Mail(mail.to.clone()),
        }
    }

    /// The signs in the subject.
    #[must_use]
    pub const fn reference(&self) -> Reference {
        match self {
            Self::Code(message) => message.reference,
            Self::Notice(mail) => mail.reference,
            Self::Verdict(mail) => mail.reference,
        }
    }
}

/// What a mail says that tells of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeMail {
    /// To whom.
    pub to: MailAddress,
    /// In which language.
    pub locale: Locale,
    /// In which time zone (an IANA name), where known.
    pub zone: Option<String>,
    /// The signs in the subject.
    pub reference: Reference,
    /// What was changed.
    pub change: SecurityChange,
    /// What the thing is called: a passkey's name, an address in its masked form.
    pub label: Option<String>,
    /// When.
    pub at: Time,
    /// The program it was changed with; `None` when an operator did it.
    pub agent: Option<Agent>,
    /// The phrase that stood in mails until this change, sealed; `None` where it is about
    /// something else. What stands there now is looked up when the mail leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_phrase: Option<Sealed>,
}

/// What a mail says that answers a forwarded one: nothing of either mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictMail {
    /// To whom.
    pub to: MailAddress,
    /// In which language.
    pub locale: Locale,
    /// In which time zone (an IANA name), where known.
    pub zone: Option<String>,
    /// The signs in the subject.
    pub reference: Reference,
    /// When it was forwarded.
    pub at: Time,
    /// The name of the forwarding mail (`Message-ID`, without brackets).
    pub answers: Option<String>,
    /// What was found.
    pub found: Found,
    /// Until when no more forwarded mails of the account are answered; `None` where the next
    /// one is.
    pub rests_until: Option<Time>,
}

/// What a message with a code says, but for the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeMessage {
    /// To whom, and so whether as a mail or as a text message.
    pub to: Destination,
    /// In which language.
    pub locale: Locale,
    /// In which time zone (an IANA name), where known.
    pub zone: Option<String>,
    /// What the code is for.
    pub purpose: Purpose,
    /// The signs in the subject.
    pub reference: Reference,
    /// When the code was asked for.
    pub asked_at: Time,
    /// Until when it works.
    pub expires_at: Time,
    /// The program it was asked for with.
    pub agent: Agent,
}
