//! What a mail says, sentence by sentence, as the words are looked for.

use super::{
    Scene, calendar,
    words::{self, Notion, Word},
};
use crate::report::Place;

/// The most octets of a text that are read for what they say. A lure comes at once; what lies
/// beyond is the small print of newsletters and the history of a conversation.
const READ: usize = 64 * 1024;

/// The most octets of a sentence: what has no full stop is cut.
const SENTENCE: usize = 600;

/// A sentence.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    /// Where it stands.
    pub(super) place: Place,
    /// It as it stands there.
    pub(super) text: &'a str,
    /// It as it was read: in lower case, without accents.
    pub(super) read: String,
    /// The words in it; their places are those in `read`.
    pub(super) words: Vec<Word>,
    /// The notions in it, each a bit.
    notions: u64,
}

impl Sentence<'_> {
    /// Whether all of these are in it.
    pub(super) fn has(&self, notions: &[Notion]) -> bool {
        notions.iter().all(|it| self.notions & it.bit() != 0)
    }

    /// Whether one of these is in it.
    pub(super) fn has_one(&self, notions: &[Notion]) -> bool {
        notions.iter().any(|it| self.notions & it.bit() != 0)
    }

    /// How many different words of this notion are in it.
    pub(super) fn count(&self, notion: Notion) -> usize {
        different(self.of(notion))
    }

    /// Whether it asks for this, and doesn't say that one must not, or that nobody does.
    pub(super) fn affirms(&self, notion: Notion) -> bool {
        !self.has(&[Notion::Fraud]) && self.of(notion).any(|word| !self.denies(word))
    }

    fn of(&self, notion: Notion) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(move |word| word.notion == notion)
    }

    /// Whether this word is denied: a "not" a little before it, or a Japanese "ない" soon after.
    fn denies(&self, word: &Word) -> bool {
        let before = self
            .of(Notion::Not)
            .any(|not| not.start < word.start && word.start - not.end.min(word.start) <= 80);
        let after = self
            .of(Notion::NotAfter)
            .any(|not| not.start >= word.start && not.start.saturating_sub(word.end) <= 60);
        before || after
    }
}

/// All that a mail says.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// The sentences: the subject's first.
    pub(super) sentences: Vec<Sentence<'a>>,
    /// The notions in all of them, each a bit.
    notions: u64,
}

impl<'a> Said<'a> {
    /// What this mail says.
    pub(super) fn of(scene: &Scene<'a>) -> Self {
        let mut said = Self::default();
        let wrapped = scene.mail.html.is_none();
        said.add(Place::Subject, calendar::title(scene.mail), false);
        said.add(Place::Text, &scene.mail.visible, wrapped);
        said
    }

    /// What a shown name says.
    pub(super) fn of_name(name: &'a str) -> Self {
        let mut said = Self::default();
        said.add(Place::From, name, false);
        said
    }

    /// What a mere text says.
    #[cfg(test)]
    pub(super) fn of_text(text: &'a str) -> Self {
        let mut said = Self::default();
        said.add(Place::Text, text, true);
        said
    }

    /// Whether one of these is anywhere in it.
    pub(super) fn has_one(&self, notions: &[Notion]) -> bool {
        notions.iter().any(|it| self.notions & it.bit() != 0)
    }

    /// How many words of this notion are in it, of each sentence the different ones.
    pub(super) fn count(&self, notion: Notion) -> usize {
        let sentences = self.sentences.iter();
        sentences.map(|it| it.count(notion)).sum()
    }

    fn add(&mut self, place: Place, text: &'a str, wrapped: bool) {
        let text = cut(text, READ);
        let mut reader = Reader::new(wrapped);
        let mut pieces = Vec::new();
        for (at, sign) in text.char_indices() {
            if let Some(read) = reader.take(at, sign, text) {
                pieces.push(read);
            }
        }
        pieces.extend(reader.finish(text.len()));
        for (start, end, read) in pieces {
            let words = words_of(&read);
            let notions = words.iter().fold(0, |all, word| all | word.notion.bit());
            self.notions |= notions;
            self.sentences.push(Sentence {
                place,
                text: text.get(start..end).unwrap_or_default().trim(),
                read,
                words,
                notions,
            });
        }
    }
}

