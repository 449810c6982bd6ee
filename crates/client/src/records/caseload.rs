//! Her caseload as it is stored: a record for each week, and one for the days a calendar has spoken of.

use domain::caseload::week::WeekCounts;
use domain::caseload::{Occurrence, Window};
use jiff::civil::{Date, DateTime};
use protocol::{Digest, Timestamp};
use serde::{Deserialize, Serialize};

use super::Stored;

/// One week, Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WeekRecord {
    pub(crate) monday: Date,
    /// Sessions from calendars; their identities are hashed under a key of the vault.
    pub(crate) sessions: Vec<KeptSession>,
    /// What she gave by hand, which counts in place of them.
    pub(crate) by_hand: Option<WeekCounts>,
}

impl Stored for WeekRecord {
    const KIND: &'static str = "week";
    /// Since 2 a session says which calendar it is from. Before, there was one.
    const VERSION: u16 = 2;
}

/// A session, and which of her calendars has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptSession {
    #[serde(default)]
    pub(crate) calendar: u32,
    identity: Digest,
    starts: DateTime,
    at: Timestamp,
    minutes: u32,
}

impl KeptSession {
    /// A session of this calendar.
    pub(crate) fn new(calendar: u32, session: Occurrence) -> Self {
        // Field by field: flattening makes serde read everything twice, and is 1.6 kB of the first visit.
        let Occurrence { identity, starts, at, minutes } = session;
        Self { calendar, identity, starts, at, minutes }
    }

    /// The session itself.
    pub(crate) fn session(&self) -> Occurrence {
        let Self { identity, starts, at, minutes, .. } = *self;
        Occurrence { identity, starts, at, minutes }
    }
}

/// The calendars brought in so far, and the days they have spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CalendarRecord {
    pub(crate) known: Window,
    #[serde(default = "the_only_one")]
    pub(crate) calendars: Vec<CalendarRow>,
}

/// One calendar. Nothing of its name is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CalendarRow {
    pub(crate) number: u32,
    /// The day it was last brought in. Version 1 did not note it.
    pub(crate) brought_in_on: Option<Date>,
}

impl Stored for CalendarRecord {
    const KIND: &'static str = "calendar";
    /// Since 2 there may be several.
    const VERSION: u16 = 2;
}

/// The key under which sessions from a calendar are recognised, when they came here with a copy of another vault.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionKeyRecord {
    #[serde(with = "super::bytes::array")]
    pub(crate) key: [u8; 32],
}

impl Stored for SessionKeyRecord {
    const KIND: &'static str = "session-key";
}

impl core::fmt::Debug for SessionKeyRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SessionKeyRecord(hidden)")
    }
}

/// Whoever kept a version 1 had one calendar.
fn the_only_one() -> Vec<CalendarRow> {
    vec![CalendarRow { number: 0, brought_in_on: None }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_2_stays_readable() {
        check_frozen::<WeekRecord>(
            r#"{"kind":"week","version":2,"body":{"monday":"2026-11-23","sessions":[{"calendar":1,"identity":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","starts":"2026-11-23T10:00:00","at":1795453200000,"minutes":50}],"by_hand":null}}"#,
        );
        check_frozen::<CalendarRecord>(
            r#"{"kind":"calendar","version":2,"body":{"known":{"from":"2025-01-01","until":"2027-01-01"},"calendars":[{"number":0,"brought_in_on":null},{"number":1,"brought_in_on":"2026-11-23"}]}}"#,
        );
    }

    #[test]
    fn a_session_key_stays_readable() {
        check_frozen::<SessionKeyRecord>(
            r#"{"kind":"session-key","version":1,"body":{"key":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}}"#,
        );
    }

    #[test]
    fn sessions_of_version_1_are_from_the_only_calendar_there_was() {
        let opened = crate::records::Opened::decode(
            br#"{"kind":"calendar","version":1,"body":{"known":{"from":"2025-01-01","until":"2027-01-01"}}}"#,
        );
        let calendar: CalendarRecord = opened.unwrap().body().unwrap();
        assert_eq!(calendar.calendars, [CalendarRow { number: 0, brought_in_on: None }]);
        let session: KeptSession = serde_json::from_str(
            r#"{"identity":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","starts":"2026-11-23T10:00:00","at":1795453200000,"minutes":50}"#,
        )
        .unwrap();
        assert_eq!(session.calendar, 0);
    }

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<WeekRecord>(
            r#"{"kind":"week","version":1,"body":{"monday":"2026-11-23","sessions":[{"identity":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","starts":"2026-11-23T10:00:00","at":1795453200000,"minutes":50}],"by_hand":{"monday":"2026-11-23","sessions":20,"back_to_backs":null,"evenings":null,"days_off":null,"heavier":null,"source":"hand"}}}"#,
        );
        check_frozen::<CalendarRecord>(
            r#"{"kind":"calendar","version":1,"body":{"known":{"from":"2025-01-01","until":"2027-01-01"}}}"#,
        );
    }
}
