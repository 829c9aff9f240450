//! Moments as an operator types them: so long ago, or a day and time in the zone of the
//! settings.

use core::str::FromStr;

use jiff::{Timestamp, Zoned, civil, tz::TimeZone};
use kadomori_domain::time::Time;

/// A moment as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// So many seconds ago.
    Ago(u64),
    /// At this time in the zone of the settings.
    Local(civil::DateTime),
    /// At this moment.
    At(Timestamp),
}

/// A text that is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time: say how long ago, as 30m, 2h or 3d, or a day and time, as \"2026-11-22 12:03\"")]
pub(super) struct NoMoment;

impl FromStr for When {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let text = text.trim();
        let units = [("m", 60), ("h", 3_600), ("d", 86_400)];
        for (unit, seconds) in units {
            if let Some(count) = text.strip_suffix(unit)
                && let Ok(count) = count.parse::<u32>()
            {
                return Ok(Self::Ago(u64::from(count) * seconds));
            }
        }
        if let Ok(moment) = text.parse() {
            return Ok(Self::At(moment));
        }
        text.parse().map(Self::Local).map_err(|_| NoMoment)
    }
}

impl When {
    /// The moment that is meant.
    pub(super) fn time(self, now: Time, zone: &TimeZone) -> Time {
        let of = |moment: Timestamp| Time::from_micros(moment.as_microsecond());
        match self {
            Self::Ago(seconds) => now.minus(core::time::Duration::from_secs(seconds)),
            Self::At(moment) => of(moment),
            Self::Local(local) => {
                let zoned: Result<Zoned, _> = local.to_zoned(zone.clone());
                // Only the ends of the calendar have no moment.
                zoned.map_or(now, |zoned| of(zoned.timestamp()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12:03 in Tokyo: 2026-11-22 03:03:00 UTC.
    const NOON: Time = Time::from_micros(1_795_316_580_000_000);

    #[test]
    fn a_moment_is_typed_as_people_say_it() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let time = |text: &str| text.parse::<When>().map(|when| when.time(NOON, &tokyo));
        let hour = core::time::Duration::from_hours(1);
        assert_eq!(time("2h"), Ok(NOON.minus(hour * 2)));
        assert_eq!(time("30m"), Ok(NOON.minus(hour / 2)));
        assert_eq!(time("3d"), Ok(NOON.minus(hour * 72)));
        assert_eq!(time("2026-11-22 12:03"), Ok(NOON));
        assert_eq!(time("2026-11-22T12:03:00"), Ok(NOON));
        assert_eq!(time("2026-11-22T03:03:00Z"), Ok(NOON));
        assert_eq!(time("2026-11-22T12:03:00+09:00"), Ok(NOON));
        let midnight = NOON.minus(core::time::Duration::from_mins(723));
        assert_eq!(time("2026-11-22"), Ok(midnight));
        for text in ["", "yesterday", "5", "-2h", "2026-13-01", "99999999999h"] {
            assert_eq!(time(text), Err(NoMoment), "{text}");
        }
    }
}
