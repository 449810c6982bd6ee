//! What is said about accounts between the server and an engine, and how an engine can refuse.

use bytes::Bytes;
use protocol::account::{AccountName, SignInKey, VaultCheck};
use protocol::record_log::{Content, entry_bytes};
use protocol::{Capability, CapabilityHash, DeviceId, Digest, PublicKey, RecordId, Timestamp};

use crate::Failure;

/// How long a name that was dealt is kept for whoever asked.
pub(crate) const RESERVED_FOR: u64 = 60 * Timestamp::MINUTE;

/// The most names that are kept for somebody at once.
pub(crate) const RESERVED_NAMES: usize = 20_000;

/// The most accounts that are looked through for one handle: nobody has more, unless by mischief.
pub(crate) const ACCOUNTS_PER_HANDLE: usize = 8;

/// Which account, within one store. Never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountNumber(pub(crate) u64);

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The name that was dealt.
    pub name: AccountName,
    /// Shows to whom.
    pub reservation: Capability,
    /// What the passphrase is checked with, as the server's end of OPAQUE wrote it.
    pub registration: Bytes,
    /// Whose vault it is.
    pub vault: VaultCheck,
    /// The head, version 1.
    pub head: Bytes,
    /// Further ways to sign in.
    pub keys: Vec<SignInKey>,
    /// The device that makes it.
    pub device: NewDevice,
}

/// A device that is to be signed in.
#[derive(Debug, Clone, Copy)]
pub struct NewDevice {
    /// Which one.
    pub id: DeviceId,
    /// The hash of what lets it in from now on.
    pub session: CapabilityHash,
    /// The hash of what shows later that it was here.
    pub known: CapabilityHash,
}

/// What is kept to check a passphrase with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Whose.
    pub account: AccountNumber,
    /// As the server's end of OPAQUE wrote it.
    pub record: Bytes,
}

/// A key that signs in to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundKey {
    /// To which.
    pub account: AccountNumber,
    /// The key.
    pub key: PublicKey,
}

/// A device that has proved that it may come in.
#[derive(Debug, Clone, Copy)]
pub struct NewSignIn {
    /// To which account.
    pub account: AccountNumber,
    /// By what. If that was replaced meanwhile, the sign-in is refused.
    pub by: Proof,
    /// The device.
    pub device: NewDevice,
}

/// What a sign-in was proved by.
#[derive(Debug, Clone, Copy)]
pub enum Proof {
    /// The passphrase of the registration with this digest.
    Passphrase(Digest),
    /// A derived key.
    Key(SignInKey),
}

/// A head to be put.
#[derive(Debug, Clone)]
pub struct NewHead {
    /// The version it replaces.
    pub replaces: u64,
    /// The head.
    pub head: Bytes,
    /// The keys that sign in from now on.
    pub keys: Vec<SignInKey>,
    /// What a new passphrase is checked with, if there is one.
    pub registration: Option<Bytes>,
}

/// Which devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Devices {
    /// This one; there need not be one.
    One(DeviceId),
    /// All but the one that asks.
    Others,
}

/// Why a name was not kept for somebody.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// Somebody has it, or it is kept for somebody.
    #[error("the name is taken")]
    Taken,
    /// Too many names are kept for people who have not registered.
    #[error("too many names are reserved")]
    TooMany,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeAccountError {
    /// The name was not dealt to whoever asks, or too long ago.
    #[error("the name is not kept for them")]
    NameGone,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a device was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The account is gone, or what was proved counts no more.
    #[error("what was proved counts no more")]
    Refused,
    /// The account has as many devices as it may.
    #[error("the account has too many devices")]
    TooManyDevices,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why something was not done for an account.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is no such session.
    #[error("the device is not signed in")]
    SignedOut,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a head was not put.
#[derive(Debug, thiserror::Error)]
pub enum PutHeadError {
    /// There is no such session.
    #[error("the device is not signed in")]
    SignedOut,
    /// Another version is there.
    #[error("the head was replaced by another device")]
    Moved,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a record log was not appended to.
#[derive(Debug, thiserror::Error)]
pub enum AppendLogError {
    /// There is no such session.
    #[error("the device is not signed in")]
    SignedOut,
    /// The log ends at another place.
    #[error("the log has moved on")]
    Moved,
    /// The account keeps as much as one may.
    #[error("the account is full")]
    Full,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// The day of a moment, counted from 1970.
pub(crate) const fn day(moment: Timestamp) -> u64 {
    moment.0 / Timestamp::DAY
}

/// That day in the calendar; the last one there is, for a clock that is beyond repair.
pub(crate) fn date(day: u64) -> jiff::civil::Date {
    let days = i64::try_from(day).unwrap_or(i64::MAX);
    let span = jiff::Span::new().try_days(days);
    span.map_or(jiff::civil::Date::MAX, |span| jiff::civil::date(1970, 1, 1).saturating_add(span))
}

/// How many bytes an entry takes in a page of a record log.
pub(crate) fn page_bytes(content: &Content) -> usize {
    match content {
        Content::Whole(sealed) => entry_bytes(sealed.len()) + 1,
        Content::Replaced(_) => RecordId::LENGTH + 1 + Digest::LENGTH,
    }
}
