//! What is remembered of the ways in: what she calls them, since when, and when Held locks by itself.
//!
//! None of it opens anything. What does is in the vault's head.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Stored;
use crate::ways_in::{LockAfter, Way};

/// It is about this vault's own slots, so it is part of no copy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WaysInRecord {
    pub(crate) notes: Vec<WayNote>,
    #[serde(default)]
    pub(crate) lock_after: LockAfter,
    /// She would rather not be offered another way in on Now.
    #[serde(default)]
    pub(crate) not_offered: bool,
}

/// About one way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WayNote {
    pub(crate) way: Way,
    /// What she calls it.
    #[serde(default)]
    pub(crate) name: Option<String>,
    pub(crate) since: Date,
}

impl Stored for WaysInRecord {
    const KIND: &'static str = "ways-in";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::testing::check_frozen;

    #[test]
    fn version_1_stays_readable() {
        check_frozen::<WaysInRecord>(
            r#"{"kind":"ways-in","version":1,"body":{"notes":[{"way":{"passkey":"0102030405060708"},"name":"my phone","since":"2026-11-23"},{"way":"recovery_code","since":"2026-11-23"}],"lock_after":"thirty","not_offered":true}}"#,
        );
        check_frozen::<WaysInRecord>(r#"{"kind":"ways-in","version":1,"body":{"notes":[]}}"#);
    }
}
