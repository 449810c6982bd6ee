//! What a person types, and what stretching it costs.
//!
//! Words are compared as RFC 8265 (OpaqueString) says: spaces of any kind become a plain space, then Unicode NFC. So
//! "é" typed on a phone and on a laptop is the same letter, while case, spacing and compatibility forms still count.

use core::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// How letters are composed, as Unicode NFC says. A browser has its tables already, so that they need not be fetched
/// before the first question; everywhere else it is [`nfc`].
pub type Nfc = fn(&str) -> Zeroizing<String>;

/// [`Nfc`] with tables of our own.
#[must_use]
pub fn nfc(text: &str) -> Zeroizing<String> {
    // Room for any growth under NFC, so that no copy is left behind by a reallocation.
    let mut composed = Zeroizing::new(String::with_capacity(text.len() * 3));
    composed.extend(text.nfc());
    composed
}

/// What a person typed to open her vault. How good it is, the caller judges.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The passphrase in the one form in which it is compared.
    #[must_use]
    pub fn new(typed: &str, nfc: Nfc) -> Self {
        let mut spaced = Zeroizing::new(String::with_capacity(typed.len()));
        spaced.extend(typed.chars().map(plain_space));
        Self(if spaced.is_ascii() { spaced } else { nfc(&spaced) })
    }

    /// In the form in which it is compared, for signing in with it.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.as_bytes()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    #[cfg(feature = "copies")]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(hidden)")
    }
}

/// RFC 8265, section 4.2.1: any space that is not ASCII (Unicode category Zs) counts as an ASCII one.
const fn plain_space(letter: char) -> char {
    match letter {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// What stretching a passphrase costs: the price of each guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfParameters {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// These costs are not acceptable, whoever asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// Below the floor of 19 MiB and two passes: guessing would be too cheap.
    #[error("stretching the passphrase would be too cheap: at least 19 MiB and two passes are needed")]
    TooWeak,
    /// Above what a phone can do: a made-up head could otherwise ask for all its memory.
    #[error(
        "stretching the passphrase would cost too much: at most 256 MiB, 16 passes and four lanes are accepted"
    )]
    TooCostly,
}

impl KdfParameters {
    /// 64 MiB, three passes, one lane: about a second in a browser.
    pub const DEFAULT: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// 19 MiB and two passes: the least that is accepted.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    const CEILING: Self = Self { memory_kib: 256 * 1024, passes: 16, lanes: 4 };

    /// Parameters between the floor and the ceiling.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, KdfError> {
        if memory_kib < Self::FLOOR.memory_kib || passes < Self::FLOOR.passes || lanes < 1 {
            return Err(KdfError::TooWeak);
        }
        let Self { memory_kib: most_memory, passes: most_passes, lanes: most_lanes } = Self::CEILING;
        if memory_kib > most_memory || passes > most_passes || lanes > most_lanes {
            return Err(KdfError::TooCostly);
        }
        Ok(Self { memory_kib, passes, lanes })
    }

    /// Memory in KiB, passes and lanes.
    #[must_use]
    pub const fn parts(self) -> (u32, u32, u32) {
        (self.memory_kib, self.passes, self.lanes)
    }
}

impl Default for KdfParameters {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_from_another_keyboard_are_the_same_passphrase() {
        let bytes = |typed| Passphrase::new(typed, nfc).as_bytes().to_vec();
        let composed = "caf\u{e9} am See";
        assert_eq!(bytes(composed), bytes("cafe\u{301}\u{a0}am See"));
        assert_ne!(bytes(composed), bytes("Caf\u{e9} am See"));
        assert_ne!(bytes("ﬁ"), bytes("fi"));
    }

    #[test]
    fn costs_outside_the_bounds_are_refused() {
        assert_eq!(KdfParameters::new(8 * 1024, 3, 1), Err(KdfError::TooWeak));
        assert_eq!(KdfParameters::new(64 * 1024, 1, 1), Err(KdfError::TooWeak));
        assert_eq!(KdfParameters::new(64 * 1024, 3, 0), Err(KdfError::TooWeak));
        assert_eq!(KdfParameters::new(4 * 1024 * 1024, 3, 1), Err(KdfError::TooCostly));
        assert_eq!(KdfParameters::new(64 * 1024, u32::MAX, 1), Err(KdfError::TooCostly));
        assert_eq!(KdfParameters::new(19 * 1024, 2, 1), Ok(KdfParameters::FLOOR));
    }
}
