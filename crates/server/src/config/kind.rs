//! The kinds of setting: what each takes, how it says what it expects, and how
//! its value is written back. A new kind is a new [`Kind`]; most are a [`Written`].

use std::fmt::Display;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;

use super::choice::Choice;
use super::raw::{Mismatch, Raw, quoted};
use super::written::is_host_name;

/// What a setting takes.
pub(super) trait Kind {
    /// What the rest of the server gets.
    type Value;

    /// What is expected, completing "Expected: …".
    fn expected(&self) -> String;

    /// Makes sense of what was written.
    fn read(&self, raw: &Raw) -> Result<Self::Value, Mismatch>;

    /// The value as it would stand in the file.
    fn show(&self, value: &Self::Value) -> String;

    /// Whether the value must never be printed.
    fn is_secret(&self) -> bool {
        false
    }
}

/// A whole number between two others, both included.
pub(super) struct Whole<T> {
    least: T,
    most: T,
}

pub(super) fn whole<T>(least: T, most: T) -> Whole<T> {
    Whole { least, most }
}

impl<T: Copy + Display + Into<i64> + TryFrom<i64>> Kind for Whole<T> {
    type Value = T;

    fn expected(&self) -> String {
        format!("a whole number from {} to {}", self.least, self.most)
    }

    fn read(&self, raw: &Raw) -> Result<T, Mismatch> {
        let number = raw.whole()?;
        if number < self.least.into() {
            return Err(Mismatch::because(format!("the least is {}", self.least)));
        }
        if number > self.most.into() {
            return Err(Mismatch::because(format!("the most is {}", self.most)));
        }
        T::try_from(number).map_err(|_| Mismatch::Kind)
    }

    fn show(&self, value: &T) -> String {
        value.to_string()
    }
}

/// A duration between two others, both included, in whole seconds.
pub(super) struct Span {
    least: Duration,
    most: Duration,
}

pub(super) fn span(least: Duration, most: Duration) -> Span {
    Span { least, most }
}

impl Kind for Span {
    type Value = Duration;

    fn expected(&self) -> String {
        format!(
            "a duration from {} to {}, as {}",
            duration_text(self.least),
            duration_text(self.most),
            self.show(&self.most)
        )
    }

    fn read(&self, raw: &Raw) -> Result<Duration, Mismatch> {
        if raw.whole().is_ok() {
            return Err(Mismatch::because("a duration has a unit: s, m, h or d"));
        }
        let duration = parse_duration(raw.text()?).ok_or(Mismatch::Kind)?;
        if duration < self.least {
            return Err(Mismatch::because(format!(
                "the least is {}",
                duration_text(self.least)
            )));
        }
        if duration > self.most {
            return Err(Mismatch::because(format!(
                "the most is {}",
                duration_text(self.most)
            )));
        }
        Ok(duration)
    }

    fn show(&self, value: &Duration) -> String {
        format!("\"{}\"", duration_text(*value))
    }
}

const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

fn parse_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (_, seconds) = UNITS.into_iter().find(|(unit, _)| text.ends_with(*unit))?;
    let mut digits = text.chars();
    digits.next_back();
    let count: u64 = digits.as_str().trim_end().parse().ok()?;
    count.checked_mul(seconds).map(Duration::from_secs)
}

/// A duration in the largest unit that divides it; a single day is 24 hours and a single
/// minute 60 seconds, as people set them.
pub(super) fn duration_text(duration: Duration) -> String {
    let whole = duration.as_secs();
    let fits = |unit: char, size: u64| match unit {
        'd' | 'm' => whole.is_multiple_of(size) && whole >= 2 * size,
        _ => whole.is_multiple_of(size) && whole >= size,
    };
    UNITS
        .into_iter()
        .find(|(unit, size)| fits(*unit, *size))
        .map_or_else(
            || format!("{whole}s"),
            |(unit, size)| format!("{}{unit}", whole / size),
        )
}

/// One word out of a few.
pub(super) struct Words<T>(PhantomData<T>);

