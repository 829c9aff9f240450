//! Where a code goes: a mailbox, a phone, or nowhere.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    address::{MailAddress, NotAnAddress},
    delivery::Channel,
    phone::{NotAPhoneNumber, PhoneNumber},
};

/// Before a number (RFC 3966 §3).
const PHONE: &str = "tel:";
/// Before a name that has no mailbox. No mail address has a colon before its `@`.
const NO_MAILBOX: &str = "nobody-mail:";
/// Before a name that has no phone.
const NO_PHONE: &str = "nobody-phone:";

/// Where a code goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Destination {
    /// To a mailbox.
    Mail(MailAddress),
    /// To a phone, as a text message.
    Phone(PhoneNumber),
    /// To no mailbox: who was named has none, or is nobody. Nothing ever leaves for it.
    NoMailbox(String),
    /// To no phone: who was named has none, or is nobody. Nothing ever leaves for it.
    NoPhone(String),
}

/// A text that names no destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADestination {
    /// It looks like a mail address and isn't one.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// It looks like a phone number and isn't one.
    #[error(transparent)]
    Phone(#[from] NotAPhoneNumber),
}

impl Destination {
    /// A stand-in for whoever is called `name`, where there is nothing to send to. Every name
    /// has one of its own, so that limits count them apart.
    #[must_use]
    pub const fn nowhere(channel: Channel, name: String) -> Self {
        match channel {
            Channel::Mail => Self::NoMailbox(name),
            Channel::Text => Self::NoPhone(name),
        }
    }

    /// How messages to it travel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Mail(_) | Self::NoMailbox(_) => Channel::Mail,
            Self::Phone(_) | Self::NoPhone(_) => Channel::Text,
        }
    }

    /// The form that is the same for everyone; codes are bound to it.
    #[must_use]
    pub fn normal(&self) -> String {
        match self {
            Self::Mail(address) => address.normal(),
            Self::Phone(number) => number.as_e164().to_owned(),
            Self::NoMailbox(_) | Self::NoPhone(_) => self.to_text(),
        }
    }

    /// As it may be shown where others can look on.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Mail(address) => address.masked(),
            Self::Phone(number) => number.masked(),
            Self::NoMailbox(_) | Self::NoPhone(_) => "…".to_owned(),
        }
    }

    /// The mail address, if it is one.
    #[must_use]
    pub const fn address(&self) -> Option<&MailAddress> {
        match self {
            Self::Mail(address) => Some(address),
            Self::Phone(_) | Self::NoMailbox(_) | Self::NoPhone(_) => None,
        }
    }

    /// The phone number, if it is one.
    #[must_use]
    pub const fn number(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Phone(number) => Some(number),
            Self::Mail(_) | Self::NoMailbox(_) | Self::NoPhone(_) => None,
        }
    }

    /// The domain of the mailbox, or the country of the number: what refuses and fails
    /// together.
    #[must_use]
    pub fn area(&self) -> String {
        match self {
            Self::Mail(address) => address.domain().to_owned(),
            Self::Phone(number) => {
                let country = number.country();
                country.map_or_else(String::new, |country| country.to_string())
            }
            Self::NoMailbox(_) | Self::NoPhone(_) => String::new(),
        }
    }

    /// As the database keeps it: a bare address, or a number as `tel:+81…` (RFC 3966).
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Mail(address) => address.to_string(),
            Self::Phone(number) => format!("{PHONE}{}", number.as_e164()),
            Self::NoMailbox(name) => format!("{NO_MAILBOX}{name}"),
            Self::NoPhone(name) => format!("{NO_PHONE}{name}"),
        }
    }

    /// Reads what [`to_text`](Self::to_text) wrote.
    pub fn from_text(text: &str) -> Result<Self, NotADestination> {
        if let Some(number) = text.strip_prefix(PHONE) {
            return Ok(Self::Phone(PhoneNumber::from_e164(number)?));
        }
        if let Some(name) = text.strip_prefix(NO_MAILBOX) {
            return Ok(Self::NoMailbox(name.to_owned()));
        }
        if let Some(name) = text.strip_prefix(NO_PHONE) {
            return Ok(Self::NoPhone(name.to_owned()));
        }
        Ok(Self::Mail(MailAddress::parse(text)?))
    }
}

/// As a person reads it.
impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mail(address) => address.fmt(f),
            Self::Phone(number) => number.fmt(f),
            Self::NoMailbox(_) | Self::NoPhone(_) => f.write_str("…"),
        }
    }
}

impl TryFrom<String> for Destination {
    type Error = NotADestination;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_text(&text)
    }
}

impl From<Destination> for String {
    fn from(destination: Destination) -> Self {
        destination.to_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_destination_is_read_back_from_its_text() {
        let address = MailAddress::parse("Mika@example.jp").expect("an address");
        let number = PhoneNumber::from_e164("+819012345678").expect("a number");
        for (destination, text) in [
            (Destination::Mail(address), "Mika@example.jp"),
            (Destination::Phone(number), "tel:+819012345678"),
            (
                Destination::NoMailbox("mika".to_owned()),
                "nobody-mail:mika",
            ),
            (
                Destination::NoPhone("mika@example.jp".to_owned()),
                "nobody-phone:mika@example.jp",
            ),
        ] {
            assert_eq!(destination.to_text(), text);
            assert_eq!(Destination::from_text(text), Ok(destination));
        }
        assert!(Destination::from_text("tel:110").is_err());
        assert!(Destination::from_text("mika").is_err());
    }

    #[test]
    fn a_stand_in_is_never_shown_nor_anyone_elses() {
        let nobody = Destination::nowhere(Channel::Text, "mika@example.jp".to_owned());
        assert!(!nobody.masked().contains("mika"));
        assert!(!nobody.to_string().contains("mika"));
        let mailbox = MailAddress::parse("mika@example.jp").expect("an address");
        assert_ne!(nobody.normal(), Destination::Mail(mailbox).normal());
    }
}
