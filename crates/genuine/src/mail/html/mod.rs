//! HTML, read for what a reader sees and where it leads. No tree is built: a tokenizer goes
//! through it once, beside a bounded stack of what is open. It is not for showing it.

mod colour;
mod element;
mod lead;
mod reader;
mod sheet;
mod style;
mod tag;
#[cfg(test)]
mod tests;
mod text;

use super::link::Link;

/// What HTML holds beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The text that can be seen, with line ends where blocks end.
    pub text: String,
    /// The text that can't: of no size, of the background's colour, not displayed, off the page.
    pub hidden: String,
    /// The texts that stand in for pictures, and titles.
    pub alternatives: Vec<String>,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// The fonts that are named, in lower case.
    pub fonts: Vec<String>,
    /// Where forms go; an empty one for a form without a place.
    pub forms: Vec<String>,
    /// Whether one of them asks for a password.
    pub password_field: bool,
    /// What `<base>` and refreshing `<meta>` name.
    pub bases: Vec<String>,
    /// Whether it has scripts or frames.
    pub scripts: bool,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Where it lies: `cid:…`, `data:` (only its kind is kept), a URL.
    pub source: String,
    /// The text that stands in for it.
    pub alternative: String,
    /// Whether it is part of a link.
    pub linked: bool,
    /// Width and height, where they are given.
    pub size: (Option<u32>, Option<u32>),
}

impl Html {
    /// With what another part holds.
    pub(super) fn and(&mut self, other: Self) {
        for (mine, more) in [
            (&mut self.text, other.text),
            (&mut self.hidden, other.hidden),
        ] {
            if !mine.is_empty() && !more.is_empty() {
                mine.push('\n');
            }
            mine.push_str(&more);
        }
        self.alternatives.extend(other.alternatives);
        self.pictures.extend(other.pictures);
        for font in other.fonts {
            if !self.fonts.contains(&font) {
                self.fonts.push(font);
            }
        }
        self.forms.extend(other.forms);
        self.password_field |= other.password_field;
        self.bases.extend(other.bases);
        self.scripts |= other.scripts;
    }
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) html: Html,
    pub(super) links: Vec<Link>,
    /// The text that is seen and isn't part of a link: where bare links may stand.
    pub(super) loose: String,
    /// Whether there is more than is looked at.
    pub(super) over: bool,
}

/// Reads HTML, with at most so many links.
pub(super) fn read(markup: &str, links: usize) -> Page {
    reader::read(markup, links)
}
