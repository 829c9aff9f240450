//! Passkeys (`WebAuthn` Level 3).

use crate::{id::PasskeyId, label::Label, time::Time};

/// A passkey as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its name in the database.
    pub id: PasskeyId,
    /// The credential id that its authenticator knows it by.
    pub credential: Vec<u8>,
    /// Its public key, as the library writes it down.
    pub public_key: Vec<u8>,
    /// What the person calls it.
    pub label: Label,
    /// Its signature counter (§6.1.1).
    pub counter: u32,
    /// Whether it may be copied between devices (the BE flag).
    pub can_sync: bool,
    /// Whether it is copied between devices (the BS flag).
    pub synced: bool,
    /// Whether its device has ever checked its owner (the UV flag).
    pub verified: bool,
    /// How its authenticator can be reached, in the standard's words.
    pub transports: Vec<String>,
    /// The model of its authenticator.
    pub aaguid: [u8; 16],
    /// When it was added.
    pub created_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
}
