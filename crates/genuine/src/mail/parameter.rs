//! What follows the type in `Content-Type` and `Content-Disposition` (RFC 2045 §5.1, 2183 and
//! 2231), also where it isn't quoted, ended or encoded as it should be.

use super::{charset, transfer, word};

/// Parameters that are looked at.
const MOST: usize = 100;

/// What stands before the first semicolon, in lower case: `text/html`, `attachment`.
pub(super) fn kind(value: &str) -> String {
    let end = value.find([';', '(', ',']).unwrap_or(value.len());
    let kind = value.get(..end).unwrap_or_default();
    let kind: String = kind.chars().filter(|it| !it.is_whitespace()).collect();
    kind.trim_matches(['"', '\'']).to_ascii_lowercase()
}

/// The parameter of this name (in lower case).
pub(super) fn find(value: &str, name: &str) -> Option<String> {
    let pairs = pairs(value);
    if let Some(text) = extended(&pairs, name) {
        return Some(text);
    }
    let (_, value) = pairs.iter().find(|(key, _)| key == name)?;
    Some(value.clone())
}

/// The same, for people's eyes: encoded words are decoded, though they may not stand there.
pub(super) fn find_name(value: &str, name: &str) -> Option<String> {
    let found = find(value, name)?;
    Some(word::decode(&found).trim().to_owned()).filter(|it| !it.is_empty())
}

/// Names in lower case, with what they are.
fn pairs(value: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = after_semicolon(value);
    while let Some(text) = rest {
        if pairs.len() >= MOST {
            break;
        }
        let text = text.trim_start();
        let end = text.find(['=', ';']).unwrap_or(text.len());
        let key = text
            .get(..end)
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let after = text.get(end..).unwrap_or_default();
        let Some(after) = after.strip_prefix('=') else {
            rest = after.strip_prefix(';');
            continue;
        };
        let (value, after) = one(after.trim_start());
        pairs.push((key, value));
        rest = after_semicolon(after);
    }
    pairs
}

fn after_semicolon(text: &str) -> Option<&str> {
    text.split_once(';').map(|(_, rest)| rest)
}

/// A value, and what follows it.
fn one(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            _ => value.push(letter),
        }
    }
    (value, "")
}

/// One that goes on over several (`name*0=`, `name*1*=`), or names its charset (`name*=`).
fn extended(pairs: &[(String, String)], name: &str) -> Option<String> {
    let mut pieces: Vec<(usize, bool, &str)> = Vec::new();
    for (key, value) in pairs {
        let Some(rest) = key.strip_prefix(name).and_then(|it| it.strip_prefix('*')) else {
            continue;
        };
        let encoded = rest.is_empty() || rest.ends_with('*');
        let number = rest.trim_end_matches('*').parse().unwrap_or(0);
        pieces.push((number, encoded, value));
    }
    pieces.sort_by_key(|(number, ..)| *number);
    let (_, encoded, first) = *pieces.first()?;
    let mut label = None;
    let mut octets = Vec::new();
    for (at, (_, encoded, value)) in pieces.iter().enumerate() {
        let mut value = *value;
        if at == 0 && *encoded && first.matches('\'').count() >= 2 {
            let mut parts = value.splitn(3, '\'');
            label = parts.next().map(str::to_owned);
            value = parts.nth(1).unwrap_or_default();
        }
        if *encoded {
            octets.extend(transfer::percent(value));
        } else {
            octets.extend(value.as_bytes());
        }
    }
    let label = if encoded { label } else { None };
    Some(charset::decode(&octets, label.as_deref()).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_however_they_are_written() {
        for (value, expected) in [
            ("text/plain; name=a.txt", "a.txt"),
            ("text/plain;name = \"a \\\"b\\\".txt\" ; x=y", "a \"b\".txt"),
            ("text/plain; charset=x; NAME=my file.html", "my file.html"),
            ("text/plain; name=\"never ended", "never ended"),
            ("x/y; name*=utf-8''%E8%AB%8B%E6%B1%82.pdf", "請求.pdf"),
            (
                "x/y; name*0*=utf-8'ja'%E8%AB; name*1*=%8B; name*2=\".exe\"",
                "請.exe",
            ),
            ("x/y; name*1=b.pdf; name*0=a", "ab.pdf"),
            ("x/y; name=\"=?utf-8?B?6KuL?=.pdf\"", "請.pdf"),
            ("x/y; name*=%zz", "%zz"),
        ] {
            assert_eq!(
                find_name(value, "name").as_deref(),
                Some(expected),
                "{value}"
            );
        }
        assert_eq!(find_name("text/plain; filename=a; name=", "name"), None);
        assert_eq!(
            find("x;boundary=a;boundary=b", "boundary").as_deref(),
            Some("a")
        );
    }

    #[test]
    fn a_type_is_read_in_lower_case() {
        assert_eq!(kind(" Text / HTML (really); charset=x"), "text/html");
        assert_eq!(kind(""), "");
    }
}
