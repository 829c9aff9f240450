//! Letters that aren't what they seem: unseen, of other scripts, or in the wrong place.

use std::collections::BTreeSet;

use super::{
    Scene,
    ground::{
        Best, Ground, Weights,
        weight::{DE, NO, ST, WK},
    },
    said,
};
use crate::{
    mail::Oddity,
    name::{is_invisible, skeleton},
    report::{Finding, Kind, Place, Weight},
};

/// The most octets of a text whose letters are looked at.
const READ: usize = 32 * 1024;

/// Looks at the letters of the name, the subject and the text.
pub(super) fn find(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    let ground = Ground::of(scene);
    let mut best = Best::default();
    let mail = scene.mail;
    let text = said::cut(&mail.visible, READ);
    let brands = Brands::of(scene);
    for (place, text) in [
        (Place::From, mail.from.name.as_str()),
        (Place::Subject, mail.subject.as_str()),
        (Place::Text, text),
    ] {
        let mut seen = Seen::default();
        words(text, &brands, &mut seen);
        if seen.misspelt.is_none() {
            seen.misspelt = brands.set_apart(text);
        }
        seen.tell(place, ground, &mut best);
    }
    if mail.oddities.contains(&Oddity::BrokenCharset)
        && let Some(weight) = ground.weigh([WK, NO, WK, NO, NO])
    {
        best.add(Finding::new(Kind::BrokenCharset, weight, Place::Text));
    }
    hidden(scene, ground, &mut best);
    best.into(found);
}

/// What the claimed brand is called: as it is written, and as it looks.
struct Brands {
    names: Vec<(String, String)>,
}

impl Brands {
    fn of(scene: &Scene<'_>) -> Self {
        let claimed = scene.claim.brand.into_iter();
        let names = claimed
            .flat_map(|brand| {
                let words = brand.name.split(|it: char| !it.is_alphanumeric());
                words.chain([brand.id.0.as_str()])
            })
            .filter(|it| it.is_ascii() && it.len() >= 5)
            .map(|it| (it.to_ascii_lowercase(), skeleton(it)));
        Self {
            names: names.collect(),
        }
    }

