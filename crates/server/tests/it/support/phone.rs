//! A phone with an authenticator app, whose clock may be off: `oathtool`, which knows nothing
//! of ours.

use std::process::Command;

use kadomori_domain::time::Time;

use super::{Page, Span as _, TestApp};

/// How long a code lasts, in microseconds.
const STEP: i64 = 30_000_000;

/// A phone.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    key: String,
    last: Option<i64>,
}

impl Phone {
    /// Takes the key from the page, as an app on the same device does.
    pub(crate) fn scan(page: &Page) -> Self {
        let uri = page.attribute("a[href^='otpauth://totp/']", "href");
        let uri = uri.expect("a key on the page");
        let (_, query) = uri.split_once("?secret=").expect("a key in the address");
        let key = query.split('&').next().unwrap().to_owned();
        Self { key, last: None }
    }

    /// Types the key off the page, where no camera is.
    pub(crate) fn type_key(page: &Page) -> Self {
        let key = page.all(".key").remove(0).replace(' ', "");
        Self { key, last: None }
    }

    /// The key that it has.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The octets that stand behind the key (RFC 4648 §6).
    pub(crate) fn seed(&self) -> Vec<u8> {
        let value = |sign: char| match sign {
            'A'..='Z' => u64::from(sign) - u64::from('A'),
            _ => u64::from(sign) - u64::from('2') + 26,
        };
        let signs: Vec<u64> = self.key.chars().map(value).collect();
        let group = |eight: &[u64]| eight.iter().fold(0, |bits, five| bits << 5 | five);
        let octets = |bits: u64| bits.to_be_bytes()[3..].to_vec();
        signs.chunks(8).map(group).flat_map(octets).collect()
    }

    /// What it shows when its clock says this.
    pub(crate) fn shows_at(&self, time: Time) -> String {
        let now = format!("@{}", time.micros().div_euclid(1_000_000));
        let run = Command::new("oathtool")
            .args(["--totp", "--base32", &self.key, "--now", &now])
            .output()
            .expect("oathtool is installed");
        assert!(run.status.success(), "{run:?}");
        String::from_utf8(run.stdout).unwrap().trim().to_owned()
    }

    /// What it shows now.
    pub(crate) fn shows(&self, app: &TestApp) -> String {
        self.shows_at(app.now())
    }

    /// A code that it hasn't shown before: waits for the next where it has.
    pub(crate) fn next(&mut self, app: &TestApp) -> String {
        let step = |time: Time| time.micros().div_euclid(STEP);
        if self.last.is_some_and(|last| step(app.now()) <= last) {
            app.advance(30.seconds());
        }
        self.last = Some(step(app.now()));
        self.shows(app)
    }
}