/// The words of a sentence. Within "if you do not" there is no "do not".
fn words_of(read: &str) -> Vec<Word> {
    let mut words: Vec<Word> = words::find(read).collect();
    let unless: Vec<(usize, usize)> = words
        .iter()
        .filter(|word| word.notion == Notion::Unless)
        .map(|word| (word.start, word.end))
        .collect();
    words.retain(|word| {
        !matches!(word.notion, Notion::Not | Notion::NotAfter)
            || !unless
                .iter()
                .any(|(start, end)| *start < word.end && word.start < *end)
    });
    words
}

/// How many different words there are, not counting those within others.
fn different<'a>(words: impl Iterator<Item = &'a Word>) -> usize {
    let mut words: Vec<&Word> = words.collect();
    words.sort_unstable_by_key(|word| (word.start, core::cmp::Reverse(word.end)));
    let mut seen: Vec<usize> = Vec::new();
    let mut end = 0;
    for word in words {
        if word.start >= end && !seen.contains(&word.id) {
            seen.push(word.id);
            end = word.end;
        }
    }
    seen.len()
}

/// A text as the words are looked for in it.
pub(super) fn folded(text: &str) -> String {
    let mut reader = Reader::new(false);
    for (at, sign) in text.char_indices() {
        reader.take(at, sign, text);
    }
    reader.read
}

/// Cuts a text into sentences while it folds it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each tells something else of where it reads"
)]
struct Reader {
    /// Whether a line's end is no sentence's end: in a plain text, which is wrapped.
    wrapped: bool,
    read: String,
    start: usize,
    space: bool,
    last: char,
    /// Whether nothing but white space has come in this line.
    fresh: bool,
    quoted: bool,
}

impl Reader {
    fn new(wrapped: bool) -> Self {
        Self {
            wrapped,
            read: String::new(),
            start: 0,
            space: false,
            last: '\n',
            fresh: true,
            quoted: false,
        }
    }

    /// Takes a sign; gives the sentence that it ends, with where it began and ended.
    fn take(&mut self, at: usize, sign: char, text: &str) -> Option<(usize, usize, String)> {
        let raw = core::mem::replace(&mut self.last, sign);
        if self.fresh && self.wrapped && !sign.is_whitespace() {
            // What somebody quotes they don't say themselves.
            self.quoted = matches!(sign, '>' | '＞');
        }
        self.fresh = sign == '\n' || (self.fresh && sign.is_whitespace());
        if self.quoted {
            return (sign == '\n').then(|| self.end(at + 1)).flatten();
        }
        if sign == '\n' && (!self.wrapped || ends_paragraph(text, at)) {
            return self.end(at + 1);
        }
        if sign.is_whitespace() {
            self.space = true;
            let full = matches!(raw, '.' | '!' | '?') || self.read.len() > SENTENCE;
            return full.then(|| self.end(at)).flatten();
        }
        let sign = fold(sign)?;
        if self.space && !(is_japanese(sign) && self.read.ends_with(is_japanese)) {
            self.read.push(' ');
        }
        self.space = false;
        self.read.push(sign);
        let ends = matches!(sign, '。' | '！' | '？' | '｡') || self.read.len() > 2 * SENTENCE;
        ends.then(|| self.end(at + self.last.len_utf8())).flatten()
    }

    fn finish(mut self, at: usize) -> Option<(usize, usize, String)> {
        self.end(at)
    }

    fn end(&mut self, at: usize) -> Option<(usize, usize, String)> {
        let start = core::mem::replace(&mut self.start, at);
        let read = core::mem::take(&mut self.read);
        self.space = false;
        let read = read.trim();
        (!read.is_empty()).then(|| (start, at, read.to_owned()))
    }
}

/// Whether the line that ends at `at` ends a paragraph, too: an empty line, a list or a quote
/// follows.
fn ends_paragraph(text: &str, at: usize) -> bool {
    let next = text.get(at + 1..).unwrap_or_default();
    let next = next.trim_start_matches([' ', '\t', '\r']);
    next.starts_with([
        '\n', '-', '*', '>', '・', '■', '●', '※', '【', '─', '=', '+',
    ])
}

