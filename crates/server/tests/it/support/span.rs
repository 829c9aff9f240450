//! Spans as people say them: `app.advance(11.minutes())`.

use core::time::Duration;

/// A number that becomes a span.
pub(crate) trait Span {
    /// So many seconds.
    fn seconds(self) -> Duration;
    /// So many minutes.
    fn minutes(self) -> Duration;
    /// So many hours.
    fn hours(self) -> Duration;
    /// So many days.
    fn days(self) -> Duration;
}

impl Span for u64 {
    fn seconds(self) -> Duration {
        Duration::from_secs(self)
    }

    fn minutes(self) -> Duration {
        Duration::from_mins(self)
    }

    fn hours(self) -> Duration {
        Duration::from_hours(self)
    }

    fn days(self) -> Duration {
        Duration::from_hours(24 * self)
    }
}
