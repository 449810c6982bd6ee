//! When something was said, in one order that all her devices agree on, whatever their clocks say.
//!
//! A stamp is a hybrid clock's: the device's time, pushed ahead of every stamp it has seen, then a count, then the
//! device. A clock that is wrong never stops anything. What was stamped ahead of the server's time is stamped again
//! before it leaves ([`Clock::hold_back`]), so that a clock set a year ahead does not win for a year.

use core::fmt;
use std::collections::BTreeMap;

use data_encoding::BASE64URL_NOPAD;
use protocol::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Which of her devices said something. Made at random by the device; says nothing about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tag(pub(crate) [u8; 8]);

/// When something was said: 20 bytes, as base64url inside a record.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    pub(crate) at: Timestamp,
    pub(crate) count: u32,
    pub(crate) tag: Tag,
}

const LENGTH: usize = 8 + 4 + 8;

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{} by {}", self.at.0, self.count, self.tag.0[0])
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut bytes = [0; LENGTH];
        bytes[..8].copy_from_slice(&self.at.0.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.count.to_be_bytes());
        bytes[12..].copy_from_slice(&self.tag.0);
        to.serialize_str(&BASE64URL_NOPAD.encode(&bytes))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = super::records::bytes::deserialize(from)?;
        let bytes: [u8; LENGTH] = bytes.try_into().map_err(|_| D::Error::custom("expected a stamp"))?;
        let (at, rest) = bytes.split_first_chunk().ok_or_else(|| D::Error::custom("expected a time"))?;
        let (count, tag) = rest.split_first_chunk().ok_or_else(|| D::Error::custom("expected a count"))?;
        let tag = tag.try_into().map_err(|_| D::Error::custom("expected a tag"))?;
        Ok(Self { at: Timestamp(u64::from_be_bytes(*at)), count: u32::from_be_bytes(*count), tag: Tag(tag) })
    }
}

/// When a record's fields were said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamps {
    /// When the record was first kept, and with it every field that is not named below.
    pub(crate) said: Stamp,
    /// The fields that were changed since.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) since: BTreeMap<String, Change>,
}

/// When one field was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) said: Stamp,
    /// The newest stamp in the log that this was said in the knowledge of. What another device said before that is
    /// older news; what it said after that she never saw while writing this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) over: Option<Stamp>,
}

impl Stamps {
    /// When and over what a field was said, of a record that has it.
    pub(crate) fn of(&self, field: &str) -> Change {
        self.since.get(field).copied().unwrap_or(Change { said: self.said, over: None })
    }

    /// The newest of them.
    pub(crate) fn newest(&self) -> Stamp {
        self.all().fold(self.said, Stamp::max)
    }

    /// The newest of those that carry this mark.
    pub(crate) fn newest_by(&self, tag: Tag) -> Option<Stamp> {
        self.all().filter(|stamp| stamp.tag == tag).max()
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = Stamp> {
        self.since.values().map(|change| change.said).chain([self.said])
    }
}

/// Hands out stamps, each later than all before and all it was shown.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    at: Timestamp,
    count: u32,
}

impl Clock {
    /// The next stamp.
    pub(crate) fn next(&mut self, now: Timestamp, tag: Tag) -> Stamp {
        if now > self.at {
            (self.at, self.count) = (now, 0);
        } else if let Some(next) = self.count.checked_add(1) {
            self.count = next;
        } else {
            (self.at, self.count) = (Timestamp(self.at.0.saturating_add(1)), 0);
        }
        Stamp { at: self.at, count: self.count, tag }
    }

    /// Has seen another stamp.
    pub(crate) fn see(&mut self, stamp: Stamp) {
        (self.at, self.count) = (self.at, self.count).max((stamp.at, stamp.count));
    }

    /// Goes back to the server's time if it is ahead, but not behind `newest`, the newest stamp that may be in the log.
    pub(crate) fn hold_back(&mut self, server: Timestamp, newest: Stamp) {
        if self.at > server.max(newest.at) {
            (self.at, self.count) = (server, 0).max((newest.at, newest.count));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Tag = Tag([1; 8]);
    const THERE: Tag = Tag([2; 8]);

    #[test]
    fn a_stamp_survives_its_text_form_and_is_ordered_by_time_then_count_then_device() {
        let stamp = Stamp { at: Timestamp(1_795_478_400_000), count: 7, tag: HERE };
        let text = serde_json::to_string(&stamp).unwrap();
        assert_eq!(text, r#""AAABograLAAAAAAHAQEBAQEBAQE""#);
        assert_eq!(serde_json::from_str::<Stamp>(&text).unwrap(), stamp);
        assert!(serde_json::from_str::<Stamp>(r#""AAAA""#).is_err());
        let later = [
            Stamp { tag: THERE, ..stamp },
            Stamp { count: 8, ..stamp },
            Stamp { at: stamp.at.plus(1), ..stamp },
        ];
        assert!(later.is_sorted() && later[0] > stamp);
    }

    #[test]
    fn a_clock_that_goes_back_still_hands_out_later_stamps() {
        let mut clock = Clock::default();
        let stamps = [10, 10, 3, 11].map(|now| clock.next(Timestamp(now), HERE));
        assert!(stamps.is_sorted_by(|a, b| a < b), "{stamps:?}");
        clock.see(Stamp { at: Timestamp(50), count: 4, tag: THERE });
        assert!(clock.next(Timestamp(12), HERE) > Stamp { at: Timestamp(50), count: 4, tag: THERE });
    }

    #[test]
    fn a_clock_a_year_ahead_is_held_back_but_never_behind_what_is_in_the_log() {
        let mut clock = Clock::default();
        clock.next(Timestamp(1_000_000), HERE);
        let newest = Stamp { at: Timestamp(40), count: 2, tag: THERE };
        clock.hold_back(Timestamp(30), newest);
        assert!(clock.next(Timestamp(0), HERE) > newest);
        clock.hold_back(Timestamp(60), newest);
        assert_eq!(clock.next(Timestamp(39), HERE).at, newest.at);
        assert_eq!(clock.next(Timestamp(60), HERE).at, Timestamp(60));
    }

    #[test]
    fn a_count_that_runs_over_moves_the_time() {
        let mut clock = Clock { at: Timestamp(5), count: u32::MAX };
        assert_eq!(clock.next(Timestamp(0), HERE), Stamp { at: Timestamp(6), count: 0, tag: HERE });
    }
}
