//! Moments. Days are [`jiff::civil::Date`]; a moment is milliseconds, since that is what every clock here can give.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, as the caller's clock says. Never read here: always an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// Milliseconds in a minute.
    pub const MINUTE: u64 = 60_000;
    /// Milliseconds in a day of 24 hours.
    pub const DAY: u64 = 86_400_000;

    /// This moment moved forward; stops at the end of time rather than wrapping.
    #[must_use]
    pub const fn plus(self, milliseconds: u64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Milliseconds from `earlier` to this moment; zero if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}
