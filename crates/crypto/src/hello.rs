//! Sealed notes to someone's public key: the first hello, its answer, and the two messages of a conflict check.
//!
//! **Who learns what.** Only the holder of the secret key reads a note. The server and the network see a mailbox, a
//! moment and one of few lengths: every note up to 4 KiB looks the same. A note says nothing about who sealed it, and
//! the reader cannot know either: what shows that an answer is the therapist's is her signature *inside* it.
//! Someone who later steals the reader's secret key can read the notes that were sealed to it and kept; that is why a
//! reply key is made for one conversation and then dropped.
//!
//! **How.** HPKE (RFC 9180), base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305, a fresh key for every note. What kind
//! of note it is and what it is about are bound to the seal, so that no note can be passed off as another.

use core::fmt;

use protocol::PublicKey;
use protocol::limits::ENVELOPE_BYTES;
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::hazmat::hpke;
use crate::padding::{pad, unpad};

const VERSION: u8 = 1;
/// Everything shorter looks the same.
const FLOOR: usize = 4 * 1024;
/// The most a note may hold, before padding: chosen so that the sealed note fits in an envelope.
const MOST_CONTENT: usize = 120 * 1024;

/// What a note is, which is part of its seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The first note to a therapist.
    Hello,
    /// A note to a one-time reply key.
    Answer,
    /// The question of a conflict check.
    CheckQuestion,
    /// The answer of a conflict check.
    CheckAnswer,
}

impl Kind {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Hello => b"held/hello/v1\0",
            Self::Answer => b"held/answer/v1\0",
            Self::CheckQuestion => b"held/conflict-check/question/v1\0",
            Self::CheckAnswer => b"held/conflict-check/answer/v1\0",
        }
    }
}

/// The secret key that opens notes. One for a listing; a new one for every reply.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct HelloSecretKey([u8; 32]);

impl HelloSecretKey {
    /// A new key.
    #[must_use]
    pub fn make(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut seed[..]);
        Self(hpke::derive_secret_key(&seed))
    }

    /// The key that [`HelloSecretKey::expose`] gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key itself, to be kept in the vault and nowhere else.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// What others seal to.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(hpke::public_key(&self.0))
    }
}

impl fmt::Debug for HelloSecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HelloSecretKey(hidden)")
    }
}

/// Why a note could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It holds more than 120 KiB.
    #[error("a note holds at most 120 KiB, not {length} bytes")]
    TooLong {
        /// How long it was.
        length: usize,
    },
    /// Nobody can open what is sealed to this key: it was not made by a person's client.
    #[error("nothing can be sealed to this key")]
    BadKey,
}

/// Why a note did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It was changed, or sealed for another key, kind or subject.
    #[error("this note was damaged, or is not for this key")]
    Damaged,
    /// A newer program sealed it.
    #[error("this note was sealed by a newer version (format {0})")]
    Newer(u8),
}

