//! What can go wrong at the programs' door, in both languages.

use axum::http::StatusCode;
use kadomori_domain::{locale::Locale, time::Time};
use kadomori_genuine::Unreadable;
use kadomori_store::StoreError;

use crate::{
    genuine::{self, NotChecked, unreadable_id},
    reply::Problem,
};

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// What was sent isn't said to be a mail.
    Kind,
    /// It is longer than what is taken.
    TooLarge,
    /// It took too long to come, or came to no end.
    Incomplete,
    /// There is no mail in it.
    Unreadable(Unreadable),
    /// Its network has had enough for now, until then; and what time it is.
    Held {
        /// Until when.
        until: Time,
        /// What time it is.
        now: Time,
    },
    /// Too much is going on.
    Busy,
    /// A page of another site sent it.
    Foreign,
    /// The path takes only `POST`.
    Method,
    /// Something broke; the cause is in the log.
    Broken,
}

/// After how many seconds it is worth trying again when too much is going on.
const SOON: u64 = 10;

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) | StoreError::Unavailable(_) => {
                tracing::error!(%error, "the database can't answer now");
                Self::Busy
            }
            other => {
                tracing::error!(error = %other, "a program's request broke");
                Self::Broken
            }
        }
    }
}

impl From<NotChecked> for Wrong {
    fn from(why: NotChecked) -> Self {
        match why {
            NotChecked::Unreadable(why) => Self::Unreadable(why),
            NotChecked::Busy => Self::Busy,
            NotChecked::Broken => Self::Broken,
        }
    }
}

impl Wrong {
    /// It in the language that was asked for.
    pub(crate) fn told(&self, locale: Locale) -> Problem {
        let (title, detail) = self.words(locale);
        Problem {
            status: self.status(),
            id: self.id(),
            title: title.to_owned(),
            detail,
            locale,
            retry_after: self.retry_after(),
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge | Self::Unreadable(Unreadable::TooLarge) => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Incomplete => StatusCode::REQUEST_TIMEOUT,
            Self::Unreadable(
                Unreadable::Empty | Unreadable::OutlookMessage | Unreadable::NotAMail,
            ) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Held { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn id(&self) -> &'static str {
        match self {
            Self::Kind => "unsupported-type",
            Self::TooLarge => "too-large",
            Self::Incomplete => "incomplete",
            Self::Unreadable(why) => unreadable_id(*why),
            Self::Held { .. } => "too-many-checks",
            Self::Busy => "busy",
            Self::Foreign => "foreign-page",
            Self::Method => "method-not-allowed",
            Self::Broken => "broken",
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Held { until, now } => {
                let wait = until.micros().saturating_sub(now.micros()).max(1);
                u64::try_from(wait)
                    .ok()
                    .map(|wait| wait.div_ceil(1_000_000))
            }
            Self::Busy => Some(SOON),
            Self::Kind
            | Self::TooLarge
            | Self::Incomplete
            | Self::Unreadable(_)
            | Self::Foreign
            | Self::Method
            | Self::Broken => None,
        }
    }

    fn words(&self, locale: Locale) -> (&'static str, String) {
        if let Self::Unreadable(why) = self {
            let title = match locale {
                Locale::En => "There is no mail to judge",
                Locale::Ja => "調べられるメールがありません",
            };
            return (title, why.sentence(genuine::language(locale)));
        }
        let (title, detail) = match locale {
            Locale::En => self.english(),
            Locale::Ja => self.japanese(),
        };
        (title, detail.to_owned())
    }

    const fn english(&self) -> (&'static str, &'static str) {
        match self {
            Self::Kind => (
                "The type of what was sent isn't one of a mail",
                "Send the mail itself as the body, with Content-Type: message/rfc822.",
            ),
            Self::TooLarge | Self::Unreadable(_) => (
                "The mail is too long",
                "Mails of up to 10 MiB are looked at. The mail without its attachments is enough.",
            ),
            Self::Incomplete => (
                "The mail didn't arrive as a whole",
                "What was sent ended before its end, or took longer than a minute. Send it again.",
            ),
            Self::Held { .. } => (
                "Your network has had many mails judged",
                "Wait as many seconds as Retry-After says. Who runs this server can allow more.",
            ),
            Self::Busy => (
                "Too many mails are being judged at the moment",
                "Nothing is wrong with the mail. Send it again in a moment.",
            ),
            Self::Foreign => (
                "Pages of other sites can't ask here",
                "Send the mail from a program, or use the page of this server.",
            ),
            Self::Method => ("Only POST is answered here", "Send the mail with POST."),
            Self::Broken => (
                "Something broke on this side",
                "Nothing is wrong with the mail. The cause is in this server's log.",
            ),
        }
    }

    const fn japanese(&self) -> (&'static str, &'static str) {
        match self {
            Self::Kind => (
                "メールとして受け取れない形式です",
                "メールそのものを本文にして、Content-Type: message/rfc822 で送ってください。",
            ),
            Self::TooLarge | Self::Unreadable(_) => (
                "メールが大きすぎます",
                "調べられるのは10 MiBまでです。添付ファイルを除いたメールでも調べられます。",
            ),
            Self::Incomplete => (
                "メールが最後まで届きませんでした",
                "途中で切れたか、1分を超えました。もう一度送ってください。",
            ),
            Self::Held { .. } => (
                "このネットワークから、たくさんのメールを調べました",
                "Retry-After の秒数だけお待ちください。上限はこのサーバーの運用者が変えられます。",
            ),
            Self::Busy => (
                "いま、たくさんのメールを調べています",
                "メールに問題はありません。少ししてから、もう一度送ってください。",
            ),
            Self::Foreign => (
                "ほかのサイトのページからは使えません",
                "プログラムから送るか、このサーバーのページをお使いください。",
            ),
            Self::Method => (
                "POST だけを受け付けています",
                "メールを POST で送ってください。",
            ),
            Self::Broken => (
                "こちら側で問題が起きました",
                "メールに問題はありません。原因はこのサーバーのログにあります。",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_sentence_in_both_languages() {
        let now = Time::from_micros(1_795_316_580_000_000);
        let until = Time::from_micros(1_795_316_580_000_001);
        for wrong in [
            Wrong::Kind,
            Wrong::TooLarge,
            Wrong::Incomplete,
            Wrong::Unreadable(Unreadable::OutlookMessage),
            Wrong::Held { until, now },
            Wrong::Busy,
            Wrong::Foreign,
            Wrong::Method,
            Wrong::Broken,
        ] {
            let [en, ja] = [Locale::En, Locale::Ja].map(|locale| wrong.told(locale));
            assert!(en.status.is_client_error() || en.status.is_server_error());
            assert_ne!(en.title, ja.title, "{wrong:?}");
            assert!(en.title.is_ascii() && !ja.title.is_ascii(), "{wrong:?}");
        }
        assert_eq!(
            Wrong::Held { until, now }.told(Locale::En).retry_after,
            Some(1)
        );
    }
}
