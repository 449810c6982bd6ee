//! Signing keys, and the one place where a signature is made or checked.

use core::fmt;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use protocol::{PublicKey, Signature};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// What a signature is for. Its prefix is signed with the message, so no signature serves two purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A therapist's own listing.
    Listing,
    /// The steward vouching for a listing.
    Vouching,
    /// One edition of the directory.
    Root,
    /// A therapist's answer to a hello.
    Answer,
    /// The steward asking the server for something.
    Request,
    /// A release of the web app.
    Release,
}

impl Purpose {
    const fn prefix(self) -> &'static [u8] {
        match self {
            Self::Listing => b"held/listing/v1\0",
            Self::Vouching => b"held/vouching/v1\0",
            Self::Root => b"held/root/v1\0",
            Self::Answer => b"held/answer/v1\0",
            Self::Request => b"held/steward-request/v1\0",
            Self::Release => b"held/release/v1\0",
        }
    }
}

/// The signature is not by that key over these bytes for this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit")]
pub struct BadSignature;

/// Checks `signature` by `key` over `message`, strictly: weak keys and bendable signatures are refused.
///
/// # Errors
/// When it does not fit, for whatever reason.
pub fn verify(
    key: &PublicKey,
    purpose: Purpose,
    message: &[u8],
    signature: &Signature,
) -> Result<(), BadSignature> {
    verify_whole(key, &prefixed(purpose, message), signature)
}

/// The same for a message that begins with a prefix of its own.
pub(crate) fn verify_whole(
    key: &PublicKey,
    message: &[u8],
    signature: &Signature,
) -> Result<(), BadSignature> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| BadSignature)?;
    let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
    key.verify_strict(message, &signature).map_err(|_| BadSignature)
}

fn prefixed(purpose: Purpose, message: &[u8]) -> Vec<u8> {
    [purpose.prefix(), message].concat()
}

macro_rules! signing_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name(SigningKey);

        impl $name {
            /// A new key.
            pub fn make(rng: &mut impl CryptoRng) -> Self {
                let mut seed = Zeroizing::new([0; 32]);
                rng.fill_bytes(seed.as_mut());
                Self::from_seed(&seed)
            }

            /// The key that [`Self::expose_seed`] was taken from.
            #[must_use]
            pub fn from_seed(seed: &[u8; 32]) -> Self {
                Self(SigningKey::from_bytes(seed))
            }

            /// The secret, to be sealed and kept.
            #[must_use]
            pub fn expose_seed(&self) -> Zeroizing<[u8; 32]> {
                Zeroizing::new(self.0.to_bytes())
            }

            /// The public half.
            #[must_use]
            pub fn public(&self) -> PublicKey {
                PublicKey(self.0.verifying_key().to_bytes())
            }

            pub(crate) fn sign(&self, purpose: Purpose, message: &[u8]) -> Signature {
                Signature(self.0.sign(&prefixed(purpose, message)).to_bytes())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "(of {:?})"), self.public())
            }
        }
    };
}

signing_key!(
    /// A therapist's key: signs her listing and her answers. `Debug` shows the public half only.
    ListingKey
);
signing_key!(
    /// A steward's key: vouches for listings and signs the directory. `Debug` shows the public half only.
    StewardKey
);
signing_key!(
    /// The key of whoever releases Held: signs the list of the web app's files, and is on no server. `Debug` shows the
    /// public half only.
    ReleaseKey
);

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    const ALL: [Purpose; 6] = [
        Purpose::Listing,
        Purpose::Vouching,
        Purpose::Root,
        Purpose::Answer,
        Purpose::Request,
        Purpose::Release,
    ];

    #[test]
    fn a_signature_serves_one_purpose_one_message_and_one_key() {
        let (key, other) = (ListingKey::from_seed(&[1; 32]), ListingKey::from_seed(&[2; 32]));
        for purpose in ALL {
            let signature = key.sign(purpose, b"a message");
            assert_eq!(verify(&key.public(), purpose, b"a message", &signature), Ok(()));
            assert_eq!(verify(&key.public(), purpose, b"a massage", &signature), Err(BadSignature));
            assert_eq!(verify(&other.public(), purpose, b"a message", &signature), Err(BadSignature));
            for wrong in ALL.into_iter().filter(|&wrong| wrong != purpose) {
                assert_eq!(verify(&key.public(), wrong, b"a message", &signature), Err(BadSignature));
            }
        }
    }

    #[test]
    fn no_prefix_begins_another() {
        for (at, purpose) in ALL.iter().enumerate() {
            for (other_at, other) in ALL.iter().enumerate() {
                assert!(at == other_at || !other.prefix().starts_with(purpose.prefix()));
            }
        }
    }

    #[test]
    fn a_key_of_low_order_is_refused_even_though_a_lax_check_would_take_it() {
        let neutral = PublicKey(core::array::from_fn(|at| u8::from(at == 0)));
        let mut signature = [0; 64];
        signature[0] = 1;
        assert_eq!(verify(&neutral, Purpose::Root, b"anything", &Signature(signature)), Err(BadSignature));
    }

    #[test]
    fn a_signature_made_today_is_checked_forever() {
        let key = StewardKey::from_seed(&[9; 32]);
        let frozen = HEXLOWER
            .decode(b"7ca1dc7891af45749b0c9fccd1708451b070bc10cdb59fc24c565178e6fbc4e7f68068ea686d0993f5cc8f3d299a5b988a3b3993ef7f48f4aaecc1297d80580b")
            .unwrap();
        let frozen = Signature(frozen.try_into().unwrap());
        assert_eq!(key.sign(Purpose::Root, b"edition"), frozen);
        assert_eq!(verify(&key.public(), Purpose::Root, b"edition", &frozen), Ok(()));
    }

    #[test]
    fn debug_shows_no_secret() {
        let key = ListingKey::from_seed(&[7; 32]);
        assert_eq!(format!("{key:?}"), format!("ListingKey(of {:?})", key.public()));
    }
}
