//! A wave of fakes: what many people's copies of one forged mail have in common. It holds
//! nothing of the person who got it, so that it can be counted and kept.

use serde::{Deserialize, Serialize};

/// The most hosts that are kept of a mail.
const HOSTS: usize = 8;
/// The most letters of a host, and of a subject.
const LONGEST: usize = 120;
/// In place of what was left out.
const LEFT_OUT: char = '…';
/// In place of a number, or of letters with digits among them.
const NUMBER: char = '#';
/// Words after which English calls somebody by name.
const GREETINGS: [&str; 3] = ["dear", "hello", "hi"];
/// Words before which Japanese does.
const HONORIFICS: [&str; 5] = ["さん", "さま", "様", "殿", "氏"];

/// What the mails of a wave have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wave {
    /// The domain that they say they are from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Where their links lead, in the order of the mail.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Their subject, with what differs from mail to mail left out.
    #[serde(default)]
    pub subject: String,
}

/// What was seen of one mail.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The domain of its sender.
    pub sender: Option<&'a str>,
    /// The hosts of its links.
    pub hosts: &'a [&'a str],
    /// Its subject, decoded.
    pub subject: &'a str,
    /// Addresses and names of those whom it was sent to.
    pub readers: &'a [&'a str],
}

impl Wave {
    /// What this mail shows of its wave.
    #[must_use]
    pub fn of(seen: &Seen<'_>) -> Self {
        let names = names(seen.readers);
        let mut hosts: Vec<String> = Vec::new();
        for host in seen.hosts {
            let host = host_pattern(host, &names);
            if hosts.len() < HOSTS && !host.is_empty() && !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        Self {
            sender: seen.sender.map(|domain| host_pattern(domain, &names)),
            hosts,
            subject: subject_pattern(seen.subject, &names),
        }
    }
}

/// The words by which a mail may call its reader, in lower case, the longest first.
fn names(readers: &[&str]) -> Vec<Vec<char>> {
    let mut names: Vec<Vec<char>> = Vec::new();
    for reader in readers {
        let local = reader.split_once('@').map_or(*reader, |(local, _)| local);
        let words = local.split(|c: char| !c.is_alphanumeric());
        for word in words.chain([*reader, local]) {
            let word: Vec<char> = word.trim().chars().map(lower).collect();
            // One letter is in every word.
            if word.len() > 1 && !names.contains(&word) {
                names.push(word);
            }
        }
    }
    names.sort_by_key(|name| core::cmp::Reverse(name.len()));
    names
}

/// A host without labels that are made for one reader.
fn host_pattern(host: &str, names: &[Vec<char>]) -> String {
    let host = host.trim_matches('.').to_ascii_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let own = labels.len().saturating_sub(2);
    let labels = labels.iter().enumerate().map(|(at, label)| {
        let digits = label.chars().filter(char::is_ascii_digit).count();
        let is_personal = names.iter().any(|name| {
            let name: String = name.iter().collect();
            name.len() > 2 && label.contains(&name)
        });
        if at < own && (digits > 5 || label.len() > 24 || is_personal) {
            LEFT_OUT.to_string()
        } else {
            (*label).to_owned()
        }
    });
    let labels: Vec<String> = labels.collect();
    labels.join(".").chars().take(LONGEST).collect()
}

/// A subject without names, addresses and numbers.
fn subject_pattern(subject: &str, names: &[Vec<char>]) -> String {
    let visible: String = subject
        .chars()
        .filter(|c| !c.is_control())
        .take(4 * LONGEST)
        .collect();
    let without = without_names(&visible, names);
    let mut pattern = Vec::new();
    let mut calls = false;
    for word in without.split_whitespace() {
        pattern.push(if word.contains('@') {
            LEFT_OUT.to_string()
        } else if calls && word.starts_with(char::is_alphabetic) {
            called(word)
        } else {
            without_honoured(&without_numbers(word))
        });
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        calls = bare == word && GREETINGS.contains(&bare.to_ascii_lowercase().as_str());
    }
    pattern.join(" ").chars().take(LONGEST).collect()
}

/// The word after a greeting: a name, and what ends it.
fn called(word: &str) -> String {
    let end = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{LEFT_OUT}{}", word.get(end.len()..).unwrap_or_default())
}

fn without_names(text: &str, names: &[Vec<char>]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let small: Vec<char> = letters.iter().copied().map(lower).collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let rest = small.get(at..).unwrap_or_default();
        if let Some(name) = names.iter().find(|name| is_named(&small, at, rest, name)) {
            out.push(LEFT_OUT);
            at += name.len();
        } else {
            out.push(*letter);
            at += 1;
        }
    }
    out
}

