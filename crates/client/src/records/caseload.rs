//! Her caseload as it is stored: a record for each week, and one for the days a calendar has spoken of.

use domain::caseload::week::WeekCounts;
use domain::caseload::{Occurrence, Window};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Stored;

/// One week, Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WeekRecord {
    pub(crate) monday: Date,
    /// Sessions from a calendar; their identities are hashed under a key of the vault.
    pub(crate) sessions: Vec<Occurrence>,
    /// What she gave by hand, which counts in place of them.
    pub(crate) by_hand: Option<WeekCounts>,
}

impl Stored for WeekRecord {
    const KIND: &'static str = "week";
}

/// The days that calendars brought in so far have spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CalendarRecord {
    pub(crate) known: Window,
}

impl Stored for CalendarRecord {
    const KIND: &'static str = "calendar";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

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
