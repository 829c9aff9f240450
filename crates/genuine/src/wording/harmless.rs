//! Pieces of a mail that may be shown: nothing in them can be followed, used or mistaken.

/// What stands for a code.
const MASK: &str = "••••••";

/// A piece of a mail, made harmless, and at most about `most` signs long.
///
/// - What can't be seen, and what turns the direction, is named: `[U+202E]`.
/// - Hosts and links lose what makes them links: `hxxps://evil[.]example`.
/// - Figures that may be a code are hidden; so are the readers' addresses in a text. The
///   figures of a host stay: where a link leads is what its reader should see.
pub(crate) fn harmless(text: &str, most: usize) -> String {
    // Every sign is looked at a few times; what will never be shown isn't looked at at all.
    let text: String = text.chars().take(most.saturating_mul(4)).collect();
    let alone = is_address(text.trim());
    let text = without_any_codes(without_line_ends(&text));
    let text = if alone { text } else { without_readers(&text) };
    let text = without_links(&text);
    cut(&named(&text), most)
}

/// White space as single spaces.
fn without_line_ends(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether it is an address, or a name with an address, and nothing more.
fn is_address(text: &str) -> bool {
    let address = match (text.rfind('<'), text.strip_suffix('>')) {
        (Some(at), Some(inner)) => inner.get(at + 1..).unwrap_or_default(),
        _ => text,
    };
    address.matches('@').count() == 1 && !address.contains(char::is_whitespace)
}

/// Hides codes until none is left: what stood before a hidden one may itself read as a code now.
fn without_any_codes(mut text: String) -> String {
    // It ends: whatever is hidden leaves fewer letters and figures.
    loop {
        let hidden = without_codes(&text);
        if hidden == text {
            return text;
        }
        text = hidden;
    }
}

/// Hides figures that may be a code: four to eight and more in a row, also in groups
/// (`482 913`), with letters (`G-482913`), and groups of letters and figures (`K7P-4XQ`).
fn without_codes(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut masked = 0;
    while let Some(sign) = signs.get(at) {
        let host = host(&signs, at);
        if host > 0 {
            out.extend(signs.iter().skip(at).take(host));
            at += host;
            masked = at;
            continue;
        }
        let begins = at == masked || !signs.get(at - 1).is_some_and(|it| it.is_alphanumeric());
        let alone = at == 0 || !signs.get(at - 1).is_some_and(|it| it.is_numeric());
        if alone && is_year(&signs, at) {
            out.extend(signs.iter().skip(at).take(4));
            at += 4;
            continue;
        }
        let length = if sign.is_numeric() {
            figures(&signs, at)
        } else if begins && sign.is_ascii_alphanumeric() {
            groups(&signs, at)
        } else {
            0
        };
        if length > 0 {
            out.push_str(MASK);
            at += length;
            masked = at;
        } else {
            out.push(*sign);
            at += 1;
        }
    }
    out
}

/// How many signs from here on are the host of a link, or the host that all of it is; 0 where
/// they are none.
fn host(signs: &[char], from: usize) -> usize {
    let before = |back: usize| from.checked_sub(back).and_then(|it| signs.get(it));
    let linked = (1..=3).map(before).eq([Some(&'/'), Some(&'/'), Some(&':')]);
    if !linked && from > 0 {
        return 0;
    }
    let length = signs
        .iter()
        .skip(from)
        .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-'))
        .count();
    let ends = signs
        .get(from + length)
        .is_none_or(|it| linked && matches!(it, '/' | '?' | '#' | ':' | ' '));
    let end = from + length;
    let name = signs.get(from..end).unwrap_or_default();
    let mut labels = name.rsplit(|it| *it == '.');
    let top = labels.next().unwrap_or_default();
    // `482913.then` is the end of a sentence rather than a host.
    let is_top = top.len() >= 2 && top.iter().all(char::is_ascii_lowercase);
    let has_letters = labels.any(|label| label.iter().any(char::is_ascii_lowercase));
    if ends && is_top && has_letters {
        length
    } else {
        0
    }
}

/// How many signs from here on are figures of one code; 0 where they are none.
fn figures(signs: &[char], from: usize) -> usize {
    let mut at = from;
    let mut count = 0;
    let mut groups: Vec<usize> = Vec::new();
    loop {
        let group = signs
            .iter()
            .skip(at)
            .take_while(|it| it.is_numeric())
            .count();
        if group == 0 {
            break;
        }
        groups.push(group);
        count += group;
        at += group;
        let gap = signs.iter().skip(at).take_while(|it| is_gap(**it)).count();
        let goes_on =
            (1..=2).contains(&gap) && signs.get(at + gap).is_some_and(|it| it.is_numeric());
        if !goes_on {
            break;
        }
        at += gap;
    }
    // Group after group: a code, a telephone number, the number of an order or a card.
    let first = groups.first().copied().unwrap_or_default();
    if groups.len() > 1 && count > 4 {
        return at - from;
    }
    if first >= 4 { first } else { 0 }
}

const fn is_gap(sign: char) -> bool {
    matches!(
        sign,
        ' ' | '-' | '‐' | '‑' | '–' | '−' | '·' | '・' | '\u{a0}' | '(' | ')'
    )
}

/// Whether the four figures from here on are a date's year: `2026年`, `2026-06-16`.
fn is_year(signs: &[char], from: usize) -> bool {
    let figure = |at: usize| signs.get(from + at).is_some_and(char::is_ascii_digit);
    let sign = |at: usize| signs.get(from + at).copied().unwrap_or(' ');
    let century = matches!((sign(0), sign(1)), ('1', '9') | ('2', '0'));
    let date = matches!(sign(4), '-' | '/')
        && figure(5)
        && figure(6)
        && sign(7) == sign(4)
        && figure(8)
        && figure(9)
        && !figure(10);
    century && (sign(4) == '年' || date)
}

/// How many signs from here on are a code of letters and figures; 0 where they are none.
fn groups(signs: &[char], from: usize) -> usize {
    let word = |from: usize| {
        let rest = signs.iter().skip(from);
        rest.take_while(|it| it.is_ascii_alphanumeric()).count()
    };
    let part = |from: usize, length: usize| signs.iter().skip(from).take(length);
    let has_figure = |from, length| part(from, length).any(char::is_ascii_digit);
    let is_large = |from, length| part(from, length).all(|it| !it.is_ascii_lowercase());
    let first = word(from);
    let next = from + first + 1;
    let second = match signs.get(from + first) {
        Some('-' | '‑' | '–') => word(next),
        _ => 0,
    };
    let ends = |at: usize| {
        !signs
            .get(at)
            .is_some_and(|it| *it == '-' || it.is_alphanumeric())
    };
    let pair = (3..=5).contains(&first) && (3..=5).contains(&second) && ends(next + second);
    let figure = has_figure(from, first) || has_figure(next, second);
    if pair && (figure || (is_large(from, first) && is_large(next, second))) {
        return first + 1 + second;
    }
    let mixed = (5..=8).contains(&first)
        && is_large(from, first)
        && has_figure(from, first)
        && part(from, first).any(char::is_ascii_alphabetic);
    if mixed { first } else { 0 }
}

/// Hides what stands before the `@` of addresses in a text: they may be the reader's own.
fn without_readers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign == '@' {
            let local = |it: char| {
                it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-' | '+' | '*' | '•' | '…')
            };
            let kept = out.trim_end_matches(local).len();
            let first = out.get(kept..).and_then(|it| it.chars().next());
            let hidden = out.ends_with('…');
            if let Some(first) = first
                && !hidden
            {
                out.truncate(kept);
                out.push(first);
                out.push('…');
            }
        }
        out.push(sign);
    }
    out
}

