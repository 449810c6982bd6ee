//! Ids, capabilities and digests. On the wire and in JSON they are unpadded base64url; in memory they are bytes.
//!
//! An id names a thing and may be logged under a salted alias. A [`Capability`] is a secret that allows something and
//! must never be logged; the server keeps only its [`CapabilityHash`].

use core::fmt;
use core::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The text was not the unpadded base64url form of the right number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} bytes as unpadded base64url")]
pub struct BadId {
    /// How many bytes this id has.
    pub expected: usize,
}

fn parse<const N: usize>(text: &str) -> Result<[u8; N], BadId> {
    let bad = BadId { expected: N };
    if text.len() != BASE64URL_NOPAD.encode_len(N) {
        return Err(bad);
    }
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| bad)?;
    bytes.try_into().map_err(|_| bad)
}

fn deserialize_text<'de, D: Deserializer<'de>, T: FromStr<Err = BadId>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

macro_rules! text_form {
    ($name:ident, $bytes:literal) => {
        impl $name {
            /// How many bytes it has.
            pub const LENGTH: usize = $bytes;
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                parse::<$bytes>(text).map(Self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&BASE64URL_NOPAD.encode(&self.0))
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                deserialize_text(from)
            }
        }
    };
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $bytes]);
        text_form!($name, $bytes);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&BASE64URL_NOPAD.encode(&self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

id!(
    /// Where the server holds sealed envelopes for someone. Random; says nothing about whom.
    MailboxId, 16
);
id!(
    /// One envelope, named by its sender, so that sending it twice is the same as sending it once.
    EnvelopeId, 16
);
id!(
    /// A therapist's public page.
    ListingId, 16
);
id!(
    /// A vault: random, and says nothing about whom.
    VaultId, 16
);
id!(
    /// One record's name within its vault. Make it random, or by a keyed hash: whoever holds the sealed records sees it.
    RecordId, 16
);
id!(
    /// One of an account's devices, named by itself at random.
    DeviceId, 16
);
id!(
    /// What an account is found by when a derived key signs in.
    KeyHandle, 16
);
id!(
    /// SHA-256 of public content, by which that content is asked for.
    Digest, 32
);
id!(
    /// An Ed25519 or X25519 public key.
    PublicKey, 32
);
id!(
    /// An Ed25519 signature.
    Signature, 64
);
id!(
    /// SHA-256 of a [`Capability`]: what the server keeps of it.
    CapabilityHash, 32
);

impl Digest {
    /// The SHA-256 of `content`.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

/// A secret that allows one thing, such as writing to a mailbox. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Capability(pub [u8; 32]);
text_form!(Capability, 32);

impl Capability {
    /// What the server is told when the mailbox is made, and compares later calls with.
    #[must_use]
    pub fn hash(&self) -> CapabilityHash {
        CapabilityHash(Sha256::digest(self.0).into())
    }

    /// The text form for an `Authorization: Bearer` header.
    #[must_use]
    pub fn expose(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

impl CapabilityHash {
    /// Whether `presented` is the capability this is the hash of, in constant time.
    #[must_use]
    pub fn admits(&self, presented: &Capability) -> bool {
        presented.hash().0.ct_eq(&self.0).into()
    }
}

impl fmt::Debug for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Capability(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        let id = MailboxId([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""BwcHBwcHBwcHBwcHBwcHBw""#);
    }

    #[test]
    fn anything_but_the_exact_length_is_refused() {
        let bad = BadId { expected: 16 };
        for text in ["", "BwcH", "BwcHBwcHBwcHBwcHBwcHBw==", "BwcHBwcHBwcHBwcHBwcHB!", &"B".repeat(10_000)] {
            assert_eq!(text.parse::<MailboxId>(), Err(bad), "{text:.20}");
        }
    }

    #[test]
    fn a_capability_admits_only_itself_and_hides_in_debug() {
        let key = Capability([1; 32]);
        assert!(key.hash().admits(&key));
        assert!(!key.hash().admits(&Capability([2; 32])));
        assert_eq!(format!("{key:?}"), "Capability(hidden)");
    }
}
