//! The recovery code: sixteen words that open a vault, made to be copied by hand.
//!
//! Thirteen words are drawn, ten bits each: 130 bits, so that guessing is hopeless and needs no slowing down. The last
//! three are made of the others, so that a slip is found before anything is tried: a wrong word is named by its place,
//! and so are two neighbours that changed places.
//!
//! The words stand in `words.txt`: 1,024 of our own choosing. No two begin with the same four letters, and none is
//! within one slip of the hand of another. The list is part of the format: a changed line is a changed code.

mod check;

use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::VaultId;
use crate::hazmat::kdf::{self, Label};
use crate::hazmat::key::Key;
use crate::sign_in::SignInSecret;

const KEY: Label = Label::new(b"held/vault/recovery-code/v1\0");
const LIST: &str = include_str!("recovery_code/words.txt");
/// What tells the words of the list apart.
const TELLING: usize = 4;

/// A recovery code. Whoever has it can open the vault.
pub struct RecoveryCode(Zeroizing<[u16; check::WORDS]>);

/// Why what was typed is no recovery code. Words are counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeSlip {
    /// There are too few words, or too many.
    #[error("a recovery code has {} words, not {words}", RecoveryCode::WORDS)]
    Count {
        /// How many there are.
        words: usize,
    },
    /// This word is none of the list's.
    #[error("word {word} is no word of a recovery code")]
    Unknown {
        /// Which one.
        word: usize,
    },
    /// This word is one of the list's, but not the one that stood there.
    #[error("word {word} is another one than was written down")]
    Another {
        /// Which one.
        word: usize,
    },
    /// This word and the next have changed places.
    #[error("words {word} and {} have changed places", word + 1)]
    Swapped {
        /// The first of them.
        word: usize,
    },
    /// Two words or more are others than were written down.
    #[error("two words or more are others than were written down")]
    Several,
}

impl RecoveryCode {
    /// How many words a code has.
    pub const WORDS: usize = check::WORDS;

    /// A new code.
    #[must_use]
    pub fn make(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut drawn = Zeroizing::new([0; 2 * check::DRAWN]);
        rng.fill_bytes(&mut drawn[..]);
        let mut words = Zeroizing::new([0; check::WORDS]);
        for (word, pair) in words.iter_mut().zip(drawn.as_chunks().0) {
            *word = u16::from_be_bytes(*pair) % check::LIST;
        }
        check::complete(&mut words);
        Self(words)
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let list: Vec<&str> = LIST.lines().collect();
        self.0.iter().map(|&word| list[usize::from(word)]).collect::<Vec<_>>().into_iter()
    }

    /// Reads a code that was typed or pasted: in any case, with anything but letters between the words, and with no more
    /// than the first four letters of each.
    pub fn read(typed: &str) -> Result<Self, CodeSlip> {
        let typed: Vec<_> =
            typed.split(|sign: char| !sign.is_alphabetic()).filter(|it| !it.is_empty()).collect();
        if typed.len() != check::WORDS {
            return Err(CodeSlip::Count { words: typed.len() });
        }
        let mut words = Zeroizing::new([0; check::WORDS]);
        for (at, typed) in typed.into_iter().enumerate() {
            words[at] = find(typed).ok_or(CodeSlip::Unknown { word: at + 1 })?;
        }
        match check::look(&words) {
            check::Found::Right => Ok(Self(words)),
            check::Found::Another { at } => Err(CodeSlip::Another { word: at + 1 }),
            check::Found::Swapped { at } => Err(CodeSlip::Swapped { word: at + 1 }),
            check::Found::Several => Err(CodeSlip::Several),
        }
    }

    /// What opens the slot of this code in `vault`.
    pub(super) fn derive_key(&self, vault: VaultId) -> Key {
        kdf::derive(&self.secret(), &KEY, &[&vault.0])
    }

    /// What signs in to an account with this code, on a device that is new.
    #[must_use]
    pub fn sign_in(&self) -> SignInSecret {
        SignInSecret::of_code(&self.secret())
    }

    fn secret(&self) -> Key {
        let mut secret = Key::from_bytes([0; 32]);
        for (pair, word) in secret.expose_mut().as_chunks_mut().0.iter_mut().zip(&self.0[..check::DRAWN]) {
            *pair = word.to_be_bytes();
        }
        secret
    }
}