/// Takes from links what makes them links.
fn without_links(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (at, sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|it| signs.get(it)).copied();
        let after = signs.get(at + 1).copied();
        match sign {
            '.' | '。' | '．' | '｡' if joins_labels(&signs, at, *sign) => out.push_str("[.]"),
            ':' if after == Some('/') && signs.get(at + 2) == Some(&'/') => {
                scheme(&mut out);
            }
            ':' if before.is_some_and(|it| it.is_ascii_alphabetic())
                && after.is_some_and(|it| !it.is_whitespace())
                && has_scheme(&out) =>
            {
                out.push_str("[:]");
            }
            _ => out.push(*sign),
        }
    }
    out
}

/// Whether this full stop stands between the labels of a host, and not in an amount.
fn joins_labels(signs: &[char], at: usize, sign: char) -> bool {
    let near = |it: Option<&char>| {
        it.is_some_and(|it| {
            let part = it.is_alphanumeric() || matches!(it, '-' | '_' | '…' | '•');
            if sign == '.' {
                part
            } else {
                part && it.is_ascii()
            }
        })
    };
    let before = at.checked_sub(1).and_then(|it| signs.get(it));
    if !near(before) || !near(signs.get(at + 1)) {
        return false;
    }
    // `349.99`: figures, one full stop, figures.
    let figures = |it: &&char| it.is_ascii_digit();
    let left = signs.iter().take(at).rev().take_while(figures).count();
    let right = signs.iter().skip(at + 1).take_while(figures).count();
    let free = |it: Option<&char>| {
        !it.is_some_and(|it| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | '@'))
    };
    let start = at.checked_sub(left + 1).and_then(|it| signs.get(it));
    let amount = left > 0 && right > 0 && free(start) && free(signs.get(at + 1 + right));
    !amount
}

