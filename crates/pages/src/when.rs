//! Moments and spans in the reader's zone and words. No clock: both ends are given.

use core::time::Duration;
use std::borrow::Cow;

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use kadomori_domain::{locale::Locale, time::Time};

use crate::text::{say, text};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The time zone that a reader's times are written in.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    standing: Standing,
}

/// Whether the reader is known to live in the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Their browser said so: times need no zone beside them.
    Own,
    /// It is the organisation's, or none was known: pages name it beside each time.
    Assumed,
}

impl Zone {
    /// The zone with this IANA name, as the reader's own; `None` when there is none.
    #[must_use]
    pub fn known(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())?;
        Some(Self {
            zone,
            standing: Standing::Own,
        })
    }

    /// The zone with this IANA name, as the reader's own; UTC, named as such, when there is none.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        Self::known(name).unwrap_or_else(Self::utc)
    }

    /// UTC, where nothing better is known.
    #[must_use]
    pub const fn utc() -> Self {
        Self {
            zone: TimeZone::UTC,
            standing: Standing::Assumed,
        }
    }

    /// The same zone for a reader of whom it is only assumed, so that pages name it.
    #[must_use]
    pub fn assumed(self) -> Self {
        Self {
            standing: Standing::Assumed,
            ..self
        }
    }

    /// `12:03`, or `12:03 (Japan time)` where the zone is only assumed.
    pub(crate) fn clock(&self, time: Time, locale: Locale) -> String {
        match self.standing {
            Standing::Own => hours(&self.local(time), locale),
            Standing::Assumed => self.named_clock(time, locale),
        }
    }

    /// `12:03 (Japan time)`, as in a mail.
    pub(crate) fn named_clock(&self, time: Time, locale: Locale) -> String {
        let clock = hours(&self.local(time), locale);
        say(
            locale,
            "time-in-zone",
            &[
                ("time", clock.into()),
                ("zone", self.name(time, locale).into()),
            ],
        )
        .into_owned()
    }

    /// `12:03 (Japan time) on 22 Nov 2026`: for what may be read days later.
    pub(crate) fn whole_moment(&self, time: Time, locale: Locale) -> String {
        let day = self.local(time).date();
        let values = [
            ("date", date_of("time-date-year", day, locale).into()),
            ("time", self.named_clock(time, locale).into()),
        ];
        say(locale, "time-on", &values).into_owned()
    }

    /// `12:03`, whatever is known of the zone: for a second time beside one that names it.
    pub(crate) fn bare_clock(&self, time: Time, locale: Locale) -> String {
        hours(&self.local(time), locale)
    }

    /// A moment to wait for: `12:40`, `12:40 tomorrow`, `12:40 on 24 Nov`.
    pub(crate) fn until(&self, time: Time, now: Time, locale: Locale) -> String {
        let clock = self.clock(time, locale);
        let (today, day) = (self.local(now).date(), self.local(time).date());
        if day == today {
            return clock;
        }
        if today.tomorrow().is_ok_and(|tomorrow| tomorrow == day) {
            return say(locale, "time-tomorrow", &[("time", clock.into())]).into_owned();
        }
        say(
            locale,
            "time-on",
            &[
                ("date", date(day, today, locale).into()),
                ("time", clock.into()),
            ],
        )
        .into_owned()
    }

    /// A moment that has been: `today 12:03`, `yesterday 12:03`, `22 Nov 12:03`.
    pub(crate) fn moment(&self, time: Time, now: Time, locale: Locale) -> String {
        let day = self.day(time, now, locale);
        say(
            locale,
            "time-moment",
            &[
                ("day", day.into()),
                ("time", self.clock(time, locale).into()),
            ],
        )
        .into_owned()
    }

    /// The day of a moment: `today`, `yesterday`, `22 Nov`.
    pub(crate) fn day(&self, time: Time, now: Time, locale: Locale) -> String {
        let (today, day) = (self.local(now).date(), self.local(time).date());
        if day == today {
            return text(locale, "time-today").into_owned();
        }
        if today.yesterday().is_ok_and(|yesterday| yesterday == day) {
            return text(locale, "time-yesterday").into_owned();
        }
        date(day, today, locale)
    }

    /// The moment for machines: `2026-11-22T03:03:00Z`.
    pub(crate) fn machine(time: Time) -> String {
        timestamp(time).to_string()
    }

    fn local(&self, time: Time) -> Zoned {
        timestamp(time).to_zoned(self.zone.clone())
    }

    fn name(&self, time: Time, locale: Locale) -> Cow<'static, str> {
        match self.zone.iana_name() {
            Some("Asia/Tokyo" | "Japan") => return text(locale, "time-zone-japan"),
            Some("UTC" | "Etc/UTC") => return Cow::Borrowed("UTC"),
            _ => {}
        }
        let seconds = self.zone.to_offset(timestamp(time)).seconds();
        let (sign, minutes) = (
            if seconds < 0 { '-' } else { '+' },
            seconds.unsigned_abs() / 60,
        );
        Cow::Owned(match (minutes / 60, minutes % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        })
    }
}

