//! A therapist's keys and listing, as her own client keeps them.

use protocol::listing::Listing;
use protocol::mailbox::Sequence;
use protocol::{Capability, MailboxId};
use serde::{Deserialize, Serialize};

use super::{Stored, bytes};

/// What makes a listing hers, and lets her read what is put through its door.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DoorRecord {
    /// The listing as last handed in, or as it will be.
    pub(crate) listing: Listing,
    #[serde(with = "bytes::array")]
    pub(crate) signing_seed: [u8; 32],
    #[serde(with = "bytes::array")]
    pub(crate) hello_secret: [u8; 32],
    pub(crate) mailbox: MailboxId,
    pub(crate) read: Capability,
    pub(crate) mailbox_made: bool,
    /// Whether the server has the listing as it is here.
    pub(crate) handed_in: bool,
    pub(crate) read_up_to: Sequence,
}

impl Stored for DoorRecord {
    const KIND: &'static str = "door";
}

impl core::fmt::Debug for DoorRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("DoorRecord").field("listing", &self.listing.id).finish_non_exhaustive()
    }
}
