//! Names of things: 16-byte `UUIDv7` values (RFC 9562 §5.7), never secrets.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::{chance::Chance, time::Time};

/// A text that is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: 32 hexadecimal digits, with or without hyphens, are expected")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// A new one, in the order of time.
            #[must_use]
            pub fn new(now: Time, chance: &mut Chance) -> Self {
                Self(uuid_v7(now, chance))
            }

            /// The one that these 16 bytes name.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// Its 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self.0.as_simple(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_simple())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

ids! {
    /// An organisation; every row belongs to one.
    TenantId;
    /// An account.
    AccountId;
    /// An address or number that receives codes.
    ContactId;
    /// A browser that Kadomori has seen.
    DeviceId;
    /// One person's signed-in stay in one browser.
    SessionId;
    /// One person's journey through the pages.
    FlowId;
    /// One pending verification.
    ChallengeId;
    /// An authenticator app of an account.
    AppId;
    /// Something that a person began to add to their account and has not confirmed.
    EnrolmentId;
    /// A ceremony with a passkey.
    CeremonyId;
    /// A line in the history.
    EventId;
    /// A message to a person, from the outbox to the ledger.
    MessageId;
    /// A passkey.
    PasskeyId;
}

impl TenantId {
    /// The tenant that a new installation starts with.
    pub const DEFAULT: Self = Self::from_bytes([
        0x01, 0x8f, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x01,
    ]);
}

/// A `UUIDv7` whose 12 bits after the milliseconds are their fraction (RFC 9562 §6.2,
/// method 3), so that ids made in one millisecond keep their order too.
fn uuid_v7(now: Time, chance: &mut Chance) -> Uuid {
    let micros = u64::try_from(now.micros()).unwrap_or(0);
    let mut rest: [u8; 10] = chance.bytes();
    let fraction = u16::try_from((micros % 1_000) * 4_096 / 1_000).unwrap_or(0);
    if let Some(bytes) = rest.first_chunk_mut() {
        *bytes = fraction.to_be_bytes();
    }
    Builder::from_unix_timestamp_millis(micros / 1_000, &rest).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_survive_text() {
        let mut chance = Chance::new([3; 32]);
        let early = FlowId::new(Time::from_micros(1_000_000), &mut chance);
        let late = FlowId::new(Time::from_micros(1_000_001), &mut chance);
        assert!(early < late, "one microsecond is enough");
        assert_eq!(early.to_string().parse(), Ok(early));
        assert_eq!("K7P".parse::<FlowId>(), Err(NotAnId));
    }
}
