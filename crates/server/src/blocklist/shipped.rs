//! The shipped list of common passwords: short hashes of what they are like, in order.
//!
//! It is made by `examples/common_passwords.rs`, and read here as it lies in the binary.
//! The first 16 bits of a hash choose a bucket, the next 24 are kept in it: 40 bits of
//! SHA-256 for each entry, so that a text that isn't listed is taken for one that is once
//! in some three million times.

use aws_lc_rs::digest::{SHA256, digest};

/// The list, as `examples/common_passwords.rs` wrote it.
static DATA: &[u8] = include_bytes!("../../data/common-passwords.bin");

/// What the list begins with; another way to write it begins with something else.
const MARK: &[u8; 8] = b"KADOCP01";
/// How many buckets there are.
const BUCKETS: usize = 1 << 16;
/// Octets of an entry in its bucket.
const REST: usize = 3;

/// The list.
pub struct Shipped {
    /// Where each bucket begins, and the last one ends; in entries.
    starts: Vec<u32>,
    rests: &'static [[u8; REST]],
}

/// The list isn't as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The shipped list of common passwords can't be read; this build is broken.")]
pub struct NotAList;

impl Shipped {
    /// The list in this binary.
    pub fn open() -> Result<Self, NotAList> {
        Self::read(DATA)
    }

    /// How many entries it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rests.len()
    }

    /// Whether it has this likeness (see `kadomori_domain::factor::password::likeness`).
    #[must_use]
    pub fn holds(&self, likeness: &str) -> bool {
        let (bucket, rest) = short_hash(likeness);
        let bucket = usize::from(bucket);
        let ends = self.starts.get(bucket).zip(self.starts.get(bucket + 1));
        let entries = ends.and_then(|(start, end)| {
            self.rests
                .get(usize::try_from(*start).ok()?..usize::try_from(*end).ok()?)
        });
        entries.is_some_and(|entries| entries.contains(&rest))
    }

    fn read(data: &'static [u8]) -> Result<Self, NotAList> {
        let data = data.strip_prefix(MARK).ok_or(NotAList)?;
        let (counts, rests) = data.split_at_checked(BUCKETS).ok_or(NotAList)?;
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut start = 0_u32;
        starts.push(start);
        for count in counts {
            start += u32::from(*count);
            starts.push(start);
        }
        let (rests, torn) = rests.as_chunks::<REST>();
        let whole = torn.is_empty() && usize::try_from(start) == Ok(rests.len());
        whole.then_some(Self { starts, rests }).ok_or(NotAList)
    }
}

/// Writes a list of these likenesses; the same ones always give the same list. `None`
/// where a bucket would overflow, which needs millions of entries.
#[must_use]
pub fn write<'a>(likenesses: impl IntoIterator<Item = &'a str>) -> Option<Vec<u8>> {
    let mut entries: Vec<_> = likenesses.into_iter().map(short_hash).collect();
    entries.sort_unstable();
    entries.dedup();
    let mut counts = vec![0_u8; BUCKETS];
    for (bucket, _) in &entries {
        let count = counts.get_mut(usize::from(*bucket))?;
        *count = count.checked_add(1)?;
    }
    let mut data = MARK.to_vec();
    data.extend(counts);
    data.extend(entries.iter().flat_map(|(_, rest)| rest));
    Some(data)
}

/// The first 40 bits of a likeness's SHA-256: the bucket, and what is kept in it.
fn short_hash(likeness: &str) -> (u16, [u8; REST]) {
    let hash = digest(&SHA256, likeness.as_bytes());
    let short = hash
        .as_ref()
        .split_first_chunk()
        .and_then(|(bucket, rest)| {
            let rest = rest.first_chunk()?;
            Some((u16::from_be_bytes(*bucket), *rest))
        });
    match short {
        Some(short) => short,
        None => unreachable!("SHA-256 has 32 octets"),
    }
}

#[cfg(test)]
mod tests {
    use kadomori_domain::factor::password::likeness;

    use super::*;

    #[test]
    fn a_list_holds_what_was_written_and_nothing_else() {
        let data = write(["sunshine", "blue kettle", "sunshine"]).expect("few entries");
        let list = Shipped::read(data.leak()).expect("a list");
        assert_eq!(list.count(), 2);
        assert!(list.holds("sunshine"));
        assert!(list.holds("blue kettle"));
        assert!(!list.holds("blue"));
        assert!(!list.holds(""));
    }

    #[test]
    fn the_order_of_the_words_makes_no_difference() {
        assert_eq!(write(["one", "two"]), write(["two", "one"]));
    }

    #[test]
    fn a_torn_list_is_refused() {
        let data = write(["sunshine"]).expect("one entry");
        let torn = data.get(..data.len() - 1).expect("long enough").to_vec();
        assert_eq!(Shipped::read(torn.leak()).err(), Some(NotAList));
        assert_eq!(Shipped::read(b"KADOCP01").err(), Some(NotAList));
        assert_eq!(Shipped::read(b"").err(), Some(NotAList));
    }

    #[test]
    fn the_shipped_list_has_what_people_choose() {
        let list = Shipped::open().expect("it was shipped");
        assert!(list.count() >= 100_000, "{}", list.count());
        for word in [
            "password",
            "12345678",
            "qwertyuiop",
            "sunshine",
            "iloveyou",
            "letmein",
            "trustno1",
            "1qaz2wsx",
            "doraemon",
            "sakura",
            "qwerty123456789",
            "1234567890qwerty",
        ] {
            assert!(list.holds(&likeness(word)), "{word}");
        }
    }

    #[test]
    fn texts_that_nobody_chose_are_not_in_the_shipped_list() {
        let list = Shipped::open().expect("it was shipped");
        // Hashes of numbers stand in for texts that can't be listed.
        let taken = (0..100_000_u32)
            .filter(|number| list.holds(&format!("{:?}", digest(&SHA256, &number.to_be_bytes()))))
            .count();
        assert!(taken <= 1, "{taken} of 100,000");
    }
}
