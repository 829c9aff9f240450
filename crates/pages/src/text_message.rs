//! Text messages: a few words that fit one segment, and the line by which a phone hands the
//! code to the right page.
//!
//! Not for sending them, nor for what a gateway makes of the letters.

mod segment;

use core::{fmt, time::Duration};
use std::borrow::Cow;

use kadomori_domain::{locale::Locale, purpose::Purpose, reference::Reference, time::Time};

pub use self::segment::{Encoding, Segments, segments};
use crate::{
    sample,
    text::{Value, say, text},
    when::Zone,
};

/// The texts, from the fullest to the shortest. What goes first is the site's name (the last
/// line has its host), then fine words, the end of the code's time, and the reference. The code,
/// what it is for and the warning stay.
const TEXTS: [&str; 6] = [
    "text-code-whole",
    "text-code-plain",
    "text-code-brief",
    "text-code-terse",
    "text-code-timeless",
    "text-code-least",
];

/// A text message that brings a code.
#[derive(Clone)]
pub struct CodeText {
    /// The language of the one who receives it.
    pub locale: Locale,
    /// The organisation's name for its door.
    pub site_name: String,
    /// The code's digits in one group: `482913`.
    pub code: String,
    /// The signs on the page.
    pub reference: Reference,
    /// What the code is for.
    pub purpose: Purpose,
    /// Until when it works.
    pub expires_at: Time,
    /// The zone of the time.
    pub zone: Zone,
    /// The host of the pages, without scheme and port: `id.example.jp`.
    pub host: String,
}

impl CodeText {
    /// The message: as full as it can be in the fewest segments.
    #[must_use]
    pub fn render(&self) -> String {
        let mut best: Option<(usize, String)> = None;
        for id in TEXTS {
            let body = format!("{}\n{}", self.say(id), self.bound());
            let count = segments(&body).count;
            if best.as_ref().is_none_or(|(fewest, _)| count < *fewest) {
                best = Some((count, body));
            }
        }
        best.map_or_else(|| self.bound(), |(_, body)| body)
    }

    /// The line that binds the code to the pages' origin, so that a phone offers it there and
    /// nowhere else (WICG, origin-bound one-time codes delivered via SMS). It is the last.
    fn bound(&self) -> String {
        format!("@{} #{}", self.host, self.code)
    }

    fn say(&self, id: &str) -> Cow<'static, str> {
        let values = [
            ("site", Value::from(self.site_name.as_str())),
            ("code", self.code.as_str().into()),
            ("purpose", self.purpose().into()),
            ("reference", self.reference.to_string().into()),
            ("time", self.zone.clock(self.expires_at, self.locale).into()),
        ];
        say(self.locale, id, &values)
    }

    /// What the code is for, in fewer words than on a page.
    fn purpose(&self) -> Cow<'static, str> {
        text(
            self.locale,
            match self.purpose {
                Purpose::SignIn => "text-for-sign-in",
                Purpose::CreateAccount => "text-for-create-account",
                Purpose::ResetPassword => "text-for-reset-password",
                Purpose::ChangeSecurity => "text-for-change-security",
                Purpose::ConfirmContact => "text-for-confirm-contact",
                Purpose::ConfirmPhone => "text-for-confirm-phone",
            },
        )
    }

    /// One for each purpose, named after it.
    #[must_use]
    pub fn samples() -> Vec<(&'static str, Self)> {
        Purpose::ALL
            .into_iter()
            .map(|purpose| {
                let text = Self {
                    locale: Locale::default(),
                    site_name: "Kadomori".to_owned(),
                    code: "482913".to_owned(),
                    reference: sample::reference(),
                    purpose,
                    expires_at: sample::NOON.plus(Duration::from_mins(10)),
                    zone: sample::zone(),
                    host: "id.example.jp".to_owned(),
                };
                (purpose.name(), text)
            })
            .collect()
    }
}

/// Logs see what it is for; never the code.
impl fmt::Debug for CodeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeText")
            .field("locale", &self.locale)
            .field("reference", &self.reference.to_string())
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}
