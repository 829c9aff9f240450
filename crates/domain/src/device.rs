//! Devices: browsers that Kadomori has seen, recognised by a cookie of their own.

use serde::{Deserialize, Serialize};

use crate::{
    client::Agent,
    factor::FactorKind,
    id::DeviceId,
    throttle::Lane,
    time::Time,
    token::{Token, TokenHash},
};

/// What an account knows of the browser that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The account has signed in on it.
    Familiar,
    /// The account has never been seen on it.
    New,
}

impl Standing {
    /// Whose limits it spends.
    #[must_use]
    pub const fn lane(self) -> Lane {
        match self {
            Self::Familiar => Lane::Familiar,
            Self::New => Lane::Stranger,
        }
    }
}

/// A browser that is seen for the first time.
#[derive(Debug)]
pub struct NewDevice {
    /// Its name.
    pub id: DeviceId,
    /// The secret that its cookie carries from now on.
    pub token: Token,
    /// What the database keeps of the secret.
    pub hash: TokenHash,
}

/// The browser that a session is opened in.
#[derive(Debug)]
pub enum DeviceHere {
    /// Its cookie names a device.
    Known(DeviceId),
    /// It is given a cookie.
    New(NewDevice),
}

impl DeviceHere {
    /// Its name.
    #[must_use]
    pub const fn id(&self) -> DeviceId {
        match self {
            Self::Known(id) => *id,
            Self::New(device) => device.id,
        }
    }
}

/// That an account was signed in on a device.
#[derive(Debug)]
pub struct DeviceSeen {
    /// Which browser.
    pub device: DeviceHere,
    /// What it says it is.
    pub agent: Agent,
    /// When.
    pub at: Time,
    /// The way that was proven first, to be offered first the next time.
    pub way: Option<FactorKind>,
    /// Until when the person trusts it; `None` leaves that as it was.
    pub trusted_until: Option<Time>,
}