/// A sign as it is compared; `None` for what can't be seen.
pub(super) fn fold(sign: char) -> Option<char> {
    if sign.is_ascii() {
        return Some(sign.to_ascii_lowercase());
    }
    Some(match sign {
        _ if crate::name::is_invisible(sign) => return None,
        // Full-width letters are ordinary in Japanese.
        '\u{ff01}'..='\u{ff5e}' if !matches!(sign, '！' | '？') => {
            let half = u32::from(sign) - 0xfee0;
            char::from_u32(half).unwrap_or(sign).to_ascii_lowercase()
        }
        '’' | '‘' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' => '-',
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'Ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'Ñ' | 'ń' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' => 'u',
        'ý' | 'ÿ' | 'Ý' => 'y',
        _ => latin(sign).unwrap_or(sign),
    })
}

/// The Latin letter that this one is taken for: Cyrillic, Greek, or of the mathematical
/// alphabets.
pub(super) fn latin(sign: char) -> Option<char> {
    Some(match sign {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'В' | 'Β' => 'b',
        'с' | 'С' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'Ε' | 'ҽ' => 'e',
        'һ' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' => 'i',
        'ј' | 'Ј' => 'j',
        'К' | 'Κ' | 'κ' => 'k',
        'ӏ' | 'Ӏ' => 'l',
        'М' | 'Μ' => 'm',
        'Ν' | 'ո' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'օ' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'Τ' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ѡ' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'у' | 'У' | 'Υ' => 'y',
        'Ζ' => 'z',
        '\u{1d400}'..='\u{1d6a3}' => mathematical(sign),
        _ => return None,
    })
}

/// A letter of the mathematical alphabets, which follow each other in blocks of 26 and 26.
fn mathematical(sign: char) -> char {
    let at = (u32::from(sign) - 0x1d400) % 26;
    let letter = u8::try_from(at).unwrap_or_default();
    char::from(b'a' + letter)
}

/// Whether this is Japanese (or Chinese): written without spaces.
pub(super) const fn is_japanese(sign: char) -> bool {
    matches!(sign, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The beginning of a text, at most so many octets long.
pub(super) fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let said = Said::of_text(text);
        said.sentences.into_iter().map(|it| it.read).collect()
    }

    #[test]
    fn a_text_is_cut_at_full_stops_and_paragraphs_only() {
        assert_eq!(
            sentences("Your pass-\nword expires.  Tell\nus!\n\nBye"),
            ["your pass- word expires.", "tell us!", "bye"]
        );
        assert_eq!(
            sentences("コードを\nお伝え ください。お客 様へ"),
            ["コードをお伝えください。", "お客様へ"]
        );
    }

    #[test]
    fn what_is_quoted_is_not_said() {
        for text in [
            "No.\n> send us the code\nBye",
            "No.\n\u{3000}> send us\n  > the code\nBye",
        ] {
            assert_eq!(sentences(text), ["no.", "bye"], "{text}");
        }
    }

    #[test]
    fn letters_in_disguise_are_read_as_what_they_are_taken_for() {
        assert_eq!(sentences("Vеrіfy"), ["verify"]);
        assert_eq!(
            sentences("ＣＯＤＥ 𝗰𝗼𝗱𝗲 co\u{200b}de Número"),
            ["code code code numero"]
        );
    }

    #[test]
    fn a_warning_asks_for_nothing() {
        for text in [
            "Never tell our staff the code.",
            "Our staff will never ask you to read out the code.",
            "Don't share the code with our agents or anyone else.",
            "このコードは担当者にもお伝えにならないでください。",
            "コードをだれにも教えないでください。",
            "係員がコードの読み上げをお願いすることはありません。",
        ] {
            let said = Said::of_text(text);
            assert!(!said.sentences[0].affirms(Notion::Tell), "{text}");
        }
        for text in [
            "Tell our staff the code.",
            "If you do not send us the code, the account is closed.",
            "係員にコードをお伝えください。",
            "コードをお知らせいただけない場合、解除できません。",
        ] {
            let said = Said::of_text(text);
            assert!(said.sentences[0].affirms(Notion::Tell), "{text}");
        }
    }
}
