//! Styles, as far as they hide or show.

use std::collections::HashMap;

use super::colour::Colour;

/// Rules of a style sheet that are kept.
const RULES: usize = 500;
/// Octets of declarations that are read at one place.
const READ: usize = 4_000;
/// Classes of one element that are looked at.
const CLASSES: usize = 20;

/// What is declared; `None` where nothing is.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is declared apart from the others"
)]
pub(super) struct Style {
    /// Not displayed at all.
    pub(super) gone: Option<bool>,
    /// Taking its room, but not seen.
    pub(super) invisible: Option<bool>,
    /// Fully transparent.
    pub(super) clear: bool,
    /// Letters of no size.
    pub(super) size: Option<Size>,
    pub(super) colour: Option<Colour>,
    pub(super) ground: Option<Colour>,
    /// Lines are kept as they are (`white-space`).
    pub(super) lines: Option<bool>,
    /// The text is put outside; pictures behind it stay (`text-indent`).
    pub(super) indented: Option<bool>,
    /// A picture behind.
    pub(super) picture: Option<String>,
    pub(super) fonts: Vec<String>,
    no_height: bool,
    no_width: bool,
    cut: bool,
    placed: bool,
    outside: bool,
}

/// The size of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Too small to be read.
    None,
    /// So many times what is around it.
    Relative,
    /// To be read.
    Some,
}

impl Style {
    /// Whether it takes away all that is in it.
    pub(super) fn removes(&self) -> bool {
        self.gone == Some(true)
            || self.clear
            || (self.placed && self.outside)
            || (self.cut && (self.no_height || self.no_width))
    }

    /// Reads declarations, over those that are there.
    pub(super) fn read(&mut self, text: &str) {
        let mut end = text.len().min(READ);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for declaration in text.get(..end).unwrap_or_default().split(';') {
            if let Some((name, value)) = declaration.split_once(':') {
                let value = value.trim().to_ascii_lowercase();
                let value = value.split('!').next().unwrap_or_default().trim();
                self.declare(&name.trim().to_ascii_lowercase(), value, declaration);
            }
        }
    }

    fn declare(&mut self, name: &str, value: &str, whole: &str) {
        match name {
            "display" => self.gone = Some(value == "none"),
            "visibility" => self.invisible = Some(matches!(value, "hidden" | "collapse")),
            "opacity" | "-webkit-opacity" | "-moz-opacity" => {
                self.clear = number(value).is_some_and(|(it, _)| it <= 0.05);
            }
            "font-size" => self.size = size(value).or(self.size),
            "font" => {
                self.size = value.split_whitespace().find_map(size).or(self.size);
                self.font(whole);
            }
            "font-family" | "mso-fareast-font-family" => self.font(whole),
            "color" => self.colour = Colour::read(value).or(self.colour),
            "background-color" => self.ground = Colour::read(value).or(self.ground),
            "background" | "background-image" => self.background(value, whole),
            "white-space" => self.lines = Some(value.starts_with("pre") || value == "break-spaces"),
            "max-height" | "height" => {
                self.no_height = is_nothing(value) || (self.no_height && name == "height");
            }
            "max-width" | "width" => {
                self.no_width = is_nothing(value) || (self.no_width && name == "width");
            }
            "overflow" | "overflow-x" | "overflow-y" => {
                self.cut = matches!(value, "hidden" | "clip");
            }
            "position" => self.placed = matches!(value, "absolute" | "fixed" | "relative"),
            "left" | "right" | "top" | "bottom" | "margin-left" | "margin-top" => {
                self.outside |= number(value).is_some_and(|(it, _)| it <= -900.0);
                self.placed |= self.outside && name.starts_with("margin");
            }
            "text-indent" => self.indented = number(value).map(|(it, _)| it <= -500.0),
            "clip" => {
                let value = value.replace([' ', ','], "");
                self.outside |= value.trim_end_matches(')').ends_with("rect(0000");
            }
            _ => {}
        }
    }

    fn background(&mut self, value: &str, whole: &str) {
        if let Some(at) = value.find("url(") {
            self.ground = Some(Colour::Unknown);
            let from = whole.to_ascii_lowercase().find("url(").unwrap_or(at);
            let inner = whole.get(from + 4..).unwrap_or_default();
            let inner = inner.split(')').next().unwrap_or_default();
            self.picture = Some(inner.trim().trim_matches(['"', '\'']).to_owned());
        } else if value.contains("gradient") {
            self.ground = Some(Colour::Unknown);
        } else if let Some(colour) = value.split_whitespace().find_map(plain_colour) {
            self.ground = Some(colour);
        } else if value.starts_with("rgb") {
            self.ground = Colour::read(value).or(Some(Colour::Unknown));
        }
    }

