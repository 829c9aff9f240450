//! Chance, as a value: the one source of randomness that decisions use.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// A stream of unguessable bytes that follows from its seed.
///
/// The server draws 32 bytes from the operating system for each request and
/// decides with a `Chance` made of them. A write that the database asks to run
/// again starts from the same seed, and so makes the same ids and secrets.
pub struct Chance(ChaCha20Rng);

impl Chance {
    /// The stream that follows from `seed`.
    #[must_use]
    pub fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    /// The next `N` bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// One of `choices`, each equally likely; `None` when there are none.
    #[must_use]
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let count = u64::try_from(choices.len())
            .ok()
            .filter(|count| *count > 0)?;
        // Values past the last whole multiple would favour the first choices.
        let fair = u64::MAX - u64::MAX % count;
        loop {
            let drawn = u64::from_be_bytes(self.bytes());
            if drawn < fair {
                return choices.get(usize::try_from(drawn % count).ok()?).copied();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream() {
        let first: [u8; 16] = Chance::new([7; 32]).bytes();
        let again: [u8; 16] = Chance::new([7; 32]).bytes();
        assert_eq!(first, again);
    }

    #[test]
    fn every_choice_is_met() {
        let mut chance = Chance::new([1; 32]);
        let met: std::collections::BTreeSet<_> =
            (0..200).filter_map(|_| chance.pick(&[1, 2, 3])).collect();
        assert_eq!(met.len(), 3);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
