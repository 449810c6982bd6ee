//! Whichever engine was chosen, without a type parameter on everything that stores.

use std::future::Future;

use bytes::Bytes;
use protocol::mailbox::Sequence;
use protocol::{Capability, Digest, MailboxId, Timestamp};

use crate::{
    Append, AppendError, ClockState, Directory, DirectoryError, Expired, Failure, Figures, ListingError,
    Made, MailboxError, MakeError, Memory, NewDirectory, NewMailbox, Page, PendingListing, Sqlite, Store,
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
