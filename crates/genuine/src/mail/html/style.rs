//! Styles, as far as they hide or show.

use std::borrow::Cow;

use super::colour::Colour;

/// Octets of declarations that are read at one place.
const READ: usize = 4_000;

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
                let value = lower(value.trim());
                let value = value.split('!').next().unwrap_or_default().trim();
                self.declare(&lower(name.trim()), value, declaration);
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
            "transform" => self.clear |= value.replace(' ', "").contains("scale(0)"),
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
    pub(super) fn under(&mut self, nearer: &Self) {
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
    Colour::read(word).filter(|it| {
        !matches!(it, Colour::Unknown | Colour::Around)
            && (word.starts_with('#') || !word.contains('('))
    })
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

/// In lower case, which most of it is.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|it| it.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Borrowed(text)
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
}
