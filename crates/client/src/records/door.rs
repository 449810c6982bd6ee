//! A therapist's keys and listing, and a listing she is still writing, as her own client keeps them.

use protocol::listing::Listing;
use protocol::mailbox::Sequence;
use protocol::{Capability, MailboxId};
use serde::{Deserialize, Serialize};

use super::{Stored, bytes};
use crate::door::draft::ListingDraft;

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

/// What she has typed of a listing and not handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ListingDraftRecord(pub(crate) ListingDraft);

impl Stored for ListingDraftRecord {
    const KIND: &'static str = "listing-draft";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<ListingDraftRecord>(
            r#"{"kind":"listing-draft","version":1,"body":{"name":"Bea","words":"Come in.","licences":[{"jurisdiction":"California","kind":"psychologist","number":"PSY-1","standing":"licensed"}],"town":"Sampleton","jurisdiction":"us-ca","training":"Example Institute","ways":["emdr"],"other_ways":"hakomi","focus":["burnout"],"fee":"180","sliding_to":"90,50","currency":"USD","private_pay_no_diagnosis":true,"opening":"2026-12-01","times":["evenings"],"formats":["video"],"languages":["en"],"not_employer_or_eap":true,"never_supervisor":false,"answers_within_days":"3"}}"#,
        );
    }
}
