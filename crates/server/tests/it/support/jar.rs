//! The cookies a browser holds, by the rules that browsers follow (RFC 6265bis).

use std::collections::BTreeMap;

use cookie::{Cookie, SameSite};
use kadomori_domain::time::Time;

use super::Span as _;

/// A cookie that a browser holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// What it carries.
    pub(crate) value: String,
    /// Seconds for which it is to be kept; without them it goes with the window.
    pub(crate) max_age: Option<i64>,
    /// Until when it is held, where it outlives the window.
    until: Option<Time>,
}

/// All of them, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar {
    held: BTreeMap<String, Held>,
}

impl Jar {
    /// Takes a `Set-Cookie` header. What a browser would refuse ends the test.
    pub(crate) fn take(&mut self, header: &str, secure: bool, now: Time) {
        let cookie = Cookie::parse(header.to_owned()).unwrap();
        let name = cookie.name().to_owned();
        assert_eq!(cookie.http_only(), Some(true), "{header}");
        assert_eq!(cookie.same_site(), Some(SameSite::Lax), "{header}");
        assert_eq!(cookie.path(), Some("/"), "{header}");
        assert_eq!(cookie.domain(), None, "{header}");
        assert_eq!(cookie.secure().unwrap_or(false), secure, "{header}");
        assert_eq!(name.starts_with("__Host-"), secure, "{header}");
        let max_age = cookie.max_age().map(cookie::time::Duration::whole_seconds);
        if max_age.is_some_and(|seconds| seconds <= 0) {
            self.held.remove(&name);
            return;
        }
        let lasts = max_age.map(|seconds| u64::try_from(seconds).unwrap().seconds());
        let held = Held {
            value: cookie.value().to_owned(),
            max_age,
            until: lasts.map(|lasts| now.plus(lasts)),
        };
        self.held.insert(name, held);
    }

    /// The `Cookie` header that goes with a request.
    pub(crate) fn header(&mut self, now: Time) -> Option<String> {
        self.held
            .retain(|_, held| held.until.is_none_or(|until| now < until));
        let pairs: Vec<_> = self
            .held
            .iter()
            .map(|(name, held)| format!("{name}={}", held.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The cookie whose name ends with this.
    pub(crate) fn find(&self, name: &str) -> Option<&Held> {
        let mut found = self.held.iter().filter(|(full, _)| full.ends_with(name));
        found.next().map(|(_, held)| held)
    }

    /// Puts a cookie in by hand.
    pub(crate) fn plant(&mut self, name: &str, value: &str) {
        let held = Held {
            value: value.to_owned(),
            max_age: None,
            until: None,
        };
        self.held.insert(name.to_owned(), held);
    }

    /// Takes away the cookie whose name ends with this.
    pub(crate) fn remove(&mut self, name: &str) {
        self.held.retain(|full, _| !full.ends_with(name));
    }

    /// What closing the window does: cookies without an age go.
    pub(crate) fn close_window(&mut self) {
        self.held.retain(|_, held| held.until.is_some());
    }
}
