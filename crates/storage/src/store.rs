//! What an engine can do, and how it can refuse. Every rule here is held up by a case in `tests/it`.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use protocol::account::{AccountName, AccountState, HeldHead};
use protocol::mailbox::{Days, Envelope, Sequence};
use protocol::record_log::{LogAppend, LogPage};
use protocol::{
    Capability, CapabilityHash, DeviceId, Digest, EnvelopeId, KeyHandle, ListingId, MailboxId, Timestamp,
};

use crate::clock::ClockState;
use crate::{
    AccountError, AppendLogError, Devices, FoundKey, MakeAccountError, NameError, NewAccount, NewHead,
    NewSignIn, PutHeadError, Registration, SignInError,
};

/// An engine. Writes are answered only once they are durable, and can be repeated without harm.
pub trait Store {
    /// Makes a mailbox, or renews the one with the same keys; its time to live counts from `now` and never shrinks.
    fn make_mailbox(
        &self,
        mailbox: NewMailbox,
        now: Timestamp,
    ) -> impl Future<Output = Result<Made, MakeError>> + Send;

    /// Appends an envelope. A repeat with the same id and body gets the same sequence, even after it was acknowledged.
    fn append(
        &self,
        append: Append,
        now: Timestamp,
    ) -> impl Future<Output = Result<Sequence, AppendError>> + Send;

    /// The envelopes after `after`, oldest first: at most `limit`, and one page's bytes.
    fn read(
        &self,
        mailbox: MailboxId,
        key: Capability,
        after: Sequence,
        limit: usize,
    ) -> impl Future<Output = Result<Page, MailboxError>> + Send;

    /// Deletes the bodies up to `up_to` and keeps their ids for a while, so that a late repeat is recognised.
    fn acknowledge(
        &self,
        mailbox: MailboxId,
        key: Capability,
        up_to: Sequence,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), MailboxError>> + Send;

    /// Puts a signed listing into the steward's queue; a newer revision replaces an older one.
    fn put_listing(&self, listing: PendingListing) -> impl Future<Output = Result<(), ListingError>> + Send;

    /// The listings that wait for the steward, oldest first.
    fn pending_listings(
        &self,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<PendingListing>, Failure>> + Send;

    /// Replaces the directory, and takes settled listings out of the queue, in one step.
    fn put_directory(
        &self,
        directory: NewDirectory,
    ) -> impl Future<Output = Result<(), DirectoryError>> + Send;

    /// The directory as it was last put.
    fn directory(&self) -> impl Future<Output = Result<Option<Directory>, Failure>> + Send;

    /// One of the directory's files; those of the directory before are kept too, for clients half-way through.
    fn directory_file(&self, digest: Digest) -> impl Future<Output = Result<Option<Bytes>, Failure>> + Send;

    /// The secret that the server signs people in with: the one that is kept, or else `made`, kept from now on.
    fn login_secret(&self, made: Bytes) -> impl Future<Output = Result<Bytes, Failure>> + Send;

    /// Keeps a name that nobody has for an hour, for whoever holds the capability with this hash.
    fn reserve_name(
        &self,
        name: AccountName,
        hash: CapabilityHash,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), NameError>> + Send;

    /// Makes an account under a reserved name, with its first device signed in. A repeat signs the device in again.
    fn make_account(
        &self,
        account: NewAccount,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), MakeAccountError>> + Send;

    /// What the passphrase of a name is checked with. One that nobody has takes as long.
    fn registration(
        &self,
        name: AccountName,
    ) -> impl Future<Output = Result<Option<Registration>, Failure>> + Send;

    /// The keys with a handle, the newest account's first.
    fn sign_in_keys(&self, handle: KeyHandle) -> impl Future<Output = Result<Vec<FoundKey>, Failure>> + Send;

    /// Whether a device has been signed in under this name, and was not turned away since.
    fn knows_device(
        &self,
        name: AccountName,
        device: DeviceId,
        known: Capability,
    ) -> impl Future<Output = Result<bool, Failure>> + Send;

    /// Signs a device in; whatever it was signed in with before ends. Gives the account's name.
    fn sign_in(
        &self,
        sign_in: NewSignIn,
        now: Timestamp,
    ) -> impl Future<Output = Result<AccountName, SignInError>> + Send;

    /// The name of a session's account.
    fn account_name(
        &self,
        session: Capability,
    ) -> impl Future<Output = Result<AccountName, AccountError>> + Send;

    /// What is held for the account of a session.
    fn account(
        &self,
        session: Capability,
        now: Timestamp,
    ) -> impl Future<Output = Result<AccountState, AccountError>> + Send;

    /// The account's head.
    fn head(
        &self,
        session: Capability,
        now: Timestamp,
    ) -> impl Future<Output = Result<HeldHead, AccountError>> + Send;

    /// Replaces the head, the keys and maybe the passphrase, in one step. A repeat of what was done is done.
    fn put_head(
        &self,
        session: Capability,
        head: NewHead,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), PutHeadError>> + Send;

    /// Ends sessions, and forgets the devices that had them.
    fn turn_away(
        &self,
        session: Capability,
        devices: Devices,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), AccountError>> + Send;

    /// Deletes the account, so that no bytes of it are left where the store keeps its own.
    fn delete_account(&self, session: Capability) -> impl Future<Output = Result<(), AccountError>> + Send;

    /// What follows a place in the record log, without holes: at most one page.
    fn read_log(
        &self,
        session: Capability,
        after: Sequence,
        now: Timestamp,
    ) -> impl Future<Output = Result<LogPage, AccountError>> + Send;

    /// Appends to the record log, if it still ends where the append says, and gives its new end.
    fn append_log(
        &self,
        session: Capability,
        append: LogAppend,
        now: Timestamp,
    ) -> impl Future<Output = Result<Sequence, AppendLogError>> + Send;

    /// Deletes what is due: at most `limit` of each kind, so that other writes are not kept waiting.
    fn expire(&self, now: Timestamp, limit: usize) -> impl Future<Output = Result<Expired, Failure>> + Send;

    /// Writes a row and waits until it is durable: whether the store is really there.
    fn probe(&self, now: Timestamp) -> impl Future<Output = Result<ClockState, Failure>> + Send;

    /// The number of the last migration.
    fn schema_version(&self) -> u32;

    /// Rises when a backup is restored, so that clients send again what it had lost.
    fn epoch(&self) -> u64;

    /// Counters for the metrics page.
    fn figures(&self) -> Figures;

    /// Finishes the writes that wait and closes; later writes are refused with [`Failure::Closed`].
    fn close(&self) -> impl Future<Output = ()> + Send;
}

/// A mailbox to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewMailbox {
    /// Its random id.
    pub id: MailboxId,
    /// The hash of the capability that appends.
    pub write: CapabilityHash,
    /// The hash of the capability that reads.
    pub read: CapabilityHash,
    /// How long it and each envelope in it are kept.
    pub days: Days,
}