pub(super) fn words<T: Choice>() -> Words<T> {
    Words(PhantomData)
}

impl<T: Choice + PartialEq> Kind for Words<T> {
    type Value = T;

    fn expected(&self) -> String {
        let words: Vec<String> = T::WORDS
            .iter()
            .map(|(word, _)| format!("\"{word}\""))
            .collect();
        match words.split_last() {
            Some((last, others)) if !others.is_empty() => {
                format!("{} or {last}", others.join(", "))
            }
            _ => words.concat(),
        }
    }

    fn read(&self, raw: &Raw) -> Result<T, Mismatch> {
        let text = raw.text()?;
        T::WORDS
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(text.trim()))
            .map(|(_, value)| *value)
            .ok_or(Mismatch::Kind)
    }

    fn show(&self, value: &T) -> String {
        let word = T::WORDS
            .iter()
            .find(|(_, of)| of == value)
            .map_or("", |(word, _)| word);
        format!("\"{word}\"")
    }
}

/// A text that a function makes sense of.
pub(super) struct Written<T> {
    pub(super) expected: &'static str,
    pub(super) parse: fn(&str) -> Result<T, String>,
    pub(super) show: fn(&T) -> String,
    pub(super) secret: bool,
}

impl<T> Kind for Written<T> {
    type Value = T;

    fn expected(&self) -> String {
        self.expected.to_owned()
    }

    fn read(&self, raw: &Raw) -> Result<T, Mismatch> {
        (self.parse)(raw.text()?).map_err(Mismatch::Because)
    }

    fn show(&self, value: &T) -> String {
        toml::Value::String((self.show)(value)).to_string()
    }

    fn is_secret(&self) -> bool {
        self.secret
    }
}

/// A setting that an empty text leaves unset.
pub(super) struct Optional<K>(K);

pub(super) fn optional<K: Kind>(kind: K) -> Optional<K> {
    Optional(kind)
}

impl<K: Kind> Kind for Optional<K> {
    type Value = Option<K::Value>;

    fn expected(&self) -> String {
        format!("{}; or \"\" for none", self.0.expected())
    }

    fn read(&self, raw: &Raw) -> Result<Self::Value, Mismatch> {
        match raw.text() {
            Ok("") => Ok(None),
            _ => self.0.read(raw).map(Some),
        }
    }

    fn show(&self, value: &Self::Value) -> String {
        value
            .as_ref()
            .map_or_else(|| "\"\"".to_owned(), |value| self.0.show(value))
    }

    fn is_secret(&self) -> bool {
        self.0.is_secret()
    }
}

/// A list of networks. A single address is a network of one.
pub(super) struct Networks {
    whole_internet: WholeInternet,
}

/// Whether a list of networks may hold all addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WholeInternet {
    /// Naming every address makes sense.
    Fine,
    /// Naming every address would undo what the setting is for.
    Refused,
}

pub(super) fn networks(whole_internet: WholeInternet) -> Networks {
    Networks { whole_internet }
}

impl Kind for Networks {
    type Value = Vec<IpNet>;

    fn expected(&self) -> String {
        "a list of networks or addresses, as [\"10.0.0.0/8\", \"::1\"]".to_owned()
    }

    fn read(&self, raw: &Raw) -> Result<Vec<IpNet>, Mismatch> {
        raw.list()?
            .into_iter()
            .map(|item| self.network(item))
            .collect()
    }

    fn show(&self, value: &Vec<IpNet>) -> String {
        let shown: Vec<String> = value
            .iter()
            .map(|network| format!("\"{network}\""))
            .collect();
        format!("[{}]", shown.join(", "))
    }
}

impl Networks {
    fn network(&self, text: &str) -> Result<IpNet, Mismatch> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(address.into());
        }
        let network: IpNet = text
            .parse()
            .map_err(|_| Mismatch::because(format!("{} is not a network", quoted(text))))?;
        if network != network.trunc() {
            return Err(Mismatch::because(format!(
                "{text} names an address inside a network; write \"{}\" for the network \
                 or \"{}\" for the address",
                network.trunc(),
                network.addr()
            )));
        }
        if network.prefix_len() == 0 && self.whole_internet == WholeInternet::Refused {
            return Err(Mismatch::because(format!(
                "{text} is every address there is"
            )));
        }
        Ok(network)
    }
}

