//! Moments as an operator reads them: in the zone of the settings, which is named.

use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use kadomori_domain::time::Time;

/// Tells moments in one zone.
pub(in crate::command) struct Moments {
    zone: TimeZone,
}

impl Moments {
    pub(in crate::command) fn in_zone(zone: &TimeZone) -> Self {
        Self { zone: zone.clone() }
    }

    /// `2026-11-22 12:03:00 +09:00`: sorts as text, and says its offset in summer as well.
    pub(in crate::command) fn tell(&self, time: Time) -> String {
        let local = timestamp(time).to_zoned(self.zone.clone());
        strtime::format("%Y-%m-%d %H:%M:%S %:z", &local).unwrap_or_else(|_| machine(time))
    }

    /// Which zone it is.
    pub(in crate::command) fn zone(&self) -> String {
        format!("Times are in {}.", self.zone.iana_name().unwrap_or("UTC"))
    }
}

/// The moment for programs: `2026-11-22T03:03:00Z` (RFC 3339).
pub(in crate::command) fn machine(time: Time) -> String {
    timestamp(time).to_string()
}

fn timestamp(time: Time) -> Timestamp {
    Timestamp::from_microsecond(time.micros()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_says_its_offset_and_the_zone_is_named() {
        let noon = Time::from_micros(1_795_316_580_250_000);
        let zone = |name| Moments::in_zone(&TimeZone::get(name).unwrap());
        let tokyo = zone("Asia/Tokyo");
        assert_eq!(tokyo.tell(noon), "2026-11-22 12:03:00 +09:00");
        assert_eq!(tokyo.zone(), "Times are in Asia/Tokyo.");
        let utc = Moments::in_zone(&TimeZone::UTC);
        assert_eq!(utc.tell(noon), "2026-11-22 03:03:00 +00:00");
        assert_eq!(utc.zone(), "Times are in UTC.");
        assert_eq!(machine(noon), "2026-11-22T03:03:00.25Z");
    }
}
