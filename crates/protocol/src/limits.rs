//! How much of anything the server takes, in one place, so that a client can say so before it sends.
//!
//! Both sides use these: the server refuses above them, a client never asks above them, and decoders stop at them.

/// The largest sealed body one envelope carries.
pub const ENVELOPE_BYTES: usize = 128 * 1024;

/// The most envelopes one page of a mailbox holds.
pub const PAGE_ENVELOPES: usize = 256;

/// Where a page stops growing: it never holds more bodies than this, unless its only envelope does.
pub const PAGE_BYTES: usize = 1024 * 1024;

/// The most sealed bytes that wait in one mailbox; above it, appends are refused until its owner acknowledges.
pub const MAILBOX_BYTES: u64 = 16 * 1024 * 1024;

/// The most envelopes that wait in one mailbox.
pub const MAILBOX_ENVELOPES: u64 = 4_096;

/// The longest a mailbox and what waits in it are kept without being renewed.
pub const MAILBOX_DAYS: u16 = 90;

/// How long the server remembers an acknowledged envelope's id, so that a late repeat is not taken for a new one.
pub const TOMBSTONE_DAYS: u64 = 7;

/// The largest JSON body of a small request.
pub const REQUEST_BYTES: usize = 16 * 1024;

/// The largest request that puts a signed listing: the text is a string inside JSON there, and may be longer escaped.
pub const LISTING_BYTES: usize = 192 * 1024;

/// The most listings that wait for the steward at once.
pub const PENDING_LISTINGS: usize = 2_000;

/// The most pending listings one answer to the steward holds.
pub const PENDING_PAGE: usize = 1_000;

/// The largest request that puts a whole directory: its parts have limits of their own in [`crate::directory`].
pub const DIRECTORY_BYTES: usize = 96 * 1024 * 1024;

/// The largest message of OPAQUE.
pub const OPAQUE_BYTES: usize = 1_024;

/// The largest head of a vault that the server keeps for an account.
pub const ACCOUNT_HEAD_BYTES: usize = 32 * 1024;

/// The most keys that sign in to one account.
pub const ACCOUNT_KEYS: usize = 16;

/// The most devices of one account.
pub const ACCOUNT_DEVICES: usize = 32;

/// The largest request about an account; a head is text inside JSON there.
pub const ACCOUNT_REQUEST_BYTES: usize = 64 * 1024;

/// The largest sealed record.
pub const SEALED_RECORD_BYTES: usize = 1024 * 1024;

/// The most entries that travel at once, either way.
pub const LOG_PAGE_ENTRIES: usize = 1_024;

/// The largest append to a record log: one largest record fits, with what stands around it.
pub const LOG_BATCH_BYTES: usize = SEALED_RECORD_BYTES + 1_024;

/// Where a page of a record log stops growing, unless its only entry is larger.
pub const LOG_PAGE_BYTES: usize = 1024 * 1024;

/// The longest seal on a log.
pub const LOG_SEAL_BYTES: usize = 256;

/// The most sealed bytes that one account keeps on the server.
pub const ACCOUNT_BYTES: u64 = 128 * 1024 * 1024;

/// The most entries in one account's log, replaced ones too.
pub const ACCOUNT_ENTRIES: u64 = 1_000_000;
