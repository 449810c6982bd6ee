//! Her caseload as counts: sessions from a calendar, and what a week of them weighs.
//!
//! A title, a person, a place or a note of an event never gets further than the judgement whether it is a session:
//! nothing in [`Occurrence`] or [`Imported`](calendar::Imported) can carry one.

#[cfg(feature = "calendar")]
pub mod calendar;
pub mod merge;
pub mod session;
pub mod week;
pub mod weight;

use jiff::civil::{Date, DateTime};
use protocol::{Digest, Timestamp};
use serde::{Deserialize, Serialize};

/// Days, from the first to the day before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first day inside.
    pub from: Date,
    /// The first day after it.
    pub until: Date,
}

impl Window {
    /// Whether a day is inside.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        (self.from..self.until).contains(&day)
    }
}

/// One session: when, how long, and nothing of what or who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// SHA-256 of the event's UID and of which one of its series it is. Before it is stored it is hashed again under a
    /// key, since a UID can be guessed.
    pub identity: Digest,
    /// What her own clock shows when it starts.
    pub starts: DateTime,
    /// The same moment, for everyone.
    pub at: Timestamp,
    /// How long it lasts.
    pub minutes: u32,
}

impl Occurrence {
    /// The day it belongs to: the one on which it starts.
    #[must_use]
    pub fn day(&self) -> Date {
        self.starts.date()
    }

    /// The moment it ends.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        self.at.plus(u64::from(self.minutes) * Timestamp::MINUTE)
    }
}

/// The Monday of a day's week.
#[must_use]
pub fn monday_of(day: Date) -> Date {
    day.saturating_sub(jiff::SignedDuration::from_hours(
        24 * i64::from(day.weekday().to_monday_zero_offset()),
    ))
}