/// What making a mailbox did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It is new.
    New,
    /// It was there, with the same keys, and is now kept for longer.
    Renewed,
}

/// An envelope to be appended.
#[derive(Debug, Clone)]
pub struct Append {
    /// Where to.
    pub mailbox: MailboxId,
    /// The capability to write there.
    pub key: Capability,
    /// The id that makes a repeat recognisable.
    pub envelope: EnvelopeId,
    /// What was sealed.
    pub body: Bytes,
}

/// Some of a mailbox's envelopes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// In rising order of sequence.
    pub envelopes: Vec<Envelope>,
}

/// A signed listing in the steward's queue. The body was verified by the caller and is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingListing {
    /// Which listing.
    pub listing: ListingId,
    /// Which revision of it.
    pub revision: u64,
    /// The signed listing, exactly as it came.
    pub body: Bytes,
    /// When it came.
    pub arrived: Timestamp,
}

/// A directory to be put. Its root was verified by the caller.
#[derive(Debug, Clone)]
pub struct NewDirectory {
    /// The root's number, which only rises.
    pub number: u64,
    /// The signed root, exactly as it came.
    pub root: Bytes,
    /// Every file that the root points to.
    pub refers_to: Vec<Digest>,
    /// Those of them that may not be here yet.
    pub files: Vec<(Digest, Bytes)>,
    /// Listings that the steward has decided on, up to this revision: they leave the queue.
    pub settled: Vec<(ListingId, u64)>,
}

/// The directory's signed root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Its number.
    pub number: u64,
    /// The signed root, exactly as it came.
    pub root: Bytes,
}

/// What one round of expiry deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expired {
    /// Envelopes that nobody acknowledged in time, or whose mailbox ended.
    pub envelopes: usize,
    /// Remembered ids of acknowledged envelopes.
    pub tombstones: usize,
    /// Mailboxes that were not renewed.
    pub mailboxes: usize,
    /// Names that were dealt and not registered.
    pub names: usize,
}

impl Expired {
    /// Whether this round stopped at its limit, so that another is due.
    #[must_use]
    pub const fn reached(&self, limit: usize) -> bool {
        self.envelopes + self.tombstones >= limit || self.mailboxes >= limit || self.names >= limit
    }
}

/// Counters since the store was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Writes that wait for the writer right now.
    pub queued: u64,
    /// Commits so far.
    pub commits: u64,
    /// Writes so far; divided by `commits` it is the average batch.
    pub writes: u64,
    /// Microseconds spent in commits.
    pub commit_micros: u64,
    /// Bytes in the database's files.
    pub bytes: u64,
}

/// The engine could not do it, whatever it was.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Too many writes wait; nothing was stored.
    #[error("too many writes wait")]
    Overloaded,
    /// The disk is full; nothing was stored.
    #[error("the disk is full")]
    Full,
    /// The store was closed; nothing was stored.
    #[error("the store is closed")]
    Closed,
    /// The engine failed. Whether a write was stored is not known: repeat it.
    #[error("the store failed")]
    Broken(#[source] Arc<dyn Error + Send + Sync>),
}

/// Why a mailbox was not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// There is one with this id and other keys.
    #[error("the mailbox exists with other keys")]
    Differs,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why an envelope was not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// No such mailbox, or the key does not open it.
    #[error("no such mailbox")]
    NoSuchMailbox,
    /// The id was used before, with another body.
    #[error("the envelope's id was used for another body")]
    BodyDiffers,
    /// Its owner has too much to read already.
    #[error("the mailbox is full")]
    MailboxFull,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a mailbox was not read or acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum MailboxError {
    /// No such mailbox, or the key does not open it.
    #[error("no such mailbox")]
    NoSuchMailbox,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a listing was not put into the queue.
#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    /// A newer revision, or another body of this one, waits already.
    #[error("a newer revision waits already")]
    Outdated,
    /// Too many wait.
    #[error("too many listings wait")]
    QueueFull,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Why a directory was not put.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// A newer one, or another one of this number, is here already.
    #[error("a newer directory is here already")]
    Outdated,
    /// The root points to a file that neither came with it nor was here.
    #[error("the directory points to a file that is not here")]
    FileMissing(Digest),
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}