    /// The brand's name where it stands letter by letter (`K u m o`), as in a table's cells.
    fn set_apart(&self, text: &str) -> Option<String> {
        if self.names.is_empty() {
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let mut spaced = self.names.iter().map(|(name, _)| {
            let letters: Vec<String> = name.chars().map(String::from).collect();
            letters.join(" ")
        });
        let is_whole = |at: usize, name: &str| {
            let letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
            !letter(lower.get(..at).and_then(|it| it.chars().next_back()))
                && !letter(
                    lower
                        .get(at + name.len()..)
                        .and_then(|it| it.chars().next()),
                )
        };
        spaced.find(|name| {
            lower
                .find(name.as_str())
                .is_some_and(|at| is_whole(at, name))
        })
    }

    /// Whether a word looks like a brand's name and is written otherwise.
    fn is_imitated(&self, word: &str, lower: &str) -> bool {
        let letters = word.chars().count();
        self.names.iter().any(|(name, looks)| {
            let near = letters.abs_diff(name.len()) <= 3;
            near && lower != name && skeleton(word) == *looks
        })
    }
}

/// What was seen in a text.
#[derive(Debug, Default)]
struct Seen {
    /// How often unseen letters split words, and the first such word.
    split: usize,
    first_split: Option<String>,
    /// Words of mixed scripts, and the first of them.
    mixed: usize,
    first_mixed: Option<String>,
    /// Words in letters that mathematicians use, and the first of them.
    ornate: usize,
    first_ornate: Option<String>,
    /// The brand's name, misspelt.
    misspelt: Option<String>,
    /// Words in Cyrillic or Greek alone.
    other_script: usize,
}

impl Seen {
    fn tell(self, place: Place, ground: Ground, best: &mut Best) {
        let mut tell = |kind: Kind, weights: Weights, seen: &str| {
            if let Some(weight) = ground.weigh(weights) {
                best.add(Finding::new(kind, weight, place).seen(seen));
            }
        };
        if let Some(first) = self.first_split {
            let weights = match self.split {
                0..=2 => [ST, WK, ST, WK, NO],
                3..=9 => [ST, ST, ST, ST, WK],
                10.. => [DE, ST, ST, ST, ST],
            };
            tell(Kind::InvisibleLetters, weights, &first);
        }
        // In Russian and Greek some words are half Latin.
        if self.mixed * 4 > self.other_script
            && let Some(first) = self.first_mixed
        {
            let weights = match self.mixed {
                0..=2 => [ST, ST, ST, WK, WK],
                3.. => [DE, ST, ST, ST, ST],
            };
            tell(Kind::MixedLetters, weights, &first);
        } else if self.ornate >= 3
            && let Some(first) = self.first_ornate
        {
            tell(Kind::MixedLetters, [ST, WK, ST, WK, NO], &first);
        }
        if let Some(word) = self.misspelt {
            tell(Kind::MisspeltBrand, [DE, ST, ST, WK, NO], &word);
        }
    }
}

/// Looks at each word of a text.
fn words(text: &str, brands: &Brands, seen: &mut Seen) {
    // What is misspelt once is misspelt again: each word is compared once.
    let mut compared: BTreeSet<&str> = BTreeSet::new();
    let part = |it: char| it.is_alphanumeric() || is_invisible(it) || it == '$' || it == '@';
    for word in text.split(|it: char| !part(it)) {
        let word = word.trim_matches(|it: char| is_invisible(it));
        let plain = word.is_ascii();
        if word.is_empty() || (plain && (brands.names.is_empty() || word.len() < 4)) {
            continue;
        }
        if word.len() > 400 {
            continue;
        }
        let latin = word.bytes().filter(u8::is_ascii_alphabetic).count();
        if !plain {
            scripts(word, latin, seen);
        }
        if latin > 0 && compared.insert(word) && seen.misspelt.is_none() {
            let visible: String = word.chars().filter(|it| !is_invisible(*it)).collect();
            if brands.is_imitated(&visible, &visible.to_lowercase()) {
                seen.misspelt = Some(word.to_owned());
            }
        }
    }
}

/// Looks at the scripts of a word that isn't all ASCII.
fn scripts(word: &str, latin: usize, seen: &mut Seen) {
    let splits = splits(word);
    if splits > 0 {
        seen.split += splits;
        seen.first_split.get_or_insert_with(|| word.to_owned());
    }
    let cyrillic = word.chars().filter(|it| is_cyrillic(*it)).count();
    let greek = word.chars().filter(|it| is_greek(*it)).count();
    let ornate = word
        .chars()
        .filter(|it| matches!(*it, '\u{1d400}'..='\u{1d7ff}'))
        .count();
    if ornate >= 3 {
        seen.ornate += 1;
        seen.first_ornate.get_or_insert_with(|| word.to_owned());
    }
    // A single Greek letter beside a Latin one is a unit or a formula.
    let mixed = latin >= 1 && (cyrillic >= 1 || (greek >= 2 && latin >= 2));
    let fooling = word
        .chars()
        .all(|it| it.is_ascii() || is_invisible(it) || said::latin(it).is_some());
    if mixed && fooling && latin + cyrillic + greek >= 4 {
        seen.mixed += 1;
        seen.first_mixed.get_or_insert_with(|| word.to_owned());
    } else if cyrillic + greek >= 2 {
        seen.other_script += 1;
    }
}

/// How often something that can't be seen stands between two letters that need nothing there.
/// Soft hyphens are honest; joiners belong to other scripts and to pictures.
fn splits(word: &str) -> usize {
    // Kanji of personal names are chosen by selectors (`辻󠄀`).
    let selected = word.chars().any(is_selector);
    let needs_none = |it: char| it.is_ascii_alphabetic() || (said::is_japanese(it) && !selected);
    let mut before = ' ';
    let mut hidden = false;
    let mut splits = 0;
    for sign in word.chars() {
        if sign != '\u{ad}' && is_invisible(sign) {
            hidden = true;
            continue;
        }
        if hidden && needs_none(before) && needs_none(sign) {
            splits += 1;
        }
        hidden = false;
        before = sign;
    }
    splits
}

const fn is_selector(sign: char) -> bool {
    matches!(sign, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

const fn is_cyrillic(sign: char) -> bool {
    matches!(sign, '\u{400}'..='\u{52f}' | '\u{55f}'..='\u{586}')
}

const fn is_greek(sign: char) -> bool {
    matches!(sign, '\u{370}'..='\u{3ff}')
}

/// Text that the reader can't see. A line or two before the text is what mail programs show in
/// the list of mails; and many mails hold a second form of their text for small screens.
fn hidden(scene: &Scene<'_>, ground: Ground, best: &mut Best) {
    let Some(html) = &scene.mail.html else { return };
    let hidden = said::cut(&html.hidden, READ);
    let letters = hidden.chars().filter(|it| it.is_alphanumeric()).count();
    if letters < 30 {
        return;
    }
    let weights = match letters {
        0..=199 => [WK, NO, ST, NO, NO],
        200..=799 => [ST, WK, ST, NO, NO],
        800.. => [ST, ST, ST, WK, NO],
    };
    let told = (letters >= 800).then_some(Weight::Neutral);
    let Some(weight) = ground.weigh(weights).or(told) else {
        return;
    };
    let visible: BTreeSet<String> = terms(said::cut(&html.text, READ)).collect();
    let terms: BTreeSet<String> = terms(hidden).collect();
    let new = terms.iter().filter(|it| !visible.contains(*it)).count();
    if new * 2 >= terms.len() {
        best.add(Finding::new(Kind::HiddenText, weight, Place::Text).seen(hidden));
    }
}

/// The words of a text, in lower case; of Japanese, pieces of three letters.
fn terms(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|it: char| !it.is_alphanumeric());
    words.filter(|it| !it.is_empty()).flat_map(|word| {
        let japanese = word.chars().any(said::is_japanese);
        let letters: Vec<char> = if japanese {
            word.chars().collect()
        } else {
            Vec::new()
        };
        let pieces: Vec<String> = letters.windows(3).map(|it| it.iter().collect()).collect();
        let whole = (!japanese).then(|| word.to_lowercase());
        pieces.into_iter().chain(whole)
    })
}
