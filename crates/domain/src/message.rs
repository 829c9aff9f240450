//! Messages: what to say, to whom, and until when it is worth saying. No wording, no code.

use serde::{Deserialize, Serialize};

use crate::{
    address::MailAddress,
    client::Agent,
    event::Withheld,
    id::{AccountId, ChallengeId, FlowId, MessageId, TenantId},
    locale::Locale,
    purpose::Purpose,
    reference::Reference,
    time::Time,
};

/// The version that payloads are written in.
pub const VERSION: u16 = 1;

/// A message on its way into the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name; its `Message-ID` follows from it.
    pub id: MessageId,
    /// The organisation.
    pub tenant: TenantId,
    /// The account it concerns, if there is one.
    pub account: Option<AccountId>,
    /// The flow that it serves.
    pub flow: FlowId,
    /// The challenge whose code it brings.
    pub challenge: ChallengeId,
    /// What it says.
    pub payload: CodeMail,
    /// Why it is not sent, where it isn't.
    pub withheld: Option<Withheld>,
    /// When it was asked for.
    pub created_at: Time,
    /// When there is no use in sending it any more.
    pub expires_at: Time,
}

/// What a mail with a code says, but for the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeMail {
    /// To whom.
    pub to: MailAddress,
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
