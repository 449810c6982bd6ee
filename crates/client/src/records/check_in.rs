//! Check-ins as they are stored, and the chips she made her own.

use domain::check_in::{CheckIn, Chips};
use serde::{Deserialize, Serialize};

use super::Stored;

/// One check-in, finished or as far as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct CheckInRecord(pub(crate) CheckIn);

impl Stored for CheckInRecord {
    const KIND: &'static str = "check-in";
}

/// The chips she is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ChipsRecord(pub(crate) Chips);

impl Stored for ChipsRecord {
    const KIND: &'static str = "chips";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<CheckInRecord>(
            r#"{"kind":"check-in","version":1,"body":{"at":1795478400000,"day":"2026-11-23","carrying":{"given":"cant_tell"},"came_home":{"given":[{"sign":"numb"},{"own":"the phone"}]},"body":{"given":{"jaw":"clear"}},"set_down":"skipped"}}"#,
        );
        check_frozen::<ChipsRecord>(
            r#"{"kind":"chips","version":1,"body":{"put_away":["dread"],"own":["the phone"]}}"#,
        );
    }
}
