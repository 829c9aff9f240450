//! The brands' names in a text: all of them looked for at once.

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    Brand, TableError,
    text::{clean, joined, solid, turned},
};
use crate::name::skeleton;

/// Where a name stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Whose it is.
    pub(super) row: usize,
    /// Where it begins, in octets.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name that means the brand.
    Name,
    /// An ordinary word, too.
    Word,
    /// What only the brand's own mails say.
    Mark,
}

#[derive(Debug)]
struct Entry {
    row: usize,
    text: String,
    kind: Kind,
}

/// All names of the table.
#[derive(Debug)]
pub(super) struct Names {
    entries: Vec<Entry>,
    plain: AhoCorasick,
    alike: Within,
    solid: Within,
}

/// Some of the entries, in another form.
#[derive(Debug)]
struct Within {
    automaton: AhoCorasick,
    entries: Vec<usize>,
}

/// From how many letters on a name is told where the words around it are glued to it.
const SOLID: usize = 7;

/// From how many letters on a name is told by letters that look like its own.
const ALIKE: usize = 4;

impl Names {
    /// Those of these rows.
    pub(super) fn of(rows: &[Brand]) -> Result<Self, TableError> {
        let mut entries: Vec<Entry> = Vec::new();
        for (row, brand) in rows.iter().enumerate() {
            let names = brand.names.iter().map(|it| (it, Kind::Name));
            let words = brand.words.iter().map(|it| (it, Kind::Word));
            let marks = brand.marks.iter().map(|it| (it, Kind::Mark));
            entries.extend(names.chain(words).chain(marks).map(|(text, kind)| Entry {
                row,
                text: clean(text),
                kind,
            }));
        }
        entries.retain(|entry| !entry.text.is_empty());
        let plain = automaton(
            entries.iter().map(|it| it.text.clone()),
            MatchKind::Standard,
        )?;
        let alike = Within::of(&entries, MatchKind::LeftmostLongest, |it| {
            let bare = skeleton(&it.text);
            (it.kind != Kind::Mark && bare.chars().count() >= ALIKE).then_some(bare)
        })?;
        let solid = Within::of(&entries, MatchKind::LeftmostLongest, |it| {
            let bare = solid(&skeleton(&it.text)).0;
            (it.kind == Kind::Name && bare.is_ascii() && bare.len() >= SOLID).then_some(bare)
        })?;
        Ok(Self {
            entries,
            plain,
            alike,
            solid,
        })
    }

    /// The names in a clean text, each of them the longest of its place.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for found in self.plain.find_overlapping_iter(text) {
            let Some(entry) = self.entries.get(found.pattern().as_usize()) else {
                continue;
            };
            let hit = Hit {
                row: entry.row,
                start: found.start(),
                end: found.end(),
                kind: entry.kind,
            };
            if !stands_alone(text, hit, &entry.text) {
                continue;
            }
            // They come by their ends: what lies within this one goes.
            while hits.last().is_some_and(|last| last.start >= hit.start) {
                hits.pop();
            }
            if hits.last().is_none_or(|last| last.end < hit.end) {
                hits.push(hit);
            }
        }
        hits
    }

    /// The brand whose name stands in a short text in disguise: set apart, glued to other
    /// words, turned around, or in letters that look like its own.
    pub(super) fn disguised(&self, raw: &str) -> Option<usize> {
        let text = clean(raw);
        let turned = turned(raw).map(|it| clean(&it));
        let joined = joined(&text);
        let readings = [Some(text), joined, turned];
        readings.into_iter().flatten().find_map(|text| {
            let bare = skeleton(&text);
            let alike = self.alike.find(&bare, &self.entries);
            alike.or_else(|| self.glued(&bare))
        })
    }
}

impl Names {
    /// The brand whose long name is written in pieces (`Micro soft`), or glued to a role
    /// (`PaypalTeam`).
    fn glued(&self, bare: &str) -> Option<usize> {
        let (text, begins) = solid(bare);
        self.solid.automaton.find_iter(&text).find_map(|found| {
            let entry = self
                .entries
                .get(*self.solid.entries.get(found.pattern().as_usize())?)?;
            let from = begins.iter().rfind(|it| **it <= found.start())?;
            let to = begins.iter().find(|it| **it >= found.end())?;
            let (before, after) = (text.get(*from..found.start())?, text.get(found.end()..*to)?);
            (is_glue(before) && is_glue(after)).then_some(entry.row)
        })
    }
}

