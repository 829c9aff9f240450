//! The languages that people are spoken to in.

use serde::{Deserialize, Serialize};

/// A language that every page and mail exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// Its language tag (RFC 5646).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language whose tag this is, regions set aside (`ja-JP` is Japanese).
    #[must_use]
    pub fn tagged(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4).
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for choice in header.split(',').take(32) {
            let mut parts = choice.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=").and_then(|q| q.parse().ok()))
                .unwrap_or(1.0_f32);
            let Some(locale) = Self::tagged(tag).filter(|_| weight > 0.0) else {
                continue;
            };
            if best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_known_language_is_accepted() {
        assert_eq!(
            Locale::accepted("ja,en-US;q=0.9,en;q=0.8"),
            Some(Locale::Ja)
        );
        assert_eq!(
            Locale::accepted("fr, en;q=0.5, ja-JP;q=0.7"),
            Some(Locale::Ja)
        );
        assert_eq!(Locale::accepted("ja;q=0, en"), Some(Locale::En));
        assert_eq!(Locale::accepted("fr, *"), None);
        assert_eq!(Locale::accepted(""), None);
    }
}
