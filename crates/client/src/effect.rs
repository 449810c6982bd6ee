//! What the client asks of the world around it. An adapter carries effects out and reports back with events.

use core::fmt;

use protocol::{Capability, MailboxId};
use zeroize::Zeroizing;

use crate::Area;
use crate::account::{Exchange, ExchangeId};
use crate::copies::Document;
use crate::post::{Call, CallId};

/// One thing for the adapter to do. Effects of one update are carried out in order.
pub enum Effect {
    /// Write all of these in one durable transaction, then say [`crate::Event::Stored`].
    Save(SaveId, Vec<Write>),
    /// Read every record, then say [`crate::Event::RecordsRead`].
    ReadRecords,
    /// Let whatever else waits have its turn, then say [`crate::Event::GoOn`].
    GoOn,
    /// Remove everything kept on this device, the device key too, then say [`crate::Event::Started`] with nothing.
    Erase,
    /// Make a key that cannot leave this device, seal `secret` with it, then say [`crate::Event::DeviceKeyMade`].
    MakeDeviceKey {
        /// What opens the vault, in the form its device slot wants back.
        secret: Zeroizing<Vec<u8>>,
    },
    /// Open what the device key sealed, then say [`crate::Event::DeviceKeyOpened`].
    OpenWithDeviceKey {
        /// What [`Effect::MakeDeviceKey`] made.
        wrapped: Vec<u8>,
    },
    /// Remove the device key: a passphrase has taken its place.
    ForgetDeviceKey,
    /// Ask the server, then say [`crate::Event::Answered`]. Calls of different lanes share no connection.
    Call(CallId, Call),
    /// Do all of this with the server, then say [`crate::Event::Exchanged`].
    Exchange(ExchangeId, Exchange),
    /// Say [`crate::Event::Woken`] whenever something may have arrived here, until told otherwise.
    Watch(MailboxId, Capability),
    /// Stop watching.
    Unwatch(MailboxId),
    /// Stop watching everything: the vault is closed.
    UnwatchAll,
    /// Give this copy to whoever makes a file of it. It is everything she keeps, opened: it goes nowhere else.
    HandOver(Document),
    /// Something to see has changed: draw [`crate::Client::view`] of this area again.
    Redraw(Area),
}

/// Names one save, so that its outcome can be told apart from another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaveId(pub u64);

/// One change to what the device keeps. Names and bytes say nothing to a reader without the key.
#[derive(Clone, PartialEq, Eq)]
pub enum Write {
    /// Keep these bytes under this name, in place of what was there.
    Put(BlobName, Vec<u8>),
    /// Keep nothing under this name.
    Delete(BlobName),
}

/// Where a sealed blob is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlobName {
    /// The vault's head: its slots and its sealed keyring.
    Head,
    /// One sealed record.
    Record(crypto::vault::RecordId),
}

impl fmt::Debug for Effect {
    /// Names and sizes only: effects carry secrets, and tests and logs print them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Save(id, writes) => write!(f, "save {} {writes:?}", id.0),
            Self::ReadRecords => f.write_str("read records"),
            Self::GoOn => f.write_str("go on"),
            Self::Erase => f.write_str("erase"),
            Self::MakeDeviceKey { .. } => f.write_str("make device key"),
            Self::OpenWithDeviceKey { .. } => f.write_str("open with device key"),
            Self::ForgetDeviceKey => f.write_str("forget device key"),
            Self::Call(id, call) => write!(f, "call {} {call:?}", id.0),
            Self::Exchange(_, exchange) => exchange.fmt(f),
            Self::Watch(..) => f.write_str("watch"),
            Self::Unwatch(..) => f.write_str("unwatch"),
            Self::UnwatchAll => f.write_str("unwatch all"),
            Self::HandOver(copy) => write!(f, "hand over {copy:?}"),
            Self::Redraw(area) => write!(f, "redraw {area:?}"),
        }
    }
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put(BlobName::Head, _) => f.write_str("put head"),
            Self::Put(BlobName::Record(_), bytes) => write!(f, "put record of {} bytes", bytes.len()),
            Self::Delete(BlobName::Head) => f.write_str("delete head"),
            Self::Delete(BlobName::Record(_)) => f.write_str("delete record"),
        }
    }
}
