//! What is remembered of copies, and what a restore set aside.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{RecordId, Stored, bytes};

/// When copies were made and tried. It is about this device, so it is part of no copy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CopiesRecord {
    /// The day of the last sealed copy that was saved and had been opened again before.
    pub(crate) sealed_on: Option<Date>,
    /// The day a copy was last opened in a rehearsal.
    #[serde(default)]
    pub(crate) rehearsed_on: Option<Date>,
    /// She would rather not be offered a copy on Now.
    #[serde(default)]
    pub(crate) not_offered: bool,
}

impl Stored for CopiesRecord {
    const KIND: &'static str = "copies";
}

/// The one of two versions that did not stay in its place: when a copy was restored, or when something that had been set
/// aside was put back. Nothing typed is ever dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SetAsideRecord {
    pub(crate) on: Date,
    pub(crate) kind: String,
    pub(crate) version: u16,
    pub(crate) body: Value,
    /// The record in whose place it was, or would have been.
    #[serde(default, with = "bytes::name")]
    pub(crate) place: Option<RecordId>,
}

impl Stored for SetAsideRecord {
    const KIND: &'static str = "set-aside";
}

impl core::fmt::Debug for SetAsideRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SetAsideRecord").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<CopiesRecord>(
            r#"{"kind":"copies","version":1,"body":{"sealed_on":"2026-11-23","rehearsed_on":null,"not_offered":true}}"#,
        );
        check_frozen::<SetAsideRecord>(
            r#"{"kind":"set-aside","version":1,"body":{"on":"2026-11-23","kind":"chips","version":1,"body":{"put_away":[],"own":["the phone"]},"place":"AQEBAQEBAQEBAQEBAQEBAQ"}}"#,
        );
        check_frozen::<SetAsideRecord>(
            r#"{"kind":"set-aside","version":1,"body":{"on":"2026-11-23","kind":"chips","version":1,"body":{"put_away":[],"own":["the phone"]}}}"#,
        );
    }

    #[test]
    fn debug_never_shows_what_was_set_aside() {
        let body = Value::String("canary".to_owned());
        let set_aside = SetAsideRecord {
            on: jiff::civil::date(2026, 11, 23),
            kind: "chips".to_owned(),
            version: 1,
            body,
            place: None,
        };
        assert!(!format!("{set_aside:?}").contains("canary"));
    }
}
