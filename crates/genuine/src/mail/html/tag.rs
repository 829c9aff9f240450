//! A tag, with those of its attributes that are looked at.

use super::element::Name;

/// Octets of a value that are kept; the value of a link may be longer.
const KEPT: usize = 8 * 1024;
/// Octets of where a link leads.
const TARGET: usize = 70 * 1024;

/// Attributes that are looked at.
const KNOWN: &[&str] = &[
    "action",
    "alt",
    "background",
    "bgcolor",
    "class",
    "color",
    "content",
    "data",
    "face",
    "formaction",
    "height",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "name",
    "src",
    "style",
    "text",
    "title",
    "type",
    "value",
    "width",
    "xlink:href",
];

/// A tag, as far as it was read.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: Name,
    /// Its name, in lower case; the first letters of it.
    pub(super) word: String,
    attributes: Vec<(&'static str, String)>,
    /// Whether the next value is that of the last attribute.
    taken: bool,
    /// Whether one of them is run (`onclick`).
    pub(super) runs: bool,
}

impl Tag {
    pub(super) fn new(name: &[u8]) -> Self {
        let word = name.get(..32).unwrap_or(name);
        Self {
            name: Name::of(name),
            word: String::from_utf8_lossy(word).into_owned(),
            attributes: Vec::new(),
            taken: false,
            runs: false,
        }
    }

    /// The name of an attribute: of several of one name, the first one counts.
    pub(super) fn name_attribute(&mut self, name: &[u8]) {
        let name = core::str::from_utf8(name).unwrap_or_default();
        self.runs |= name.len() > 4 && name.starts_with("on");
        let known = KNOWN.iter().find(|it| **it == name);
        let known = known.filter(|it| !self.attributes.iter().any(|(name, _)| name == *it));
        self.taken = known.is_some();
        self.attributes.extend(known.map(|it| (*it, String::new())));
    }

    /// The value of the attribute that was named.
    pub(super) fn value_attribute(&mut self, value: &[u8]) {
        if let Some((name, kept)) = self.attributes.last_mut().filter(|_| self.taken) {
            let most = if matches!(*name, "href" | "action" | "xlink:href") {
                TARGET
            } else {
                KEPT
            };
            let value = value.get(..most).unwrap_or(value);
            kept.push_str(&String::from_utf8_lossy(value));
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(it, _)| *it == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A number of pixels.
    pub(super) fn pixels(&self, name: &str) -> Option<u32> {
        let value = self.get(name)?.trim();
        let value = value.strip_suffix("px").unwrap_or(value);
        value.parse().ok()
    }
}
