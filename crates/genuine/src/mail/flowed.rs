//! Lines that go on in the next (`format=flowed`, RFC 3676 §4).

/// The text as it is shown: lines that end with a space are one with the next of the same
/// depth of quoting; with `DelSp=yes` that space isn't part of the text.
pub(super) fn unfold(text: &str, delete_space: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    // The depth of the line that goes on, if one does.
    let mut open = None;
    for (number, line) in text.lines().enumerate() {
        let rest = line.trim_start_matches('>');
        let depth = line.len() - rest.len();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        if open != Some(depth) || rest == "-- " {
            if number > 0 {
                shown.push('\n');
            }
            shown.push_str(line.get(..depth).unwrap_or_default());
            if depth > 0 {
                shown.push(' ');
            }
        }
        let goes_on = rest.ends_with(' ') && rest != "-- ";
        let kept = if goes_on && delete_space {
            rest.strip_suffix(' ').unwrap_or(rest)
        } else {
            rest
        };
        shown.push_str(kept);
        open = goes_on.then_some(depth);
    }
    if text.ends_with('\n') {
        shown.push('\n');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_go_on_are_one() {
        for (text, delete_space, shown) in [
            (
                "Your code \nis here.\nBye\n",
                false,
                "Your code is here.\nBye\n",
            ),
            ("Your Micro \nsoft code\r\n", true, "Your Microsoft code\n"),
            ("\n\nafter empty lines", false, "\n\nafter empty lines"),
            ("> quoted \n> on\nown \n", false, "> quoted on\nown \n"),
            ("> quoted \nown", false, "> quoted \nown"),
            ("text \n-- \nMika", false, "text \n-- \nMika"),
            (" From here\n", false, "From here\n"),
            ("", true, ""),
        ] {
            assert_eq!(unfold(text, delete_space), shown, "{text:?}");
        }
    }
}