/// Writes `hxxp` for `http` before a `://`, and breaks the others.
fn scheme(out: &mut String) {
    let lower = out.to_ascii_lowercase();
    let length = ["https", "http"]
        .iter()
        .find(|it| lower.ends_with(**it))
        .map(|it| it.len());
    if let Some(length) = length {
        let kept = out.len() - length;
        let secure = if length == 5 { "hxxps" } else { "hxxp" };
        out.truncate(kept);
        out.push_str(secure);
        out.push(':');
    } else {
        out.push_str("[:]");
    }
}

/// Whether it ends in one of the schemes that go without `//`.
fn has_scheme(out: &str) -> bool {
    let start = out.len().saturating_sub(12);
    let end: String = (start..=out.len())
        .find_map(|it| out.get(it..))
        .unwrap_or_default()
        .to_ascii_lowercase();
    [
        "mailto",
        "tel",
        "sms",
        "data",
        "javascript",
        "http",
        "https",
        "vbscript",
        "callto",
    ]
    .iter()
    .any(|it| end.ends_with(it))
}

/// Names what can't be seen, once where it stands several times in a row.
fn named(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    for sign in text.chars() {
        if !is_unseen(sign) {
            out.push(sign);
            last = None;
        } else if last != Some(sign) {
            out.extend(["[U+", &format!("{:04X}", u32::from(sign)), "]"]);
            last = Some(sign);
        }
    }
    out
}

/// Whether it has no form of its own: it is unseen, turns the text, or is no letter at all.
fn is_unseen(sign: char) -> bool {
    crate::name::is_invisible(sign)
        || sign.is_control()
        || matches!(sign, '\u{2028}' | '\u{2029}' | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}')
}

