//! Patterns that make a long text short: repetition, sequences, walks along the keyboard.
//!
//! All of it works on lower-case code points, of which there are at most
//! [`super::LONGEST`].

/// Orders in which characters follow each other beside that of Unicode: rows and columns
/// of keyboards, the syllabaries in the order of their tables.
const ROWS: [&str; 8] = [
    "1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん",
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
];

/// The fewest characters in a row that count as a sequence.
const SEQUENCE: usize = 3;

/// A piece that is as easy to say as it is to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// One character by itself.
    Single(char),
    /// The same character over and over.
    Run(char),
    /// A stretch of a sequence, forwards or backwards.
    Sequence,
}

impl Piece {
    /// How many characters a guesser has to think of: the one that is repeated, or where a
    /// sequence begins and where it ends.
    const fn weight(self) -> usize {
        match self {
            Self::Single(_) | Self::Run(_) => 1,
            Self::Sequence => 2,
        }
    }
}

/// The text as the fewest pieces that a greedy reader finds.
pub(super) fn pieces(chars: &[char]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = chars;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|c| *c == first).count();
        let sequence = sequence(rest);
        let (piece, taken) = if run >= SEQUENCE && run >= sequence {
            (Piece::Run(*first), run)
        } else if sequence >= SEQUENCE {
            (Piece::Sequence, sequence)
        } else {
            (Piece::Single(*first), 1)
        };
        pieces.push(piece);
        rest = rest.get(taken..).unwrap_or_default();
    }
    pieces
}

/// The block that the text repeats, at least twice over; the whole text where it repeats
/// none.
pub(super) fn block(chars: &[char]) -> &[char] {
    let period = (1..=chars.len() / 2).find(|period| {
        let shifted = chars.iter().skip(*period);
        shifted.zip(chars).all(|(later, earlier)| later == earlier)
    });
    period
        .and_then(|period| chars.get(..period))
        .unwrap_or(chars)
}

/// How many characters a guesser has to think of for the text.
pub(super) fn weight(chars: &[char]) -> usize {
    pieces(chars).into_iter().map(Piece::weight).sum()
}

/// Whether the text is repetition and sequences where `least` characters are asked for: one
/// or two characters in turn, a short block again and again, or a third of the pieces that
/// so many characters should give.
pub(super) fn is_repetitive(chars: &[char], least: usize) -> bool {
    let mut met: Vec<char> = Vec::with_capacity(3);
    for c in chars {
        if met.len() <= 2 && !met.contains(c) {
            met.push(*c);
        }
    }
    let block = block(chars);
    met.len() <= 2
        || (block.len() < chars.len() && block.len() < least)
        || weight(chars).saturating_mul(3) <= least
}

/// How many characters from the start are one sequence.
fn sequence(chars: &[char]) -> usize {
    let unicode = |from: char, to: char| u32::from(to) == u32::from(from) + 1;
    let forwards = stretch(chars, unicode);
    let backwards = stretch(chars, |from, to| unicode(to, from));
    let along = ROWS.iter().flat_map(|row| {
        let follows = |from: char, to: char| {
            let mut after = row.chars().skip_while(move |c| *c != from);
            after.next().is_some() && after.next() == Some(to)
        };
        [
            stretch(chars, follows),
            stretch(chars, |from, to| follows(to, from)),
        ]
    });
    along.fold(forwards.max(backwards), usize::max)
}

fn stretch(chars: &[char], follows: impl Fn(char, char) -> bool) -> usize {
    let steps = chars.iter().zip(chars.iter().skip(1));
    1 + steps.take_while(|(from, to)| follows(**from, **to)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_text_falls_into_pieces() {
        assert_eq!(
            pieces(&chars("xabcdaaa7")),
            [
                Piece::Single('x'),
                Piece::Sequence,
                Piece::Run('a'),
                Piece::Single('7')
            ]
        );
        assert_eq!(pieces(&[]), []);
    }

    #[test]
    fn sequences_are_met_in_both_directions_and_along_the_keyboard() {
        for text in [
            "abcdefgh",
            "987654321",
            "1234567890",
            "qwertyuiop",
            "lkjhgfdsa",
            "1qaz2wsx3edc",
            "あいうえおかきくけこ",
            "ｱｲｳｴｵｶｷｸ",
            "ヨユヤ",
        ] {
            assert_eq!(pieces(&chars(text)), [Piece::Sequence], "{text}");
        }
        assert_eq!(weight(&chars("abcdefgi")), 3);
    }

    #[test]
    fn the_shortest_block_is_found() {
        assert_eq!(block(&chars("abcabcab")), ['a', 'b', 'c']);
        assert_eq!(block(&chars("abcab")), chars("abcab"));
        assert_eq!(block(&chars("aaaa")), ['a']);
    }

    #[test]
    fn repetition_is_refused_however_long() {
        for (text, least) in [
            ("aaaaaaaaaaaaaaaaaaaaaaaa", 15),
            ("abababbbaabababab", 15),
            ("abcdefghijklmno", 15),
            ("abc123abc123abc123", 15),
            ("aaabbbcccdddeee", 15),
            ("12345678abcdefgh", 15),
            ("qwertyuiopasdfghjkl", 15),
            ("あいうえおかきくけこさしすせそ", 15),
            ("くもくもくもくもくもくもくもくも", 15),
            ("tr4velingtr4veling", 15),
            ("12345678", 8),
            ("aaaabbbb", 8),
            ("mikamika", 8),
        ] {
            assert!(is_repetitive(&chars(text), least), "{text}");
        }
    }

    #[test]
    fn ordinary_texts_are_not_repetitive() {
        for (text, least) in [
            ("correct horse battery", 15),
            ("雲の上に咲く花を見にいく朝の道", 15),
            ("t7q!v9lx", 8),
            ("kitchen8chair", 8),
        ] {
            assert!(!is_repetitive(&chars(text), least), "{text}");
        }
    }
}
