//! Paragraphs as lines of plain text. Texts of ours are broken by hand, in their files; this is
//! for those that come from elsewhere.

/// Signs that end no line of Japanese.
const NEVER_LAST: &str = "（「『【〔〈《“‘";

/// Columns of a line, of which a wide letter takes two.
const COLUMNS: usize = 72;

/// Letters of a word that stays whole.
const LONGEST_WORD: usize = 30;

/// Signs that begin no line of Japanese (JIS X 4051, as far as our texts need it).
const NEVER_FIRST: &str = "、。，．・：；？！」』）】〉》”’ーっゃゅょッャュョ々…";

/// A paragraph in lines that fit, the first after `mark` and the others as far to the right.
pub(super) fn wrapped(mark: &str, paragraph: &str) -> String {
    let indent = columns(mark);
    let mut lines = vec![Vec::new()];
    let mut width = indent;
    for piece in pieces(paragraph) {
        if width + columns(piece) > COLUMNS && width > indent {
            let mut next: Vec<&str> = Vec::new();
            if let Some(line) = lines.last_mut() {
                while line.len() > 1 && is_bound(line.last(), next.last().unwrap_or(&piece)) {
                    next.extend(line.pop());
                }
                next.reverse();
            }
            width = indent + next.iter().map(|piece| columns(piece)).sum::<usize>();
            lines.push(next);
        }
        if let Some(line) = lines.last_mut() {
            // A space at the end of a line is none.
            if !line.is_empty() || piece != " " {
                width += columns(piece);
                line.push(piece);
            }
        }
    }
    let lines = lines.iter().map(|line| line.concat());
    let lines: Vec<_> = lines.map(|line| line.trim_end().to_owned()).collect();
    format!("{mark}{}", lines.join(&format!("\n{}", " ".repeat(indent))))
}

/// Whether no line may end with `last` where the next begins with `first`.
fn is_bound(last: Option<&&str>, first: &str) -> bool {
    first.starts_with(|c| NEVER_FIRST.contains(c))
        || last.is_some_and(|last| last.ends_with(|c| NEVER_LAST.contains(c)))
}

/// What isn't broken: a word, a wide letter, a space.
fn pieces(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = paragraph;
    core::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let stands_alone = |c: char| c == ' ' || is_wide(c);
        let length = if stands_alone(first) {
            first.len_utf8()
        } else {
            let end = rest.find(stands_alone).unwrap_or(rest.len());
            let most = rest.char_indices().nth(LONGEST_WORD);
            most.map_or(end, |(most, _)| end.min(most))
        };
        let (piece, tail) = rest.split_at(length);
        rest = tail;
        Some(piece)
    })
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a letter stands for itself in a line, as Japanese ones do.
const fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_whole_and_lists_are_indented() {
        let long = "A link leads somewhere else than the place it shows, and that place isn't one \
                    of the brand's own.";
        assert_eq!(
            wrapped("- ", long),
            "- A link leads somewhere else than the place it shows, and that place\n  \
             isn't one of the brand's own."
        );
        assert_eq!(wrapped("", "short"), "short");
        assert_eq!(wrapped("- ", ""), "- ");
    }

    #[test]
    fn no_line_of_japanese_begins_with_a_full_stop() {
        let long = "あ".repeat(36) + "。" + &"い".repeat(40) + "Windows の Chrome";
        let lines = wrapped("", &long);
        let lines: Vec<_> = lines.lines().collect();
        assert!(lines[1].starts_with("あ。"), "{lines:?}");
        assert!(lines.concat().contains("Windows"), "{lines:?}");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(
            paragraph in "([a-z]{1,20}|[あ-ん。、（）]{1,20}| ){0,60}",
            mark in "(- )?",
        ) {
            let lines = wrapped(&mark, &paragraph);
            for line in lines.lines() {
                prop_assert!(columns(line) <= COLUMNS, "{line}");
                prop_assert_eq!(line.trim_end(), line.trim_end_matches(' '));
            }
            let bare = |text: &str| text.replace([' ', '\n', '-'], "");
            prop_assert_eq!(bare(&lines), bare(&paragraph));
        }
    }
}
