//! Words and comments of structured headers (RFC 5322 §3.2): `word (comment) "quoted word"`.

/// A piece of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A word, or what stands between quotes, without them.
    Word(&'a str),
    /// What stands in parentheses, without the outermost.
    Comment(&'a str),
}

/// The pieces of a header. Linear in its length, whatever is left open.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    core::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let (piece, after) = match first {
            '(' => {
                let end = end_of_comment(rest);
                (Piece::Comment(inside(rest, end)), end)
            }
            '"' => {
                let end = end_of_quotes(rest);
                (Piece::Word(inside(rest, end)), end)
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || c == '(' || c == '"')
                    .unwrap_or(rest.len());
                (Piece::Word(rest.get(..end).unwrap_or_default()), end)
            }
        };
        rest = rest.get(after..).unwrap_or_default();
        Some(piece)
    })
}

/// What stands before the last `;` that is in neither quotes nor comments: a date follows it.
pub(super) fn before_semicolon(text: &str) -> &str {
    let ends = split(text, ';');
    match ends.split_last() {
        Some((last, [_, ..])) => {
            let length = text.len().saturating_sub(last.len() + 1);
            text.get(..length).unwrap_or(text)
        }
        _ => text,
    }
}

/// Cuts at a mark, but for those in quotes or comments.
pub(super) fn split(text: &str, mark: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(found) = rest.find([mark, '(', '"']) else {
            break;
        };
        let hit = rest.get(found..).unwrap_or_default();
        at += found;
        at += match hit.chars().next() {
            Some('(') => end_of_comment(hit),
            Some('"') => end_of_quotes(hit),
            Some(_) | None => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + mark.len_utf8();
                mark.len_utf8()
            }
        };
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

/// The text without its comments.
pub(super) fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find(['(', '"']) {
        let (before, hit) = rest.split_at(found);
        kept.push_str(before);
        let end = if hit.starts_with('(') {
            kept.push(' ');
            end_of_comment(hit)
        } else {
            let end = end_of_quotes(hit);
            kept.push_str(hit.get(..end).unwrap_or_default());
            end
        };
        rest = hit.get(end..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

fn inside(text: &str, end: usize) -> &str {
    let last = text.get(..end).unwrap_or_default();
    let closed = last.len() > 1 && (last.ends_with(')') || last.ends_with('"'));
    let until = if closed { end - 1 } else { end };
    text.get(1..until).unwrap_or_default()
}

/// Where the comment at the beginning ends, with those inside it; the text's end where it doesn't.
fn end_of_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, octet) in text.bytes().enumerate() {
        match octet {
            _ if quoted => quoted = false,
            b'\\' => quoted = true,
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn end_of_quotes(text: &str) -> usize {
    let mut quoted = false;
    for (at, octet) in text.bytes().enumerate().skip(1) {
        match octet {
            _ if quoted => quoted = false,
            b'\\' => quoted = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lie_in_comments() {
        let read: Vec<Piece<'_>> = pieces(r#"a (b (c\)) d) "e (f" g"#).collect();

        assert_eq!(
            read,
            [
                Piece::Word("a"),
                Piece::Comment(r"b (c\)) d"),
                Piece::Word("e (f"),
                Piece::Word("g")
            ]
        );
    }

    #[test]
    fn marks_in_quotes_and_comments_do_not_cut() {
        assert_eq!(split(r#"a;b (;) ";";c"#, ';'), ["a", r#"b (;) ";""#, "c"]);
        assert_eq!(without_comments(r#"a(b)c "(d)" (e"#), r#"a c "(d)"  "#);
        assert_eq!(before_semicolon("a (b; c) d; e"), "a (b; c) d");
        assert_eq!(before_semicolon("a"), "a");
    }

    #[test]
    fn what_is_left_open_ends_with_the_text() {
        assert_eq!(pieces("(a").collect::<Vec<_>>(), [Piece::Comment("a")]);
        assert_eq!(pieces("\"").collect::<Vec<_>>(), [Piece::Word("")]);
        assert_eq!(split("(;\"", ';'), ["(;\""]);
    }
}
