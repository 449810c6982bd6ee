//! Everything that is sealed, opened, blinded, compared or derived: the vault, the head of an account, what signs in to
//! it, the sealed hello, the conflict check.
//!
//! Each module's first page says in plain words who learns what. The crate does no I/O, reads no clock and knows no
//! domain words: it is handed bytes and a source of randomness, and hands bytes back. Nothing in it panics on bytes
//! that came from outside, secrets are wiped when dropped, and `Debug` never shows them.
//!
//! Call the modules here; the primitives live in `hazmat`, which is private, because each of them is easy to misuse.

mod bytes;
pub mod conflict_check;
#[cfg(feature = "copies")]
pub mod copy;
mod hazmat;
pub mod hello;
mod padding;
pub mod sign_in;
pub mod vault;

#[cfg(test)]
mod testing;