/// Whether the skeleton of a part of a word is nothing, a number, or a role.
fn is_glue(part: &str) -> bool {
    const ROLES: &[&str] = &[
        "account",
        "accounts",
        "alert",
        "alerts",
        "app",
        "bank",
        "billing",
        "business",
        "card",
        "care",
        "center",
        "cloud",
        "customer",
        "desk",
        "drive",
        "e",
        "help",
        "id",
        "info",
        "live",
        "login",
        "mail",
        "my",
        "notice",
        "online",
        "official",
        "pay",
        "payment",
        "prime",
        "rewards",
        "security",
        "service",
        "services",
        "shop",
        "store",
        "support",
        "team",
        "the",
        "update",
        "verification",
        "verify",
        "wallet",
    ];
    // A digit's skeleton may be a letter (`0` is `o`).
    part.chars()
        .all(|it| it.is_ascii_digit() || matches!(it, 'o' | 'l' | 'e' | 'a' | 's' | 'b'))
        && part.len() <= 4
        || ROLES.iter().any(|role| skeleton(role) == part)
}

impl Within {
    fn of(
        entries: &[Entry],
        kind: MatchKind,
        form: impl Fn(&Entry) -> Option<String>,
    ) -> Result<Self, TableError> {
        let forms = entries.iter().enumerate();
        let forms = forms.filter_map(|(at, it)| Some((at, form(it)?)));
        let (entries, forms): (Vec<_>, Vec<_>) = forms.unzip();
        Ok(Self {
            automaton: automaton(forms, kind)?,
            entries,
        })
    }

    /// The first name that stands alone in a skeleton.
    fn find(&self, text: &str, entries: &[Entry]) -> Option<usize> {
        self.automaton.find_iter(text).find_map(|found| {
            let entry = entries.get(*self.entries.get(found.pattern().as_usize())?)?;
            let free = |letter: Option<char>| letter.is_none_or(|it| !it.is_alphanumeric());
            let before = text.get(..found.start())?.chars().next_back();
            let after = text.get(found.end()..)?.chars().next();
            // Skeletons make Han of some katakana, so only hiragana ends a word surely.
            let ends = |letter: Option<char>| {
                free(letter) || letter.is_some_and(|it| matches!(it, '\u{3041}'..='\u{309F}'))
            };
            let stands = if entry.text.is_ascii() {
                free(before) && free(after)
            } else {
                ends(before) && (ends(after) || goes_on(text.get(found.end()..)?))
            };
            stands.then_some(entry.row)
        })
    }
}

fn automaton(
    patterns: impl IntoIterator<Item = String>,
    kind: MatchKind,
) -> Result<AhoCorasick, TableError> {
    let mut builder = AhoCorasick::builder();
    let builder = builder.ascii_case_insensitive(true).match_kind(kind);
    let automaton = builder.build(patterns);
    automaton.map_err(|error| TableError::Unreadable(format!("its names are too many: {error}")))
}

/// Whether what was found is a word of its own, written as it has to be.
fn stands_alone(text: &str, hit: Hit, name: &str) -> bool {
    let (Some(before), Some(found), Some(after)) = (
        text.get(..hit.start),
        text.get(hit.start..hit.end),
        text.get(hit.end..),
    ) else {
        return false;
    };
    if hit.kind == Kind::Word && found != name {
        return false;
    }
    let (before, after) = (before.chars().next_back(), after.chars().next());
    let (first, last) = (found.chars().next(), found.chars().next_back());
    let opens = match (before, first) {
        (Some(before), Some(first)) if first.is_ascii_alphanumeric() => !is_latin(before),
        (Some(before), Some(first)) if is_katakana(first) => !is_katakana(before),
        _ => true,
    };
    let closes = match (last, after) {
        (Some(last), Some(after)) if last.is_ascii_alphanumeric() => {
            !is_latin(after)
                || (hit.kind == Kind::Name
                    && ((after.is_ascii_digit() && name.len() > 4)
                        || (last.is_ascii_lowercase() && after.is_ascii_uppercase())))
        }
        (Some(last), Some(after)) if is_katakana(last) && is_katakana(after) => {
            text.get(hit.end..).is_some_and(goes_on)
        }
        _ => true,
    };
    opens && closes
}

/// Letters that go on with a Latin word. Those of East Asia end it.
fn is_latin(letter: char) -> bool {
    letter.is_alphanumeric()
        && !matches!(letter, '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FFFF}' | '\u{20000}'..)
}

const fn is_katakana(letter: char) -> bool {
    matches!(letter, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FE}')
}

/// Words in katakana that are glued to a brand's name in katakana.
fn goes_on(after: &str) -> bool {
    const WORDS: &[&str] = &[
        "ジャパン",
        "アカウント",
        "プライム",
        "ペイ",
        "カード",
        "サポート",
        "ミュージック",
        "ストア",
        "セキュリティ",
        "マーケット",
        "サービス",
        "チーム",
        "ギフト",
        "ポイント",
        "ウォレット",
        "クラウド",
        "カスタマー",
        "オンライン",
        "ショッピング",
        "モバイル",
        "バンク",
        "ログイン",
        "パスワード",
        "メール",
        "アプリ",
        "ヘルプ",
    ];
    WORDS
        .iter()
        .any(|word| after.starts_with(word) || after.starts_with(&skeleton(word)))
}
