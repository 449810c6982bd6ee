//! Whichever engine was chosen, without a type parameter on everything that stores.

use std::future::Future;

use bytes::Bytes;
use protocol::account::{AccountName, AccountState, HeldHead};
use protocol::mailbox::Sequence;
use protocol::record_log::{LogAppend, LogPage};
use protocol::{Capability, CapabilityHash, DeviceId, Digest, KeyHandle, MailboxId, Timestamp};

use crate::{
    AccountError, Append, AppendError, AppendLogError, ClockState, Devices, Directory, DirectoryError,
    Expired, Failure, Figures, FoundKey, ListingError, Made, MailboxError, MakeAccountError, MakeError,
    Memory, NameError, NewAccount, NewDirectory, NewHead, NewMailbox, NewSignIn, Page, PendingListing,
    PutHeadError, Registration, SignInError, Sqlite, Store,
};

/// The engine a server runs on. Cloning shares it.
#[derive(Debug, Clone)]
pub enum Backend {
    /// Nothing outlives the process: for tests, journeys and trying things out.
    Memory(Memory),
    /// One file on this machine.
    Sqlite(Sqlite),
}

macro_rules! dispatch {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        $(
            fn $name(&self, $($argument: $type),*) -> impl Future<Output = $answer> + Send {
                async move {
                    match self {
                        Self::Memory(engine) => engine.$name($($argument),*).await,
                        Self::Sqlite(engine) => engine.$name($($argument),*).await,
                    }
                }
            }
        )*
    };
}

impl Store for Backend {
    dispatch! {
        make_mailbox(mailbox: NewMailbox, now: Timestamp) -> Result<Made, MakeError>;
        append(append: Append, now: Timestamp) -> Result<Sequence, AppendError>;
        read(mailbox: MailboxId, key: Capability, after: Sequence, limit: usize) -> Result<Page, MailboxError>;
        acknowledge(mailbox: MailboxId, key: Capability, up_to: Sequence, now: Timestamp) -> Result<(), MailboxError>;
        put_listing(listing: PendingListing) -> Result<(), ListingError>;
        pending_listings(limit: usize) -> Result<Vec<PendingListing>, Failure>;
        put_directory(directory: NewDirectory) -> Result<(), DirectoryError>;
        directory() -> Result<Option<Directory>, Failure>;
        directory_file(digest: Digest) -> Result<Option<Bytes>, Failure>;
        login_secret(made: Bytes) -> Result<Bytes, Failure>;
        reserve_name(name: AccountName, hash: CapabilityHash, now: Timestamp) -> Result<(), NameError>;
        make_account(account: NewAccount, now: Timestamp) -> Result<(), MakeAccountError>;
        registration(name: AccountName) -> Result<Option<Registration>, Failure>;
        sign_in_keys(handle: KeyHandle) -> Result<Vec<FoundKey>, Failure>;
        knows_device(name: AccountName, device: DeviceId, known: Capability) -> Result<bool, Failure>;
        sign_in(sign_in: NewSignIn, now: Timestamp) -> Result<AccountName, SignInError>;
        account_name(session: Capability) -> Result<AccountName, AccountError>;
        account(session: Capability, now: Timestamp) -> Result<AccountState, AccountError>;
        head(session: Capability, now: Timestamp) -> Result<HeldHead, AccountError>;
        put_head(session: Capability, head: NewHead, now: Timestamp) -> Result<(), PutHeadError>;
        turn_away(session: Capability, devices: Devices, now: Timestamp) -> Result<(), AccountError>;
        delete_account(session: Capability) -> Result<(), AccountError>;
        read_log(session: Capability, after: Sequence, now: Timestamp) -> Result<LogPage, AccountError>;
        append_log(session: Capability, append: LogAppend, now: Timestamp) -> Result<Sequence, AppendLogError>;
        expire(now: Timestamp, limit: usize) -> Result<Expired, Failure>;
        probe(now: Timestamp) -> Result<ClockState, Failure>;
        close() -> ();
    }

    fn schema_version(&self) -> u32 {
        match self {
            Self::Memory(engine) => engine.schema_version(),
            Self::Sqlite(engine) => engine.schema_version(),
        }
    }

    fn epoch(&self) -> u64 {
        match self {
            Self::Memory(engine) => engine.epoch(),
            Self::Sqlite(engine) => engine.epoch(),
        }
    }

    fn figures(&self) -> Figures {
        match self {
            Self::Memory(engine) => engine.figures(),
            Self::Sqlite(engine) => engine.figures(),
        }
    }
}
