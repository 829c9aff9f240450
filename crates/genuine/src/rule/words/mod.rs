//! What is looked for in what a mail says: notions, each with the words that stand for it in
//! several languages.
//!
//! A rule asks which notions meet in one sentence ("code" and "read out" and "agent"), not for
//! whole phrases: those are rewritten with every wave. The words are stems in lower case and
//! without accents; one that begins with a letter matches at the beginning of a word only, and
//! one that ends in `|` at the end of one only.

mod english;
mod european;
mod japanese;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

macro_rules! notions {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What words stand for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(super) enum Notion { $($(#[$doc])* $name,)* }

        impl Notion {
            /// All of them.
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

notions! {
    /// A code of any kind: also a program's, or a coupon's.
    Code,
    /// A code to sign in with.
    SignInCode,
    /// A password, a card's number.
    Secret,
    /// What opens a wallet.
    Seed,
    /// What is known of a person.
    Personal,
    /// To enter or hand in.
    Provide,
    /// To tell somebody, in so many words.
    Tell,
    /// To answer the mail.
    Reply,
    /// To answer with just that.
    ReplyWith,
    /// People of a company.
    Staff,
    /// Somebody will ask for it.
    WillAsk,
    /// Not, before what is denied.
    Not,
    /// Not, after what is denied.
    NotAfter,
    /// If not: a condition, which denies nothing.
    Unless,
    /// A talk about frauds.
    Fraud,
    /// An account and what hangs on it.
    Account,
    /// What is lost.
    Loss,
    /// Until when.
    Deadline,
    /// What one is to do.
    Act,
    /// Money for nothing.
    Prize,
    /// Unusual, unknown.
    Odd,
    /// A sign-in.
    SignIn,
    /// What is paid.
    Payment,
    /// That it did not work.
    Trouble,
    /// A parcel.
    Parcel,
    /// What is to be paid for it.
    Fee,
    /// A mailbox.
    Mailbox,
    /// That it is full.
    Full,
    /// A password, where it runs out.
    Password,
    /// To run out.
    Expires,
    /// To phone.
    Call,
    /// An order or charge.
    Charge,
    /// That somebody else did it.
    NotYou,
    /// To pay.
    Pay,
    /// A way of paying that can't be taken back.
    Irrevocable,
    /// A help desk.
    HelpDesk,
    /// A code for cameras.
    Qr,
    /// To hold a camera over it.
    Scan,
    /// To open what is attached.
    OpenAttached,
    /// A request that comes up on a phone.
    Prompt,
    /// To approve it.
    Approve,
}

impl Notion {
    /// As one bit.
    pub(super) const fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// A word that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// What it stands for.
    pub(super) notion: Notion,
    /// Which of all words it is: two of the same notion can be told apart.
    pub(super) id: usize,
    /// Where it begins and ends, in octets.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words, and what finds them.
struct Words {
    automaton: Option<AhoCorasick>,
    of: Vec<(Notion, bool)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lists = [english::WORDS, european::WORDS, japanese::WORDS];
    let mut patterns = Vec::new();
    let mut of = Vec::new();
    for (notion, words) in lists.into_iter().flatten() {
        for word in *words {
            let (stem, whole) = match word.strip_suffix('|') {
                Some(stem) => (stem, true),
                None => (*word, false),
            };
            patterns.push(stem);
            of.push((*notion, whole));
        }
    }
    let automaton = AhoCorasick::new(patterns).ok();
    Words { automaton, of }
});

/// The words in `text`, which is in lower case and without accents: all of them, also those
/// within others.
pub(super) fn find(text: &str) -> impl Iterator<Item = Word> {
    let automaton = WORDS.automaton.iter();
    automaton.flat_map(move |automaton| {
        automaton
            .find_overlapping_iter(text)
            .filter_map(move |found| {
                let id = found.pattern().as_usize();
                let (notion, whole) = *WORDS.of.get(id)?;
                let (start, end) = (found.start(), found.end());
                let stands = begins_word(text, start) && (!whole || ends_word(text, end));
                stands.then_some(Word {
                    notion,
                    id,
                    start,
                    end,
                })
            })
    })
}

/// Whether a word begins here; Japanese has no space between them.
fn begins_word(text: &str, at: usize) -> bool {
    let octets = text.as_bytes();
    let is_letter = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_alphanumeric);
    !is_letter(octets.get(at)) || at == 0 || !is_letter(octets.get(at - 1))
}

/// Whether a word ends here.
fn ends_word(text: &str, at: usize) -> bool {
    let next = text.as_bytes().get(at);
    !next.is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_written_as_it_is_looked_for() {
        for (_, words) in [english::WORDS, european::WORDS, japanese::WORDS]
            .into_iter()
            .flatten()
        {
            for word in *words {
                let stem = word.strip_suffix('|').unwrap_or(word);
                let read = super::super::said::folded(stem);
                assert_eq!(read.trim(), stem.trim(), "{word}");
            }
        }
    }

    #[test]
    fn every_notion_has_a_bit_of_its_own() {
        let all = Notion::ALL.iter().fold(0_u64, |all, it| all | it.bit());
        assert_eq!(all.count_ones() as usize, Notion::ALL.len());
    }
}
