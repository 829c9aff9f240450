//! The pieces that addresses are written with (RFC 5322 §3.2).

use super::word;

/// A piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Letters up to a space or sign; an encoded word; `[192.0.2.1]`.
    Word(&'a str),
    /// What stands in quotes, without them.
    Quoted(String),
    /// What stands between `<` and `>`.
    Angle(&'a str),
    /// What stands in the outermost parentheses.
    Comment(String),
    /// `@`
    At,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
}

/// The pieces, and whether each has its end.
pub(super) fn cut(value: &str) -> (Vec<Token<'_>>, bool) {
    let mut tokens = Vec::new();
    let mut sound = true;
    let mut rest = value.trim();
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        let (token, left) = match letter {
            '"' => {
                let (text, left, ended) = enclosed(after, None, '"');
                sound &= ended;
                (Token::Quoted(text), left)
            }
            '(' => {
                let (text, left, ended) = enclosed(after, Some('('), ')');
                sound &= ended;
                (Token::Comment(text), left)
            }
            '<' => {
                let (inner, left) = after.split_once('>').unwrap_or_else(|| {
                    sound = false;
                    (after, "")
                });
                (Token::Angle(inner), left)
            }
            '@' => (Token::At, after),
            ',' => (Token::Comma, after),
            ':' => (Token::Colon, after),
            ';' => (Token::Semicolon, after),
            '>' | ')' => {
                sound = false;
                rest = after.trim_start();
                continue;
            }
            '[' => {
                let end = rest.find(']').map_or(rest.len(), |at| at + 1);
                let (word, left) = rest.split_at(end);
                (Token::Word(word), left)
            }
            _ => {
                let (word, left) = rest.split_at(word_end(rest));
                (Token::Word(word), left)
            }
        };
        tokens.push(token);
        rest = left.trim_start();
    }
    (tokens, sound)
}

/// Where the word ends that `text` begins with; at least after its first letter.
fn word_end(text: &str) -> usize {
    if let Some(end) = word::length(text) {
        return end;
    }
    let sign = |it: char| {
        it.is_whitespace() || matches!(it, '"' | '(' | ')' | '<' | '>' | '@' | ',' | ':' | ';')
    };
    let mut letters = text.char_indices().skip(1);
    letters
        .find(|(_, it)| sign(*it))
        .map_or(text.len(), |(at, _)| at)
}

/// What stands up to `close`, what follows, and whether it is closed at all.
fn enclosed(text: &str, open: Option<char>, close: char) -> (String, &str, bool) {
    let mut inner = String::new();
    let mut deeper = 0_usize;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' {
            inner.extend(letters.next().map(|(_, letter)| letter));
            continue;
        }
        if Some(letter) == open {
            deeper += 1;
        } else if letter == close {
            if deeper == 0 {
                return (inner, text.get(at + 1..).unwrap_or_default(), true);
            }
            deeper -= 1;
        }
        inner.push(letter);
    }
    (inner, "", false)
}
