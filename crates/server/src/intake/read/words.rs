//! What other servers say, made fit to be kept: a line, not too long, with nobody's address.

/// Characters that are kept of it.
const LONGEST: usize = 300;
/// Characters of a server's name that are kept.
const LONGEST_NAME: usize = 100;

/// What a server said, as one line in which an address has lost all before its `@`.
pub(super) fn kept(words: &str) -> String {
    let mut line = String::new();
    for word in words.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&nameless(word));
        if line.len() > 4 * LONGEST {
            break;
        }
    }
    line.chars().take(LONGEST).collect()
}

/// A word without the names of mailboxes in it: `<mika@example.jp>` becomes `<…@example.jp>`.
fn nameless(word: &str) -> String {
    let of_mailbox = |c: char| {
        !matches!(
            c,
            '<' | '(' | '[' | '"' | '\'' | ':' | ';' | ',' | '=' | '@'
        )
    };
    let mut told = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('@') {
        told.push_str(before.trim_end_matches(of_mailbox));
        told.push_str("…@");
        rest = after;
    }
    told.push_str(rest);
    told
}

/// A server's name out of a field such as `dns; mx.example.jp`.
pub(super) fn server(field: &str) -> Option<String> {
    let name = field.rsplit_once(';').map_or(field, |(_, name)| name);
    let name: String = name
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || ".-_:[]".contains(*c))
        .take(LONGEST_NAME)
        .collect();
    let name = name.trim_end_matches('.');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_is_named() {
        let kept_of = |words: &str| kept(words);
        assert_eq!(
            kept_of("550 5.1.1 <mika@example.jp>:\r\n\tuser unknown"),
            "550 5.1.1 <…@example.jp>: user unknown"
        );
        assert_eq!(
            kept_of("550 Unknown user ab..c@docomo.ne.jp"),
            "550 Unknown user …@docomo.ne.jp"
        );
        assert_eq!(
            kept_of("rfc822;a@b.jp,(c@d.jp)x=e@f.jp"),
            "rfc822;…@b.jp,(…@d.jp)x=…@f.jp"
        );
    }

    #[test]
    fn a_server_is_a_name() {
        assert_eq!(
            server("dns; mx.example.jp").as_deref(),
            Some("mx.example.jp")
        );
        assert_eq!(server(" mx. (10.0.0.1) ").as_deref(), Some("mx"));
        assert_eq!(server("dns;"), None);
        assert_eq!(server("dns; <b>"), None);
    }

    proptest! {
        #[test]
        fn it_is_always_one_short_line(words in "\\PC{0,700}|.{0,700}") {
            let line = kept(&words);
            prop_assert!(line.chars().count() <= LONGEST);
            prop_assert!(!line.chars().any(char::is_control));
        }

        #[test]
        fn a_name_before_an_at_is_gone(name in "[a-z0-9.+_-]{1,30}", before in "[<(:;,=]?") {
            prop_assume!(!"xmail.example.jp550".contains(&name));
            let line = kept(&format!("550 {before}{name}@mail.example.jp x"));
            prop_assert!(!line.contains(&name), "{line}");
        }
    }
}
