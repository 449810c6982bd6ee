//! The moment an event happens, as the adapter's clock says.

use jiff::civil::Date;
use jiff::tz::Offset;
use protocol::Timestamp;

/// A moment, and how far the wall clock beside the clinician is ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The moment itself.
    pub at: Timestamp,
    /// Minutes that local time is ahead of UTC; negative in the Americas.
    pub utc_offset_minutes: i16,
}

impl Now {
    /// The day on the wall calendar beside her.
    #[must_use]
    pub fn today(self) -> Date {
        self.day_of(self.at)
    }

    /// The local day on which `at` falls, with today's offset.
    #[must_use]
    pub fn day_of(self, at: Timestamp) -> Date {
        // Both conversions only fail millennia away; a clock that far off still gets a day rather than a crash.
        let moment = i64::try_from(at.0)
            .ok()
            .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok())
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let offset = Offset::from_seconds(i32::from(self.utc_offset_minutes) * 60).unwrap_or(Offset::UTC);
        offset.to_datetime(moment).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_one_on_her_wall() {
        let at = Timestamp(1_795_478_400_000); // 2026-11-24T00:00:00Z
        let day = |minutes| Now { at, utc_offset_minutes: minutes }.today().to_string();
        assert_eq!(day(0), "2026-11-24");
        assert_eq!(day(-480), "2026-11-23");
        assert_eq!(Now { at: Timestamp(u64::MAX), utc_offset_minutes: 0 }.today().to_string(), "1970-01-01");
    }
}
