//! Style sheets, as far as a rule speaks of one kind of element, class or id alone.

use std::collections::HashMap;

use super::style::Style;

/// Rules that are kept.
const RULES: usize = 500;
/// Classes of one element that are looked at.
const CLASSES: usize = 20;

/// The rules of style sheets.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rules: HashMap<String, Style>,
    /// Whether a ground may be set where we don't see it.
    pub(super) unsure: bool,
    /// Fonts that are named.
    pub(super) fonts: Vec<String>,
}

impl Sheet {
    /// Reads a style sheet.
    pub(super) fn read(&mut self, text: &str) {
        let text = without_comments(text);
        let mut rest = text.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            let inner = from.get(1..).unwrap_or_default();
            if from.starts_with('}') {
                rest = inner;
                continue;
            }
            let selectors = before.rsplit(';').next().unwrap_or_default().trim();
            if selectors.starts_with('@') {
                rest = if is_for_all(selectors) {
                    inner
                } else {
                    after_block(inner)
                };
                continue;
            }
            let end = inner.find('}').unwrap_or(inner.len());
            let (body, left) = inner.split_at(end);
            self.rule(selectors, body);
            rest = left;
        }
    }

    fn rule(&mut self, selectors: &str, body: &str) {
        let mut style = Style::default();
        style.read(body);
        let fonts = core::mem::take(&mut style.fonts);
        self.fonts.extend(fonts);
        self.fonts.truncate(RULES);
        for selector in selectors.split(',').take(50) {
            let selector = selector.trim().to_ascii_lowercase();
            let simple = selector
                .chars()
                .all(|it| it.is_alphanumeric() || matches!(it, '.' | '#' | '-' | '_'));
            if simple && self.rules.len() < RULES {
                self.rules.entry(selector).or_default().under(&style);
            } else {
                self.unsure |= style.ground.is_some();
            }
        }
    }

    /// What is said of such an element, the nearest over the others.
    pub(super) fn of(&self, tag: &str, classes: Option<&str>, id: Option<&str>) -> Style {
        let mut style = Style::default();
        if self.rules.is_empty() {
            return style;
        }
        let mut look = |selector: &str| {
            if let Some(rule) = self.rules.get(selector) {
                style.under(rule);
            }
        };
        look(tag);
        for class in classes
            .unwrap_or_default()
            .split_ascii_whitespace()
            .take(CLASSES)
        {
            let class = class.to_ascii_lowercase();
            look(&format!(".{class}"));
            look(&format!("{tag}.{class}"));
        }
        if let Some(id) = id {
            let id = id.trim().to_ascii_lowercase();
            look(&format!("#{id}"));
            look(&format!("{tag}#{id}"));
        }
        style
    }
}

/// Whether it holds on every screen.
fn is_for_all(selectors: &str) -> bool {
    let rest = selectors.to_ascii_lowercase();
    let rest = rest.strip_prefix("@media").map(str::trim);
    rest.is_some_and(|it| matches!(it, "" | "all" | "screen" | "only screen" | "screen, print"))
}

/// What follows the `}` that closes the block that `text` is in.
fn after_block(text: &str) -> &str {
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.get(at + 1..).unwrap_or_default();
        }
    }
    ""
}

fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_speaks_of_elements_classes_and_ids() {
        let mut sheet = Sheet::default();
        sheet.read(
            "@import 'x'; /* p {display:none} */ .a, td.b {display:none} \
             @media (max-width:600px) { .c {display:none} .d {} } #e{color:#fff} \
             @media screen { .f{opacity:0} } @font-face{font-family:'X Y'} g{display:none",
        );
        assert!(sheet.of("p", Some("x A"), None).removes());
        assert!(sheet.of("td", Some("b"), None).removes());
        assert!(!sheet.of("p", Some("b c d"), None).removes());
        assert!(sheet.of("p", None, Some("e")).colour.is_some());
        assert!(sheet.of("p", Some("f"), None).removes());
        assert!(sheet.of("g", None, None).removes());
        assert!(!sheet.unsure);
        sheet.read(".a .b {background:#000}");
        assert!(sheet.unsure);
    }

    #[test]
    fn nothing_makes_it_slow() {
        for piece in ["{", "}", "@media x {", "a{b:c}", "/*", "a,", ";", "a:b;"] {
            let text = piece.repeat(30_000);
            Sheet::default().read(&text);
            Style::default().read(&text);
        }
    }
}
