//! How the domain's values stand in columns.

use core::time::Duration;

use kadomori_domain::{
    address::MailAddress,
    assurance::Assurance,
    code::CodeLength,
    destination::Destination,
    factor::{
        FactorKind,
        passkey::{Aaguid, CredentialId},
    },
    holdings::PasswordHeld,
    id::{
        AccountId, AppId, CeremonyId, ChallengeId, ContactId, DeviceId, EnrolmentId, EventId,
        FlowId, MessageId, PasskeyId, SessionId, TenantId,
    },
    identifier::Identifier,
    key::KeyId,
    label::Label,
    locale::Locale,
    phone::PhoneNumber,
    purpose::Purpose,
    reference::Reference,
    seal::Sealed,
    session::Keep,
    time::Time,
    token::TokenHash,
    user_name::UserName,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::StoreError,
    value::{FromValue, Kind, ToValue, Value},
};

macro_rules! sixteen_bytes {
    ($($id:ty),+) => {$(
        impl ToValue for $id {
            const KIND: Kind = Kind::Blob;
            fn to_value(&self) -> Value {
                self.as_bytes().to_value()
            }
        }

        impl FromValue for $id {
            fn from_value(value: &Value) -> Result<Self, String> {
                FromValue::from_value(value).map(Self::from_bytes)
            }
        }
    )+};
}

sixteen_bytes!(
    AccountId,
    AppId,
    CeremonyId,
    ChallengeId,
    ContactId,
    DeviceId,
    EnrolmentId,
    EventId,
    FlowId,
    MessageId,
    PasskeyId,
    SessionId,
    TenantId
);

/// Values whose text is read back by a function of their own.
macro_rules! texts {
    ($($type:ty: $write:expr, $read:expr;)+) => {$(
        impl ToValue for $type {
            const KIND: Kind = Kind::Text;
            fn to_value(&self) -> Value {
                let write: fn(&Self) -> String = $write;
                Value::Text(write(self))
            }
        }

        impl FromValue for $type {
            fn from_value(value: &Value) -> Result<Self, String> {
                let text = String::from_value(value)?;
                let read: fn(&str) -> Option<Self> = $read;
                read(&text).ok_or_else(|| format!("not a {}", stringify!($type)))
            }
        }
    )+};
}

texts! {
    Assurance: |level| level.name().to_owned(), Assurance::named;
    FactorKind: |kind| kind.name().to_owned(), FactorKind::named;
    Destination: Destination::to_text, |text| Destination::from_text(text).ok();
    PhoneNumber: |number| number.as_e164().to_owned(), |text| PhoneNumber::from_e164(text).ok();
    Label: ToString::to_string, |text| Label::parse(text).ok();
    MailAddress: ToString::to_string, |text| MailAddress::parse(text).ok();
    Locale: |locale| locale.tag().to_owned(), Locale::tagged;
    PasswordHeld: |held| held_name(*held).to_owned(), held_named;
    Purpose: |purpose| purpose.name().to_owned(), Purpose::named;
    Reference: ToString::to_string, |text| Reference::parse(text).ok();
}

const fn held_name(held: PasswordHeld) -> &'static str {
    match held {
        PasswordHeld::None => "none",
        PasswordHeld::Short => "short",
        PasswordHeld::Long => "long",
    }
}

fn held_named(name: &str) -> Option<PasswordHeld> {
    [PasswordHeld::None, PasswordHeld::Short, PasswordHeld::Long]
        .into_iter()
        .find(|held| held_name(*held) == name)
}

impl ToValue for Time {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        Value::Int(self.micros())
    }
}

impl FromValue for Time {
    fn from_value(value: &Value) -> Result<Self, String> {
        i64::from_value(value).map(Self::from_micros)
    }
}

/// A span in whole microseconds.
impl ToValue for Duration {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        Value::Int(i64::try_from(self.as_micros()).unwrap_or(i64::MAX))
    }
}

