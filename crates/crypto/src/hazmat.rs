//! Primitives that are easy to misuse, each wrapped once with its choices made. Private on purpose.

pub(crate) mod aead;
pub(crate) mod argon;
pub(crate) mod group;
pub(crate) mod hpke;
pub(crate) mod kdf;
pub(crate) mod key;
pub(crate) mod parts;
pub(crate) mod signing;