/// The first signs; marks stay with the letter that they belong to.
fn cut(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for (count, sign) in text.chars().enumerate() {
        let mark = matches!(sign, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{20d0}'..='\u{20ff}');
        let far = count >= most.saturating_mul(2);
        if count >= most && (!mark || far) {
            out.push('…');
            return out;
        }
        out.push(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        harmless(text, 120)
    }

    #[test]
    fn nothing_in_it_can_be_followed() {
        for (text, harmless) in [
            ("https://evil.example/a?b=c", "hxxps://evil[.]example/a?b=c"),
            ("HTTP://Evil.Example", "hxxp://Evil[.]Example"),
            ("ftp://evil.example", "ftp[:]//evil[.]example"),
            ("javascript:alert(1)", "javascript[:]alert(1)"),
            ("mailto:desk@gmail.com", "mailto[:]desk@gmail[.]com"),
            ("203.0.113.5", "203[.]0[.]113[.]5"),
            (
                "次へhttps://evil.exampleです",
                "次へhxxps://evil[.]exampleです",
            ),
            ("Pay $349.99 today. Now.", "Pay $349.99 today. Now."),
            ("終わりです。次に", "終わりです。次に"),
            ("evil。example", "evil[.]example"),
            ("xn--mirsoft-cjgz.com", "xn--mirsoft-cjgz[.]com"),
        ] {
            assert_eq!(shown(text), harmless);
        }
    }

    #[test]
    fn no_code_is_in_it() {
        for text in [
            "482913",
            "482 913",
            "482-913",
            "G-482913",
            "FB-48291",
            "4829",
            "48291374",
            "48 29 13",
            "K7P-4XQ",
            "k7p-4xq",
            "４８２９１３",
            "MS48X2",
            "MS48X1234",
        ] {
            let shown = shown(&format!("Your code is {text}."));
            assert!(!shown.contains(text), "{shown}");
            assert!(shown.contains(MASK), "{shown}");
        }
        assert_eq!(shown("コードは482913です"), "コードは••••••です");
        assert_eq!(shown("abc-a1b4829"), "••••••••••••");
    }

    #[test]
    fn the_figures_of_a_host_stay() {
        for (text, harmless) in [
            ("secure-20261123.example", "secure-20261123[.]example"),
            (
                "https://login482913.example/482913?code=482913",
                "hxxps://login482913[.]example/••••••?code=••••••",
            ),
            ("482913.then", "••••••[.]then"),
            ("482913.example", "••••••[.]example"),
            ("at login482913.example", "at login••••••[.]example"),
            (
                "https://a482913.example@evil.example",
                "hxxps://a••••••[.]example@evil[.]example",
            ),
        ] {
            assert_eq!(shown(text), harmless);
        }
    }

    #[test]
    fn dates_times_and_small_figures_stay() {
        for text in [
            "2026年06月16日 18:59",
            "は2026年に",
            "2026-06-16",
            "within 24 hours",
            "6-digit",
            "Wi-Fi",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn the_senders_address_is_shown_and_the_readers_isn_t() {
        assert_eq!(shown("desk@evil.example"), "desk@evil[.]example");
        assert_eq!(
            shown("Microsoft <desk@evil.example>"),
            "Microsoft <desk@evil[.]example>"
        );
        assert_eq!(
            shown("Dear mika@example.jp, hello"),
            "Dear m…@example[.]jp, hello"
        );
    }

    #[test]
    fn what_can_t_be_seen_is_named() {
        assert_eq!(shown("\u{202e}tfosorciM"), "[U+202E]tfosorciM");
        assert_eq!(shown("Micro\u{200b}\u{200b}soft"), "Micro[U+200B]soft");
        assert_eq!(shown("a\r\n\tb \u{3000} c"), "a b c");
        assert_eq!(shown("a\u{0}b"), "a[U+0000]b");
    }

    #[test]
    fn it_is_short() {
        assert_eq!(
            harmless(&"あ".repeat(500), 10),
            format!("{}…", "あ".repeat(10))
        );
    }

    proptest! {
        #[test]
        fn whatever_it_is_it_is_harmless(
            text in "(?s).{0,200}|[a-z0-9 .:/@-]{0,200}|(https?://[a-z.]{1,20}|[0-9 -]{1,12}|[\u{200b}\u{202e}\n。 ]|[ぁ-ん]{1,5}){0,20}",
            most in 0_usize..150,
        ) {
            let shown = harmless(&text, most);
            let lower = shown.to_ascii_lowercase();
            prop_assert!(!lower.contains("http://") && !lower.contains("https://"));
            prop_assert!(!shown.chars().any(is_unseen));
            let signs: Vec<char> = shown.chars().collect();
            for (at, six) in signs.windows(6).enumerate() {
                let before: String = signs[..at].iter().collect();
                let word = before.rsplit(' ').next().unwrap_or_default();
                let in_host = word.contains("//") || at == word.chars().count();
                prop_assert!(in_host || !six.iter().all(|it| it.is_numeric()), "{shown}");
            }
            for three in signs.windows(3) {
                let host = three[0].is_ascii_alphabetic() && three[1] == '.' && three[2].is_ascii_alphanumeric();
                prop_assert!(!host, "{shown}");
            }
            prop_assert!(signs.len() <= most * 2 + 1);
        }

        #[test]
        fn made_harmless_twice_it_is_the_same(text in "[a-zA-Z0-9 .:/@ぁ-ん-]{0,80}") {
            // So long, nothing is cut off.
            let once = harmless(&text, 500);
            prop_assert_eq!(harmless(&once, 500), once);
        }
    }
}
