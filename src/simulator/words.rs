//! Words that mean nothing: paths and field names chosen anew, so that nobody can rely on a name.
use std::collections::BTreeSet;

/// Words of small letters, each once; the same row for the same seed.
pub(super) struct Words {
    state: u64,
    given: BTreeSet<String>,
}

impl Words {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed, given: BTreeSet::new() }
    }

    /// A word of 6 to 11 letters.
    pub(super) fn word(&mut self) -> String {
        loop {
            let length = 6 + self.below(6);
            let word: String = (0..length).map(|_| char::from(b'a' + self.below(26))).collect();
            if self.given.insert(word.clone()) {
                return word;
            }
        }
    }

    /// SplitMix64: names need no secrecy, only variety and repeatability.
    fn below(&mut self, end: u8) -> u8 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        u8::try_from(mixed % u64::from(end)).expect("less than the end")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_words_and_another_seed_others() {
        let row = |seed| {
            let mut words = Words::new(seed);
            (0..30).map(|_| words.word()).collect::<BTreeSet<_>>()
        };
        assert_eq!(row(7), row(7));
        assert_eq!(row(7).len(), 30);
        assert!(row(7).is_disjoint(&row(8)));
    }
}