/// Seals `content` so that only the holder of `to`'s secret key reads it, and only as this kind of note about `about`
/// (such as a listing's id). The result is `version 1 · one-time key 32 · padded content · tag 16`.
pub fn seal(
    to: &PublicKey,
    kind: Kind,
    about: &[u8],
    content: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Vec<u8>, SealError> {
    if content.len() > MOST_CONTENT {
        return Err(SealError::TooLong { length: content.len() });
    }
    let sealed =
        hpke::seal(&to.0, kind.label(), about, &pad(content, FLOOR), rng).ok_or(SealError::BadKey)?;
    Ok([&[VERSION][..], &sealed].concat())
}

/// Opens what [`seal`] made for the same kind and subject.
pub fn open(
    secret: &HelloSecretKey,
    kind: Kind,
    about: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (version, rest) = sealed.split_first().ok_or(OpenError::Damaged)?;
    if sealed.len() > ENVELOPE_BYTES || *version == 0 {
        return Err(OpenError::Damaged);
    }
    if *version > VERSION {
        return Err(OpenError::Newer(*version));
    }
    let padded = hpke::open(&secret.0, kind.label(), about, rest).ok_or(OpenError::Damaged)?;
    unpad(&padded).map(|content| Zeroizing::new(content.to_vec())).map_err(|_| OpenError::Damaged)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{frozen, seeded};

    const LISTING: &[u8] = b"listing of bea..";

    fn key_of_bea() -> HelloSecretKey {
        HelloSecretKey::make(&mut seeded(1))
    }

    fn to_bea(content: &[u8]) -> Vec<u8> {
        seal(&key_of_bea().public(), Kind::Hello, LISTING, content, &mut seeded(2)).unwrap()
    }

    #[test]
    fn only_the_right_key_kind_and_listing_open_a_hello() {
        let (bea, cleo) = (key_of_bea(), HelloSecretKey::make(&mut seeded(3)));
        let sealed = to_bea(b"I don't know where to start");
        let opened = open(&bea, Kind::Hello, LISTING, &sealed).unwrap();
        assert_eq!(&opened[..], b"I don't know where to start");
        assert_eq!(open(&cleo, Kind::Hello, LISTING, &sealed), Err(OpenError::Damaged));
        assert_eq!(open(&bea, Kind::Answer, LISTING, &sealed), Err(OpenError::Damaged));
        assert_eq!(open(&bea, Kind::Hello, b"another listing", &sealed), Err(OpenError::Damaged));
    }

    #[test]
    fn a_changed_cut_or_newer_note_is_refused() {
        let sealed = to_bea(b"hello");
        for at in [1, 20, 33, 500, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&key_of_bea(), Kind::Hello, LISTING, &changed), Err(OpenError::Damaged));
        }
        for length in [0, 1, 32, 33, 49] {
            assert!(open(&key_of_bea(), Kind::Hello, LISTING, &sealed[..length]).is_err());
        }
        assert_eq!(open(&key_of_bea(), Kind::Hello, LISTING, &[2, 0]), Err(OpenError::Newer(2)));
        let oversize = vec![VERSION; ENVELOPE_BYTES + 1];
        assert_eq!(open(&key_of_bea(), Kind::Hello, LISTING, &oversize), Err(OpenError::Damaged));
    }

    #[test]
    fn short_notes_look_alike_and_the_longest_fits_in_an_envelope() {
        assert_eq!(to_bea(b"").len(), to_bea(&[b'a'; 4_000]).len());
        assert_eq!(to_bea(b"").len(), 1 + 32 + 4_096 + 16);
        assert!(to_bea(&[b'a'; MOST_CONTENT]).len() <= ENVELOPE_BYTES);
        let too_long =
            seal(&key_of_bea().public(), Kind::Hello, LISTING, &[0; MOST_CONTENT + 1], &mut seeded(2));
        assert_eq!(too_long, Err(SealError::TooLong { length: 122_881 }));
    }

    #[test]
    fn nothing_is_sealed_to_a_key_that_everyone_can_open() {
        let sealed = seal(&PublicKey([0; 32]), Kind::Hello, LISTING, b"hello", &mut seeded(2));
        assert_eq!(sealed, Err(SealError::BadKey));
    }

    #[test]
    fn a_key_survives_the_vault_and_hides_in_debug() {
        let bea = key_of_bea();
        assert_eq!(HelloSecretKey::from_bytes(*bea.expose()).public(), bea.public());
        expect!["HelloSecretKey(hidden)"].assert_eq(&format!("{bea:?}"));
    }

    #[test]
    fn version_1_stays_readable() {
        let file = include_str!("../tests/vectors/hello-1.txt");
        let secret = HelloSecretKey::from_bytes(frozen(file, "secret").try_into().unwrap());
        let opened = open(&secret, Kind::Hello, LISTING, &frozen(file, "hello")).unwrap();
        assert_eq!(&opened[..], b"Dear Bea");
        let opened = open(&secret, Kind::Answer, LISTING, &frozen(file, "answer")).unwrap();
        assert_eq!(&opened[..], b"Dear Ana");
    }

    proptest! {
        #[test]
        fn any_content_comes_back(content in proptest::collection::vec(any::<u8>(), 0..9_000)) {
            let opened = open(&key_of_bea(), Kind::Hello, LISTING, &to_bea(&content)).unwrap();
            prop_assert_eq!(&opened[..], &content[..]);
        }

        #[test]
        fn no_bytes_make_opening_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(open(&key_of_bea(), Kind::Hello, LISTING, &bytes).is_err());
        }
    }
}