/// Where the word stands in the list.
fn find(typed: &str) -> Option<u16> {
    let telling: Zeroizing<String> =
        Zeroizing::new(typed.chars().flat_map(char::to_lowercase).take(TELLING).collect());
    let at = LIST.lines().position(|word| telling[..] == word[..word.len().min(TELLING)])?;
    u16::try_from(at).ok()
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use data_encoding::HEXLOWER;
    use expect_test::expect;
    use proptest::prelude::*;
    use sha2::Digest as _;

    use super::*;
    use crate::testing::seeded;

    fn written(code: &RecoveryCode) -> String {
        code.words().collect::<Vec<_>>().join(" ")
    }

    fn read(typed: &str) -> Result<String, CodeSlip> {
        RecoveryCode::read(typed).map(|code| written(&code))
    }

    #[test]
    fn the_list_is_part_of_the_format() {
        let words: Vec<_> = LIST.lines().collect();
        assert_eq!(words.len(), usize::from(check::LIST));
        assert!(words.is_sorted());
        assert!(
            words.iter().all(|word| word.len() >= 3 && word.bytes().all(|sign| sign.is_ascii_lowercase()))
        );
        let telling: BTreeSet<_> = words.iter().map(|word| &word[..word.len().min(TELLING)]).collect();
        assert_eq!(telling.len(), words.len());
        expect!["e765a513e6382494a23c5adf935885c23a0256cdd60e014c295a387c042854a8"]
            .assert_eq(&HEXLOWER.encode(&sha2::Sha256::digest(LIST)));
    }

    #[test]
    fn one_slip_of_the_hand_never_makes_another_word_of_the_list() {
        let words: Vec<_> = LIST.lines().collect();
        for (at, one) in words.iter().enumerate() {
            for other in &words[at + 1..] {
                assert!(!is_one_slip(one.as_bytes(), other.as_bytes()), "{one} and {other}");
            }
        }
    }

    /// A letter changed, left out or added, or two neighbours changed over.
    fn is_one_slip(one: &[u8], other: &[u8]) -> bool {
        let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
        let (one, other) = (&one[same..], &other[same..]);
        match (one, other) {
            ([a, b, one @ ..], [c, d, other @ ..]) if (a, b) == (d, c) && one == other => true,
            ([_, one @ ..], [_, other @ ..]) if one == other => true,
            ([_, rest @ ..], _) if rest == other => true,
            (_, [_, rest @ ..]) => rest == one,
            _ => false,
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_written() {
        let code = written(&RecoveryCode::make(&mut seeded(1)));
        expect![
            "ocean build happy twin pilot uncle gorge spin mirror slope reward inside tiny herd zodiac limit"
        ]
        .assert_eq(&code);
        let words: Vec<_> = code.split(' ').collect();
        let numbered: Vec<_> =
            words.iter().enumerate().map(|(at, word)| format!("{}. {word}", at + 1)).collect();
        let short: Vec<_> = words.iter().map(|word| &word[..word.len().min(4)]).collect();
        for typed in [
            code.to_uppercase(),
            words.join("\n"),
            words.join("-"),
            words.join(",\u{a0}"),
            format!("  {}  ", words.join("\t ")),
            numbered.join("\r\n"),
            short.join(" "),
        ] {
            assert_eq!(read(&typed).as_deref(), Ok(&code[..]), "{typed}");
        }
    }

    #[test]
    fn a_slip_is_named_by_its_place() {
        let code = written(&RecoveryCode::make(&mut seeded(1)));
        let words: Vec<_> = code.split(' ').collect();
        let with = |changes: &[(usize, &'static str)]| {
            let mut words = words.clone();
            changes.iter().for_each(|(word, other)| words[word - 1] = other);
            read(&words.join(" "))
        };
        assert_eq!(with(&[(5, "riverr")]), Err(CodeSlip::Another { word: 5 }), "known by four letters");
        assert_eq!(with(&[(5, "rivver")]), Err(CodeSlip::Unknown { word: 5 }));
        assert_eq!(with(&[(16, "zebra")]), Err(CodeSlip::Another { word: 16 }));
        assert_eq!(with(&[(2, "zebra"), (9, "acorn")]), Err(CodeSlip::Several));
        assert_eq!(read(&words[1..].join(" ")), Err(CodeSlip::Count { words: 15 }));
        assert_eq!(read(""), Err(CodeSlip::Count { words: 0 }));
        let mut swapped = words.clone();
        swapped.swap(6, 7);
        assert_eq!(read(&swapped.join(" ")), Err(CodeSlip::Swapped { word: 7 }));
    }

    #[test]
    fn codes_differ_and_open_one_vault_each() {
        let rng = &mut seeded(2);
        let (one, other) = (RecoveryCode::make(rng), RecoveryCode::make(rng));
        let (ana, bea) = (VaultId([1; 16]), VaultId([2; 16]));
        assert_ne!(one.derive_key(ana).expose(), other.derive_key(ana).expose());
        assert_ne!(one.derive_key(ana).expose(), one.derive_key(bea).expose());
        assert_eq!(format!("{one:?}"), "RecoveryCode(hidden)");
    }

    proptest! {
        #[test]
        fn any_code_is_read_back(seed: u64) {
            let code = RecoveryCode::make(&mut seeded(seed));
            prop_assert_eq!(&RecoveryCode::read(&written(&code)).unwrap().0[..], &code.0[..]);
        }

        #[test]
        fn whatever_is_typed_is_answered(typed in ".{0,200}") {
            let _ = RecoveryCode::read(&typed);
        }
    }
}