/// A list of servers by their names, in lower case.
pub(super) struct Servers;

pub(super) fn servers() -> Servers {
    Servers
}

impl Kind for Servers {
    type Value = Vec<String>;

    fn expected(&self) -> String {
        "a list of servers' names, as [\"mx.example.jp\"]".to_owned()
    }

    fn read(&self, raw: &Raw) -> Result<Vec<String>, Mismatch> {
        let named = |item: &str| {
            let why = || Mismatch::because(format!("{} isn't the name of a server", quoted(item)));
            is_host_name(item)
                .then(|| item.to_ascii_lowercase())
                .ok_or_else(why)
        };
        raw.list()?.into_iter().map(named).collect()
    }

    fn show(&self, value: &Vec<String>) -> String {
        let shown: Vec<String> = value.iter().map(|name| format!("\"{name}\"")).collect();
        format!("[{}]", shown.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(text: &str) -> Raw {
        Raw::Variable(text.to_owned())
    }

    #[test]
    fn durations_are_read_and_written_in_the_units_people_use() {
        let kind = span(Duration::from_secs(1), Duration::from_hours(24 * 365));
        for (written, shown) in [
            ("60s", "60s"),
            ("1m", "60s"),
            ("600s", "10m"),
            ("60m", "1h"),
            ("24h", "24h"),
            ("1d", "24h"),
            ("48h", "2d"),
            (" 30 d ", "30d"),
            ("90m", "90m"),
        ] {
            let duration = kind.read(&variable(written)).unwrap();
            assert_eq!(duration_text(duration), shown, "{written}");
        }
        for written in [
            "",
            "m",
            "10",
            "ten m",
            "-1m",
            "1.5h",
            "1h30m",
            "10 minutes",
            "0s",
            "999d",
        ] {
            assert!(kind.read(&variable(written)).is_err(), "{written}");
        }
        assert!(kind.read(&variable("99999999999999999999d")).is_err());
    }

    #[test]
    fn a_number_out_of_bounds_names_the_bound() {
        let kind = whole(6_u8, 10);
        assert_eq!(kind.read(&variable("6")), Ok(6));
        assert_eq!(kind.read(&Raw::Whole(10)), Ok(10));
        assert_eq!(
            kind.read(&Raw::Whole(5)),
            Err(Mismatch::because("the least is 6"))
        );
        assert_eq!(
            kind.read(&Raw::Whole(300)),
            Err(Mismatch::because("the most is 10"))
        );
        assert_eq!(kind.read(&variable("six")), Err(Mismatch::Kind));
    }

    #[test]
    fn a_network_with_an_address_inside_is_asked_about() {
        let kind = networks(WholeInternet::Refused);
        assert_eq!(kind.read(&variable("10.0.0.0/8, ::1")).unwrap().len(), 2);
        assert_eq!(kind.read(&variable("")).unwrap(), []);
        for text in [
            "10.0.0.1/8",
            "10.0.0.0/33",
            "example.jp",
            "0.0.0.0/0",
            "::/0",
        ] {
            assert!(kind.read(&variable(text)).is_err(), "{text}");
        }
        assert!(
            networks(WholeInternet::Fine)
                .read(&variable("::/0"))
                .is_ok()
        );
    }

    #[test]
    fn an_empty_text_is_none_and_a_word_may_be_in_capitals() {
        let kind = optional(words::<super::super::choice::LogFormat>());
        assert_eq!(kind.read(&variable("")).unwrap(), None);
        assert!(kind.read(&variable("JSON")).unwrap().is_some());
        assert_eq!(kind.expected(), "\"text\" or \"json\"; or \"\" for none");
    }
}
