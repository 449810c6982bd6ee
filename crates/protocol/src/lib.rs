//! What both sides agree on and anyone may see: ids, times, mailbox and account operations, the record log, listings, the
//! directory, limits.
//!
//! Nothing here reads a clock, draws randomness or does I/O, and nothing here can spell a private word: a type that
//! only a clinician may see belongs in `domain`, sealed by `crypto`.

pub mod account;
pub mod compact;
pub mod directory;
pub mod ids;
pub mod limits;
pub mod listing;
pub mod mailbox;
pub mod problem;
pub mod record_log;
pub mod time;

pub use ids::{
    Capability, CapabilityHash, DeviceId, Digest, EnvelopeId, KeyHandle, ListingId, MailboxId, PublicKey,
    RecordId, Signature, VaultId,
};
pub use time::{Timestamp, day};