/// How long ago: `just now`, `about 4 minutes ago`, `about 3 hours ago`; `None` after a day.
pub(crate) fn ago(time: Time, now: Time, locale: Locale) -> Option<Cow<'static, str>> {
    let seconds = now.since(time).as_secs();
    let rounded = |unit: u64| u32::try_from((seconds + unit / 2) / unit).unwrap_or(u32::MAX);
    match seconds {
        0..MINUTE => Some(text(locale, "time-just-now")),
        _ if seconds < HOUR - MINUTE / 2 => Some(say(
            locale,
            "time-minutes-ago",
            &[("minutes", rounded(MINUTE).into())],
        )),
        _ if seconds < 24 * HOUR => Some(say(
            locale,
            "time-hours-ago",
            &[("hours", rounded(HOUR).into())],
        )),
        _ => None,
    }
}

/// Whole seconds of a wait, rounded up.
pub(crate) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn hours(local: &Zoned, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{:02}:{:02}", local.hour(), local.minute()),
        Locale::Ja => format!("{}:{:02}", local.hour(), local.minute()),
    }
}

fn date(day: Date, today: Date, locale: Locale) -> String {
    let id = if day.year() == today.year() {
        "time-date"
    } else {
        "time-date-year"
    };
    date_of(id, day, locale)
}

fn date_of(id: &str, day: Date, locale: Locale) -> String {
    let number = |part: i8| u32::from(part.unsigned_abs());
    let year = u32::from(day.year().unsigned_abs());
    let values = [
        ("day", number(day.day()).into()),
        ("month", number(day.month()).into()),
        ("year", year.into()),
    ];
    say(locale, id, &values).into_owned()
}

fn timestamp(time: Time) -> Timestamp {
    Timestamp::from_microsecond(time.micros()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(rfc3339: &str) -> Time {
        let timestamp: Timestamp = rfc3339.parse().expect("a timestamp");
        Time::from_micros(timestamp.as_microsecond())
    }

    #[test]
    fn a_clock_names_its_zone_only_where_it_has_to() {
        let tokyo = Zone::parse("Asia/Tokyo");
        let noon = at("2026-11-22T03:03:00Z");
        assert_eq!(tokyo.clock(noon, Locale::En), "12:03");
        assert_eq!(tokyo.named_clock(noon, Locale::Ja), "12:03（日本時間）");
        assert_eq!(
            tokyo.assumed().clock(noon, Locale::En),
            "12:03 (Japan time)"
        );
        assert_eq!(
            Zone::parse("Nowhere/Land").clock(noon, Locale::En),
            "03:03 (UTC)"
        );
        assert_eq!(
            Zone::parse("Asia/Kolkata").named_clock(noon, Locale::En),
            "08:33 (UTC+5:30)"
        );
        assert_eq!(
            Zone::parse("America/New_York").named_clock(noon, Locale::Ja),
            "22:03（UTC-5）"
        );
        assert!(Zone::known("Nowhere/Land").is_none());
        assert!(Zone::known("").is_none());
    }

    #[test]
    fn a_moment_is_near_or_has_a_date() {
        let tokyo = Zone::parse("Asia/Tokyo");
        let now = at("2026-11-22T03:03:00Z");
        for (then, en, ja) in [
            ("2026-11-21T15:00:00Z", "today 00:00", "今日 0:00"),
            ("2026-11-21T14:59:00Z", "yesterday 23:59", "昨日 23:59"),
            ("2026-11-02T03:03:00Z", "2 Nov 12:03", "11月2日 12:03"),
            (
                "2025-12-31T03:03:00Z",
                "31 Dec 2025 12:03",
                "2025年12月31日 12:03",
            ),
        ] {
            assert_eq!(tokyo.moment(at(then), now, Locale::En), en);
            assert_eq!(tokyo.moment(at(then), now, Locale::Ja), ja);
        }
        assert_eq!(
            tokyo.until(at("2026-11-22T03:40:00Z"), now, Locale::En),
            "12:40"
        );
        assert_eq!(
            tokyo.until(at("2026-11-23T03:40:00Z"), now, Locale::En),
            "12:40 tomorrow"
        );
        assert_eq!(
            tokyo.until(at("2026-11-23T03:40:00Z"), now, Locale::Ja),
            "明日12:40"
        );
        assert_eq!(
            tokyo.until(at("2026-11-24T03:40:00Z"), now, Locale::En),
            "12:40 on 24 Nov"
        );
    }

    #[test]
    fn a_span_is_rounded_kindly() {
        let now = at("2026-11-22T03:03:00Z");
        let before = |seconds| ago(now.minus(Duration::from_secs(seconds)), now, Locale::En);
        assert_eq!(before(59).as_deref(), Some("just now"));
        assert_eq!(before(60).as_deref(), Some("about a minute ago"));
        assert_eq!(before(4 * 60 + 20).as_deref(), Some("about 4 minutes ago"));
        assert_eq!(before(3_580).as_deref(), Some("about an hour ago"));
        assert_eq!(before(5 * 3_600).as_deref(), Some("about 5 hours ago"));
        assert_eq!(before(90_000), None);
    }
}
