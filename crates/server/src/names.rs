//! Dealing names: two words and four digits, drawn so that they say nothing about anyone.
//!
//! The words are our own, short and plain: things outdoors, weather, birds, buildings; no colour of a person, nothing of a
//! consulting room, nothing to laugh at. There are some 160 million names.

use protocol::account::AccountName;
use rand_core::Rng;

const FIRST: &str = include_str!("names/first.txt");
const SECOND: &str = include_str!("names/second.txt");
/// How many words each list has: a power of two, so that each is as likely.
const WORDS: usize = 128;

/// A name, each as likely as any other.
pub(crate) fn draw(rng: &mut impl Rng) -> AccountName {
    let mut word = |list: &'static str| {
        let at = usize::try_from(rng.next_u32()).unwrap_or_default() % WORDS;
        list.lines().nth(at).expect("each list has as many words")
    };
    let (first, second) = (word(FIRST), word(SECOND));
    let digits = rng.next_u64() % 10_000;
    format!("{first}-{second}-{digits:04}").parse().expect("two words and four digits")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    use super::*;

    #[test]
    fn the_lists_hold_short_plain_words_each_once() {
        let all: Vec<_> = FIRST.lines().chain(SECOND.lines()).collect();
        assert_eq!((FIRST.lines().count(), SECOND.lines().count()), (WORDS, WORDS));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 2 * WORDS);
        for word in all {
            let plain = word.bytes().all(|letter| letter.is_ascii_lowercase());
            assert!(plain && (3..=9).contains(&word.len()), "{word}");
        }
    }

    /// Words that a colleague might take for something about a person, or about clients.
    #[test]
    fn no_word_is_of_the_consulting_room_or_of_a_body() {
        let not_these = [
            "black", "brown", "white", "red", "yellow", "pale", "dark", "fair", "olive", "tan", "ebony",
            "ivory", "grief", "calm", "numb", "panic", "trauma", "silent", "slender", "heavy", "hollow",
            "hidden", "lucid", "manic", "broken", "couch", "case", "session", "client", "patient", "therapy",
            "mind", "brain", "body", "blood", "cross", "cuckoo",
        ];
        for word in FIRST.lines().chain(SECOND.lines()) {
            assert!(!not_these.contains(&word), "{word}");
        }
    }

    #[test]
    fn names_differ_and_are_read_as_they_are_written() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let names: BTreeSet<_> = (0..1_000).map(|_| draw(&mut rng)).collect();
        assert_eq!(names.len(), 1_000);
        assert!(names.iter().all(|name| name.as_str().parse() == Ok(name.clone())));
    }
}
