//! Check words: a Reed-Solomon code over 1,024 symbols, so that one wrong word is found by its place and two are noticed.
//!
//! A word is a number of ten bits, an element of the field of 1,024. Sixteen of them are a polynomial, the first word its
//! highest coefficient; the last three are such that it is zero at x, x² and x³. Any two codes then differ in four
//! places or more.

/// Words that are drawn.
pub(super) const DRAWN: usize = 13;
/// Words in all.
pub(super) const WORDS: usize = DRAWN + ROOTS.len();
/// How many different words there are.
pub(super) const LIST: u16 = 1 << BITS;

const BITS: u32 = 10;
/// x¹⁰ + x³ + 1, of which x is a primitive root.
const FIELD: u32 = 0b100_0000_1001;
/// x, x² and x³.
const ROOTS: [u16; 3] = [2, 4, 8];
/// (z − x)(z − x²)(z − x³) without its leading one, highest first.
const GENERATOR: [u16; 3] = [2 ^ 4 ^ 8, 8 ^ 16 ^ 32, 64];

/// What there is to say about sixteen words. Places are counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Right,
    Another { at: usize },
    Swapped { at: usize },
    Several,
}

/// Puts the check words behind the drawn ones.
pub(super) fn complete(words: &mut [u16; WORDS]) {
    let mut rest = [0; 3];
    for &word in &words[..DRAWN] {
        let over = word ^ rest[0];
        rest = [
            rest[1] ^ times(over, GENERATOR[0]),
            rest[2] ^ times(over, GENERATOR[1]),
            times(over, GENERATOR[2]),
        ];
    }
    words[DRAWN..].copy_from_slice(&rest);
}

/// Looks whether the check words agree and, if they do not, for the one slip that explains it.
pub(super) fn look(words: &[u16; WORDS]) -> Found {
    let [first, second, third] = ROOTS.map(|root| value_at(words, root));
    if (first, second, third) == (0, 0, 0) {
        return Found::Right;
    }
    // One wrong word, `off` from the right one at the place of xⁿ, gives off·xⁿ, off·x²ⁿ and off·x³ⁿ.
    let mut place = 1;
    for at in (0..WORDS).rev() {
        if first != 0 && times(first, place) == second && times(second, place) == third {
            return Found::Another { at };
        }
        place = times(place, ROOTS[0]);
    }
    for at in 0..WORDS - 1 {
        let mut swapped = *words;
        swapped.swap(at, at + 1);
        if ROOTS.iter().all(|&root| value_at(&swapped, root) == 0) {
            return Found::Swapped { at };
        }
    }
    Found::Several
}

fn value_at(words: &[u16; WORDS], z: u16) -> u16 {
    words.iter().fold(0, |value, word| times(value, z) ^ word)
}

/// Multiplies in the field.
fn times(one: u16, other: u16) -> u16 {
    let mut product: u32 = 0;
    for bit in (0..BITS).rev() {
        product <<= 1;
        if product >> BITS == 1 {
            product ^= FIELD;
        }
        if other >> bit & 1 == 1 {
            product ^= u32::from(one);
        }
    }
    u16::try_from(product).expect("reduced to ten bits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(drawn: [u16; DRAWN]) -> [u16; WORDS] {
        let mut words = [0; WORDS];
        words[..DRAWN].copy_from_slice(&drawn);
        complete(&mut words);
        words
    }

    #[test]
    fn x_reaches_every_element_but_zero() {
        let (mut power, mut steps) = (2, 1);
        while power != 1 {
            power = times(power, 2);
            steps += 1;
        }
        assert_eq!(steps, 1_023);
    }

    #[test]
    fn every_single_wrong_word_is_found() {
        let right = code([5, 1_000, 3, 0, 7, 1_023, 512, 2, 9, 100, 200, 300, 400]);
        assert_eq!(look(&right), Found::Right);
        for at in 0..WORDS {
            for off in 1..LIST {
                let mut wrong = right;
                wrong[at] ^= off;
                assert_eq!(look(&wrong), Found::Another { at });
            }
        }
    }

    proptest! {
        #[test]
        fn two_wrong_words_are_never_taken_for_right_or_for_one(
            drawn: [u16; DRAWN],
            (one, other) in (0..WORDS, 0..WORDS).prop_filter("two places", |(one, other)| one != other),
            (by, also_by) in (1..LIST, 1..LIST),
        ) {
            let right = code(drawn.map(|word| word % LIST));
            let mut wrong = right;
            wrong[one] ^= by;
            wrong[other] ^= also_by;
            let found = look(&wrong);
            prop_assert!(matches!(found, Found::Several | Found::Swapped { .. }), "{found:?}");
        }

        #[test]
        fn neighbours_that_changed_places_are_found(drawn: [u16; DRAWN], at in 0..WORDS - 1) {
            let right = code(drawn.map(|word| word % LIST));
            let mut swapped = right;
            swapped.swap(at, at + 1);
            let expected = if swapped == right { Found::Right } else { Found::Swapped { at } };
            prop_assert_eq!(look(&swapped), expected);
        }
    }
}
