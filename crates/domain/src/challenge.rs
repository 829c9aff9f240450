//! A challenge: one pending verification, and the code that answers it.

use crate::{
    chance::Chance,
    code::{Code, CodeBinding, CodeLength},
    id::{ChallengeId, FlowId, TenantId},
    key::{KeyId, KeyRing},
    policy::CodePolicy,
    purpose::Purpose,
    reference::Reference,
    time::Time,
};

/// One pending verification, as the database keeps it. It does not hold the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Its name.
    pub id: ChallengeId,
    /// The organisation it belongs to.
    pub tenant: TenantId,
    /// The flow that it verifies something for.
    pub flow: FlowId,
    /// What for.
    pub purpose: Purpose,
    /// The contact that receives the code, in its normal form.
    pub contact: String,
    /// Its own randomness, from which the code follows.
    pub salt: [u8; 32],
    /// The root key from which the code follows.
    pub key: KeyId,
    /// How many digits the code has.
    pub length: CodeLength,
    /// The signs on the page and in the mail's subject.
    pub reference: Reference,
    /// When it was made.
    pub created_at: Time,
    /// When a message with its code was last asked for.
    pub sent_at: Time,
    /// When it ends.
    pub expires_at: Time,
    /// When a newer one of its flow took its place.
    pub superseded_at: Option<Time>,
    /// When its code was accepted: once.
    pub consumed_at: Option<Time>,
}

/// What a new challenge is made for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The organisation.
    pub tenant: TenantId,
    /// The flow.
    pub flow: FlowId,
    /// What for.
    pub purpose: Purpose,
    /// The contact that receives the code, in its normal form.
    pub contact: &'a str,
    /// References that mails of this flow bear already.
    pub taken: &'a [Reference],
}

impl Challenge {
    /// A new one.
    #[must_use]
    pub fn new(
        asked: &Asked<'_>,
        key: KeyId,
        policy: &CodePolicy,
        now: Time,
        chance: &mut Chance,
    ) -> Self {
        Self {
            id: ChallengeId::new(now, chance),
            tenant: asked.tenant,
            flow: asked.flow,
            purpose: asked.purpose,
            contact: asked.contact.to_owned(),
            salt: chance.bytes(),
            key,
            length: policy.length,
            reference: Reference::draw(chance, asked.taken),
            created_at: now,
            sent_at: now,
            expires_at: now.plus(policy.lifetime),
            superseded_at: None,
            consumed_at: None,
        }
    }

    /// The code that answers it; `None` when the ring lacks its key.
    #[must_use]
    pub fn code(&self, keys: &KeyRing) -> Option<Code> {
        let key = keys.code_key(self.key, self.tenant)?;
        Some(Code::derive(
            &key,
            &CodeBinding {
                tenant: self.tenant,
                flow: self.flow,
                challenge: self.id,
                salt: &self.salt,
                purpose: self.purpose,
                contact: &self.contact,
                key: self.key,
                length: self.length,
            },
        ))
    }

    /// Whether its code can still be accepted.
    #[must_use]
    pub fn is_live(&self, now: Time) -> bool {
        self.superseded_at.is_none() && self.consumed_at.is_none() && now < self.expires_at
    }
}
