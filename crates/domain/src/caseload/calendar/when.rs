//! A date or time as a calendar writes it, before anyone has said where on earth it is.

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarDuration, ICalendarEntry, ICalendarParameterName, ICalendarParameterValue, ICalendarValue,
};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};

use super::zones::{ZoneId, ZoneNames};

/// A `DATE`, a UTC time, or a wall-clock time somewhere (RFC 5545, 3.3.4 and 3.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Day(Date),
    Utc(DateTime),
    Local(DateTime, ZoneId),
}

impl When {
    /// What the wall clock shows; midnight for a day.
    pub(crate) fn wall_clock(self) -> DateTime {
        match self {
            Self::Day(date) => date.at(0, 0, 0, 0),
            Self::Utc(moment) | Self::Local(moment, _) => moment,
        }
    }

    /// Reads one value; `None` if it is no date that exists.
    pub(crate) fn read(value: &PartialDateTime, zone: ZoneId) -> Option<Self> {
        let year = i16::try_from(value.year?).ok()?;
        let date = Date::new(year, i8::try_from(value.month?).ok()?, i8::try_from(value.day?).ok()?).ok()?;
        let Some(hour) = value.hour else { return Some(Self::Day(date)) };
        let part = |part: Option<u8>| i8::try_from(part.unwrap_or(0)).ok();
        let moment = DateTime::new(
            year,
            date.month(),
            date.day(),
            i8::try_from(hour).ok()?,
            part(value.minute)?,
            part(value.second)?.min(59),
            0,
        )
        .ok()?;
        let Some(hours) = value.tz_hour else { return Some(Self::Local(moment, zone)) };
        // An offset instead of `Z` is not RFC 5545, yet some exports write one, and it is clear what it means.
        let offset = i64::from(hours) * 3_600 + i64::from(value.tz_minute.unwrap_or(0)) * 60;
        let offset = SignedDuration::from_secs(if value.tz_minus { -offset } else { offset });
        Some(Self::Utc(moment.checked_sub(offset).ok()?))
    }

    /// Reads every date of a property such as `EXDATE`; `None` if one of them cannot be read.
    pub(crate) fn read_all(entry: &ICalendarEntry, zones: &mut ZoneNames) -> Option<Vec<Self>> {
        let zone = zones.zone_of(entry);
        entry
            .values
            .iter()
            .map(|value| match value {
                ICalendarValue::PartialDateTime(value) => Self::read(value, zone),
                _ => None,
            })
            .collect()
    }
}

/// The `TZID` of a property, if it has one.
pub(crate) fn zone_name(entry: &ICalendarEntry) -> Option<&str> {
    entry.params.iter().find_map(|parameter| match (&parameter.name, &parameter.value) {
        (ICalendarParameterName::Tzid, ICalendarParameterValue::Text(name)) => Some(name.as_str()),
        _ => None,
    })
}

/// How long an event lasts, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// `DTEND`: every instance lasts exactly as long (RFC 5545, 3.8.5.3).
    Until(When),
    /// `DURATION`: days are days of the calendar, the rest is exact (RFC 5545, 3.3.6).
    Lasting { days: i32, seconds: i64 },
    /// Neither: a whole day, or no time at all (RFC 5545, 3.6.1).
    Unsaid,
}

impl From<&ICalendarDuration> for Length {
    fn from(duration: &ICalendarDuration) -> Self {
        let sign = if duration.neg { -1 } else { 1 };
        let days = i64::from(duration.weeks) * 7 + i64::from(duration.days);
        let seconds = i64::from(duration.hours) * 3_600
            + i64::from(duration.minutes) * 60
            + i64::from(duration.seconds);
        Self::Lasting {
            days: sign * i32::try_from(days).unwrap_or(i32::MAX),
            seconds: i64::from(sign) * seconds,
        }
    }
}
