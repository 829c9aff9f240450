//! Trusted devices are trusted no more. It takes no proof: less trust opens nothing.

use crate::{
    chance::Chance,
    event::Facts,
    id::DeviceId,
    security::{Author, Change, Deed, OwnerScene},
};

/// Which devices are trusted no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untrust {
    /// This one, which was trusted until now.
    One(DeviceId),
    /// All.
    All {
        /// How many were trusted until now.
        trusted: u32,
    },
}

/// Trusts devices no more. Nothing comes of it where none was trusted.
#[must_use]
pub fn untrust(scene: &OwnerScene<'_>, which: Untrust, chance: &mut Chance) -> Deed {
    let (device, count) = match which {
        Untrust::One(device) => (Some(device), 1),
        Untrust::All { trusted } => (None, trusted),
    };
    let mut draft = scene.draft(chance, Author::Person(scene.client));
    if count > 0 {
        draft.change(Change::Untrust { device });
        draft.line(Facts::DevicesUntrusted { count }, None);
    }
    draft.deed
}