/// Whether the name stands here: as a word of its own, where it is of Latin letters.
fn is_named(all: &[char], at: usize, rest: &[char], name: &[char]) -> bool {
    if !rest.starts_with(name) {
        return false;
    }
    let is_part = |sign: Option<&char>| sign.is_some_and(char::is_ascii_alphanumeric);
    let before = at.checked_sub(1).and_then(|at| all.get(at));
    let is_latin = name.iter().all(char::is_ascii);
    !(is_latin && (is_part(before) || is_part(rest.get(name.len()))))
}

/// Runs of Latin letters and digits in which there is a digit become one sign; so do digits
/// of other scripts.
fn without_numbers(word: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in word.chars().chain(['\0']) {
        if c.is_ascii_alphanumeric() {
            run.push(c);
            continue;
        }
        if run.contains(|c: char| c.is_ascii_digit()) {
            run = NUMBER.to_string();
        }
        out.push_str(&run);
        run.clear();
        match c {
            '\0' => {}
            c if c.is_numeric() => {
                if !out.ends_with(NUMBER) {
                    out.push(NUMBER);
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Without who is honoured by a word after the name.
fn without_honoured(word: &str) -> String {
    let mut text = word.to_owned();
    for honorific in HONORIFICS {
        let Some((before, after)) = text.split_once(honorific) else {
            continue;
        };
        let kept =
            before.trim_end_matches(|c: char| c.is_alphabetic() || c == NUMBER || c == LEFT_OUT);
        // "お客様" and "皆様" are nobody's name.
        let is_general = ["お客", "皆", "みな"]
            .iter()
            .any(|all| before.ends_with(all));
        if kept.len() < before.len() && !is_general {
            text = format!("{kept}{LEFT_OUT}{honorific}{after}");
        }
    }
    text
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subject(text: &str) -> String {
        let readers = ["mika.sato@example.jp", "Mika Sato", "佐藤 美香"];
        let seen = Seen {
            sender: None,
            hosts: &[],
            subject: text,
            readers: &readers,
        };
        Wave::of(&seen).subject
    }

    #[test]
    fn what_differs_from_mail_to_mail_is_left_out() {
        for (text, pattern) in [
            (
                "Your Kadomori sign-in code (K7P)",
                "Your Kadomori sign-in code (#)",
            ),
            ("482 913 is your code", "# # is your code"),
            ("Mika, confirm mika.sato@example.jp now", "…, confirm … now"),
            ("Dear Rei, your account", "Dear …, your account"),
            ("Hello Yamada! Act by 12:30", "Hello …! Act by #:#"),
            ("山田様 確認コード １２３４", "…様 確認コード #"),
            ("【重要】佐藤 美香さん、ご確認", "【重要】…さん、ご確認"),
            ("お客様のアカウント", "お客様のアカウント"),
            ("Hi there", "Hi …"),
            ("a\u{0}b\r\nc", "abc"),
        ] {
            assert_eq!(subject(text), pattern, "{text}");
        }
    }

    #[test]
    fn two_copies_of_a_wave_look_alike() {
        let one = Wave::of(&Seen {
            sender: Some("Kadom0ri.example"),
            hosts: &["mika.kadom0ri.example", "a1b2c3d4e5f6a7b8.cdn.example.net"],
            subject: "Mika: your code 482913",
            readers: &["mika@example.jp"],
        });
        let other = Wave::of(&Seen {
            sender: Some("kadom0ri.example"),
            hosts: &["kenji.kadom0ri.example", "0123456789abcdef.cdn.example.net"],
            subject: "Kenji: your code 771204",
            readers: &["kenji@example.org", "Kenji"],
        });
        assert_eq!(one, other);
        assert_eq!(one.hosts, ["….kadom0ri.example", "….cdn.example.net"]);
        assert_eq!(one.subject, "…: your code #");
    }

    proptest! {
        #[test]
        fn no_digit_of_a_subject_is_kept_and_all_of_it_is_bounded(text: String, reader: String) {
            let wave = Wave::of(&Seen {
                sender: Some(&text),
                hosts: &[text.as_str(); 20],
                subject: &text,
                readers: &[&reader],
            });
            prop_assert!(!wave.subject.contains(|c: char| c.is_ascii_digit()));
            prop_assert!(wave.subject.chars().count() <= LONGEST);
            prop_assert!(wave.hosts.len() <= HOSTS);
        }
    }
}