    fn font(&mut self, whole: &str) {
        let value = whole.split_once(':').map_or("", |(_, value)| value);
        self.fonts.extend(fonts(value));
    }

    /// With what is declared nearer over it.
    fn under(&mut self, nearer: &Self) {
        macro_rules! nearer { ($($field:ident),*) => { $(
            if nearer.$field.is_some() { self.$field.clone_from(&nearer.$field); }
        )* } }
        macro_rules! either { ($($field:ident),*) => { $( self.$field |= nearer.$field; )* } }
        nearer!(
            gone, invisible, size, colour, ground, lines, picture, indented
        );
        either!(clear, no_height, no_width, cut, placed, outside);
    }
}

/// The names of fonts in a list, in lower case.
pub(super) fn fonts(list: &str) -> impl Iterator<Item = String> {
    let list = list.split(['!', '}']).next().unwrap_or_default();
    let names = list.split(',').take(20).map(|name| {
        let words: Vec<_> = name.split_whitespace().collect();
        // `font: bold 12px/14px Arial`: the name follows the size.
        let size = words.iter().rposition(|it| size(it).is_some());
        let words = words.get(size.map_or(0, |at| at + 1)..).unwrap_or_default();
        words
            .join(" ")
            .trim_matches(['"', '\'', ';', ' '])
            .to_lowercase()
    });
    names.filter(|it| !it.is_empty() && it.len() <= 100)
}

/// A colour in a list of other things: a word that is none isn't one that isn't known.
fn plain_colour(word: &str) -> Option<Colour> {
    let word = word.trim_end_matches(',');
    Colour::read(word)
        .filter(|it| *it != Colour::Unknown && (word.starts_with('#') || !word.contains('(')))
}

/// A number and its unit.
fn number(value: &str) -> Option<(f32, &str)> {
    let value = value.trim();
    let end = value.find(|it: char| !(it.is_ascii_digit() || matches!(it, '.' | '-' | '+')));
    let (number, unit) = value.split_at(end.unwrap_or(value.len()).min(20));
    Some((number.parse().ok()?, unit.trim()))
}

fn is_nothing(value: &str) -> bool {
    number(value).is_some_and(|(it, unit)| it == 0.0 || (it <= 1.0 && unit == "px"))
}

fn size(value: &str) -> Option<Size> {
    let (number, unit) = number(value.split('/').next().unwrap_or_default())?;
    Some(match unit {
        _ if number <= 0.0 => Size::None,
        "px" | "pt" if number <= 1.0 => Size::None,
        "em" | "rem" | "ex" | "cm" | "in" if number <= 0.08 => Size::None,
        "%" if number <= 8.0 => Size::None,
        "px" | "pt" | "rem" | "pc" | "cm" | "mm" | "in" | "vw" | "vh" => Size::Some,
        "em" | "ex" | "%" => Size::Relative,
        // "400" in `font: 400 12px x` is no size.
        _ => return None,
    })
}

/// The rules of style sheets that speak of one kind of element, class or id alone.
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

    fn removes(text: &str) -> bool {
        let mut style = Style::default();
        style.read(text);
        style.removes()
    }

    #[test]
    fn what_takes_text_away_is_seen() {
        for text in [
            "display: none !important",
            "DISPLAY:NONE",
            "opacity:0.0",
            "max-height:0;overflow:hidden",
            "height:0px; overflow: hidden",
            "position:absolute; left:-9999px",
            "margin-left:-10000px",
            "position:absolute;clip:rect(0, 0, 0, 0)",
        ] {
            assert!(removes(text), "{text}");
        }
        for text in [
            "display:block",
            "opacity:.9",
            "max-height:0",
            "left:-9999px",
            "mso-hide:all",
            "margin-left:-20px",
            ":;::",
        ] {
            assert!(!removes(text), "{text}");
        }
    }

    #[test]
    fn letters_have_a_size() {
        for (text, expected) in [
            ("font-size:0", Some(Size::None)),
            ("font-size:1px", Some(Size::None)),
            ("font:0/0 a", Some(Size::None)),
            ("font: bold 12px/1.5 Arial", Some(Size::Some)),
            ("font: 400 12px x", Some(Size::Some)),
            ("font-size:80%", Some(Size::Relative)),
            ("font-size:small", None),
        ] {
            let mut style = Style::default();
            style.read(text);
            assert_eq!(style.size, expected, "{text}");
        }
    }

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
            let text = piece.repeat(200_000);
            Sheet::default().read(&text);
            Style::default().read(&text);
        }
    }
}
