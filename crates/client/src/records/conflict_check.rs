//! A conflict check as the one who asked keeps it, and as the therapist does.

use jiff::civil::Date;
use protocol::{EnvelopeId, ListingId, PublicKey, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Stored, bytes};
use crate::exchange::{Exchange, Outgoing, ReplyTo};

/// A check she asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CheckRecord {
    pub(crate) listing: ListingId,
    pub(crate) name: String,
    pub(crate) signing_key: PublicKey,
    pub(crate) asked: Timestamp,
    pub(crate) people: u32,
    pub(crate) answer_by: Date,
    pub(crate) exchange: Exchange,
    /// What undoes the blinding; dropped once counted.
    #[serde(with = "bytes")]
    pub(crate) open: Vec<u8>,
    pub(crate) outcome: Option<CheckOutcome>,
}

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckOutcome {
    /// It was answered.
    Counted {
        /// People found, at least.
        people: usize,
        /// Places found.
        places: usize,
        /// Names found, which may well belong to others.
        names: usize,
    },
    /// Her list holds too few people to answer without saying too much about each.
    TooFewPeople,
    /// She would rather not.
    Declined,
    /// What came is no honest answer to this question, or one this version cannot read.
    Unreadable,
    /// Her door takes nothing any more.
    DoorClosed,
}

impl Stored for CheckRecord {
    const KIND: &'static str = "check";
}

/// A check that came to a therapist's door.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReceivedCheckRecord {
    pub(crate) question: EnvelopeId,
    pub(crate) at: Timestamp,
    /// Blinded points; dropped once answered.
    #[serde(with = "bytes")]
    pub(crate) points: Vec<u8>,
    /// How many points there are, padding included: all that can be known of how many people were asked about.
    pub(crate) size: usize,
    pub(crate) answer_by: Date,
    pub(crate) reply: ReplyTo,
    pub(crate) said: Option<SaidToCheck>,
}

/// What was said to a check.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SaidToCheck {
    pub(crate) declined: bool,
    pub(crate) note: Option<Outgoing>,
}

impl Stored for ReceivedCheckRecord {
    const KIND: &'static str = "received-check";
}

impl core::fmt::Debug for CheckRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("CheckRecord").field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

impl core::fmt::Debug for ReceivedCheckRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ReceivedCheckRecord").field("size", &self.size).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    const ID: &str = "BwcHBwcHBwcHBwcHBwcHBw";

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<CheckRecord>(&format!(
            r#"{{"kind":"check","version":1,"body":{{"listing":"{ID}","name":"Bea","signing_key":"{KEY}","asked":1,"people":37,"answer_by":"2026-11-26","exchange":{{"note":null,"envelope":"{ID}","mailbox":"{ID}","read":"{KEY}","write":"{KEY}","secret":"{KEY}","mailbox_made":true,"posted":5,"read_up_to":1}},"open":"","outcome":{{"Counted":{{"people":1,"places":0,"names":2}}}}}}}}"#
        ));
        check_frozen::<ReceivedCheckRecord>(&format!(
            r#"{{"kind":"received-check","version":1,"body":{{"question":"{ID}","at":1,"points":"AQI","size":64,"answer_by":"2026-11-26","reply":{{"mailbox":"{ID}","write":"{KEY}","key":"{KEY}"}},"said":{{"declined":true,"note":null}}}}}}"#
        ));
    }
}
