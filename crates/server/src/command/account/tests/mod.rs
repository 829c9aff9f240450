//! What the account commands say, and what they do at a desk.

mod asking;
mod telling;

use jiff::tz::TimeZone;
use kadomori_domain::time::Time;

/// 12:03 in Tokyo: 2026-11-22 03:03:00 UTC.
const NOON: Time = Time::from_micros(1_795_316_580_000_000);

fn tokyo() -> TimeZone {
    TimeZone::get("Asia/Tokyo").unwrap()
}