impl FromValue for Duration {
    fn from_value(value: &Value) -> Result<Self, String> {
        let micros = i64::from_value(value)?;
        u64::try_from(micros)
            .map(Self::from_micros)
            .map_err(|_| format!("{micros} is no span"))
    }
}

impl ToValue for TokenHash {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        self.as_bytes().to_value()
    }
}

impl FromValue for TokenHash {
    fn from_value(value: &Value) -> Result<Self, String> {
        FromValue::from_value(value).map(Self::from_bytes)
    }
}

impl ToValue for Sealed {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        Value::Blob(self.to_bytes())
    }
}

impl FromValue for Sealed {
    fn from_value(value: &Value) -> Result<Self, String> {
        let bytes = Vec::from_value(value)?;
        Self::from_bytes(&bytes).map_err(|error| error.to_string())
    }
}

impl ToValue for CredentialId {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        self.as_bytes().to_value()
    }
}

impl FromValue for CredentialId {
    fn from_value(value: &Value) -> Result<Self, String> {
        let bytes = Vec::from_value(value)?;
        Self::from_bytes(bytes).map_err(|error| error.to_string())
    }
}

impl ToValue for Aaguid {
    const KIND: Kind = Kind::Blob;
    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

impl FromValue for Aaguid {
    fn from_value(value: &Value) -> Result<Self, String> {
        FromValue::from_value(value).map(Self)
    }
}

/// Whether a session is kept, as 0 or 1.
impl ToValue for Keep {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        (*self == Self::Kept).to_value()
    }
}

impl FromValue for Keep {
    fn from_value(value: &Value) -> Result<Self, String> {
        let kept = bool::from_value(value)?;
        Ok(if kept { Self::Kept } else { Self::Brief })
    }
}

impl ToValue for KeyId {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

impl FromValue for KeyId {
    fn from_value(value: &Value) -> Result<Self, String> {
        u32::from_value(value).map(Self)
    }
}

impl ToValue for CodeLength {
    const KIND: Kind = Kind::Int;
    fn to_value(&self) -> Value {
        u8::from(*self).to_value()
    }
}

impl FromValue for CodeLength {
    fn from_value(value: &Value) -> Result<Self, String> {
        let digits = u8::from_value(value)?;
        Self::try_from(digits).map_err(|error| error.to_string())
    }
}

/// The identifier of this kind that `text` spells.
pub(crate) fn identifier(kind: &str, text: &str) -> Result<Identifier, StoreError> {
    let read = match kind {
        "mail" => MailAddress::parse(text).ok().map(Identifier::Mail),
        "phone" => PhoneNumber::from_e164(text).ok().map(Identifier::Phone),
        "user_name" => UserName::parse(text).ok().map(Identifier::UserName),
        _ => None,
    };
    read.ok_or_else(|| StoreError::unreadable("an identifier", format!("not a {kind}")))
}

/// A structured value as the JSON text of its column.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::unreadable("a value to write", error))
}

/// The structured value in the JSON text of `column`.
pub(crate) fn from_json<T: DeserializeOwned>(column: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::unreadable(column, error))
}

/// An identifier as [`identifier`] reads it: as it was typed, but for numbers, which have one
/// form.
pub(crate) fn identifier_text(identifier: &Identifier) -> String {
    match identifier {
        Identifier::Mail(_) | Identifier::UserName(_) => identifier.to_string(),
        Identifier::Phone(number) => number.as_e164().to_owned(),
    }
}

/// Refuses a version that this program doesn't read: newer than the known one, or older than
/// the oldest that may still stand there.
pub(crate) fn known_version(
    table: &str,
    found: u16,
    (oldest, known): (u16, u16),
) -> Result<(), StoreError> {
    if (oldest..=known).contains(&found) {
        return Ok(());
    }
    Err(StoreError::unreadable(
        table,
        format!("version {found} is none of the known {oldest} to {known}"),
    ))
}
