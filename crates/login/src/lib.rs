//! Signing in with a passphrase that never leaves the device: OPAQUE (RFC 9807), both ends.
//!
//! The client blinds the passphrase; the server answers with its secret mixed in; the client removes the blinding,
//! stretches what is left, and opens an envelope that only the right passphrase opens. So the server learns whether she
//! may come in, and neither the passphrase nor anything to compare guesses with while they travel. The client also gets
//! an [`ExportKey`], which the server never has: it opens the copy of the account key that the server keeps.
//!
//! **What it does not do:** whoever has the server's secret *and* its table can try passphrases, each at the price of one
//! Argon2id. Only a good passphrase helps against that; see `docs/decisions/login.md`.
//!
//! ```text
//! registering:  client Registration::start  -> server ServerSetup::register
//!               client Registration::finish -> server RegistrationRecord::accept, kept
//! signing in:   client SignIn::start        -> server ServerSetup::start_sign_in, for names nobody has too
//!               client SignIn::finish       -> server PendingSignIn::finish
//! ```
//!
//! Nothing can be chosen: one suite (ristretto255, TripleDH, SHA-512), one price of stretching, and the account's name
//! and this protocol's are part of what is authenticated.

mod client;
pub mod exchange;
mod random;
mod server;
mod suite;
#[cfg(test)]
mod tests;

pub use client::{ExportKey, PassphraseTooLong, Registration, SignIn, SignInError};
pub use server::{PendingSignIn, RegistrationRecord, ServerSetup, SignInRefused};

/// These bytes are no such message, record or secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a message of this sign-in")]
pub struct BadMessage;
