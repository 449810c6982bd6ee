//! Moments. Days are [`jiff::civil::Date`]; a moment is milliseconds, since that is what every clock here can give.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, as the caller's clock says. Never read here: always an argument.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// A day as `2026-03-02`, for `#[serde(with = "protocol::day")]`. Writes what jiff writes and reads no more than that:
/// jiff's own reader brings the texts of all its errors, which a browser would fetch before the first question.
pub mod day {
    use jiff::civil::Date;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    /// Writes `2026-03-02`.
    pub fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        day.serialize(to)
    }

    /// Reads `2026-03-02`, if there is such a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        read(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("no such day"))
    }

    fn read(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, many| part.len() == many && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_day_is_read_as_it_is_written() {
            let day = jiff::civil::date(2024, 2, 29);
            assert_eq!(read(&day.to_string()), Some(day));
            for not_one in ["", "2025-02-29", "2024-2-29", "2024-02-29T00:00", "+024-02-29", "2024-02-29-1"] {
                assert_eq!(read(not_one), None, "{not_one}");
            }
        }
    }
}
