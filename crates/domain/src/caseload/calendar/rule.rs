//! Reads the value of an `RRULE` or `EXRULE` line (RFC 5545, 3.3.10) into a [`Rule`].
//!
//! Strict on purpose: `calcard` narrows numbers as it reads (`INTERVAL=65537` becomes 1) and forgets parts that it does
//! not know. A series that is read wrongly would miscount whole weeks, so a rule that cannot be read is reported.

use jiff::civil::{Date, DateTime, Weekday};

/// How often a series repeats, from the coarsest step to the finest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Frequency {
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
    Secondly,
}

/// The last moment at which a series may repeat, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    Day(Date),
    Local(DateTime),
    Utc(DateTime),
}

/// `2TU` is the second Tuesday, `-1FR` the last Friday, `MO` (0) every Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NthWeekday {
    pub(crate) nth: i16,
    pub(crate) weekday: Weekday,
}

/// One recurrence rule, every number checked against its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) frequency: Frequency,
    pub(crate) interval: i64,
    pub(crate) count: Option<u32>,
    pub(crate) until: Option<Until>,
    pub(crate) seconds: Vec<i8>,
    pub(crate) minutes: Vec<i8>,
    pub(crate) hours: Vec<i8>,
    pub(crate) weekdays: Vec<NthWeekday>,
    pub(crate) month_days: Vec<i8>,
    pub(crate) year_days: Vec<i16>,
    pub(crate) week_numbers: Vec<i8>,
    pub(crate) months: Vec<i8>,
    pub(crate) positions: Vec<i16>,
    pub(crate) week_start: Weekday,
}

impl Rule {
    /// A rule of nothing but its frequency.
    pub(crate) fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            count: None,
            until: None,
            seconds: Vec::new(),
            minutes: Vec::new(),
            hours: Vec::new(),
            weekdays: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            week_numbers: Vec::new(),
            months: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
        }
    }

    /// Reads a rule; `None` if any part of it is unknown, repeated badly or out of range.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let upper = text.to_ascii_uppercase();
        let mut rule = Self::every(Frequency::Daily);
        let mut has_frequency = false;
        for part in upper.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            let value = value.trim();
            match name.trim() {
                "FREQ" => {
                    rule.frequency = parse_frequency(value)?;
                    has_frequency = true;
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|n| (1..=1_000_000).contains(n))?,
                "COUNT" => rule.count = Some(value.parse().ok().filter(|&n| n > 0)?),
                "UNTIL" => rule.until = Some(parse_until(value)?),
                // The leap second is read as the second before it (RFC 5545, 3.3.12).
                "BYSECOND" => rule.seconds = sorted(list(value, 0, 60)?.map(|second| second.min(59) as i8)),
                "BYMINUTE" => rule.minutes = sorted(list(value, 0, 59)?.map(|minute| minute as i8)),
                "BYHOUR" => rule.hours = sorted(list(value, 0, 23)?.map(|hour| hour as i8)),
                "BYDAY" => {
                    rule.weekdays = value.split(',').map(parse_nth_weekday).collect::<Option<_>>()?;
                }
                "BYMONTHDAY" => rule.month_days = sorted(signed_list(value, 31)?.map(|day| day as i8)),
                "BYYEARDAY" => rule.year_days = sorted(signed_list(value, 366)?),
                "BYWEEKNO" => rule.week_numbers = sorted(signed_list(value, 53)?.map(|week| week as i8)),
                "BYMONTH" => rule.months = sorted(list(value, 1, 12)?.map(|month| month as i8)),
                "BYSETPOS" => rule.positions = sorted(signed_list(value, 366)?),
                "WKST" => rule.week_start = parse_weekday(value)?,
                // Another calendar's rule (RFC 7529) only says the same as ours when it is ours.
                "RSCALE" if value == "GREGORIAN" => {}
                "SKIP" if value == "OMIT" => {}
                name if name.starts_with("X-") => {}
                _ => return None,
            }
        }
        has_frequency.then_some(rule)
    }

    /// Whether nothing but the frequency and the interval decides: then every step has exactly one instance, as long
    /// as a step is never a month or a year, which may lack the day.
    pub(crate) fn is_plain(&self) -> bool {
        self.frequency >= Frequency::Weekly
            && self.seconds.is_empty()
            && self.minutes.is_empty()
            && self.hours.is_empty()
            && self.weekdays.is_empty()
            && self.month_days.is_empty()
            && self.year_days.is_empty()
            && self.week_numbers.is_empty()
            && self.months.is_empty()
            && self.positions.is_empty()
    }
}

fn sorted<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

fn list(text: &str, low: i16, high: i16) -> Option<impl Iterator<Item = i16>> {
    let numbers: Vec<i16> = text
        .split(',')
        .map(|number| number.trim().parse().ok().filter(|n| (low..=high).contains(n)))
        .collect::<Option<_>>()?;
    Some(numbers.into_iter())
}

fn signed_list(text: &str, most: i16) -> Option<impl Iterator<Item = i16>> {
    let numbers: Vec<i16> = list(text, -most, most)?.collect();
    (!numbers.contains(&0)).then(|| numbers.into_iter())
}

fn parse_frequency(text: &str) -> Option<Frequency> {
    Some(match text {
        "YEARLY" => Frequency::Yearly,
        "MONTHLY" => Frequency::Monthly,
        "WEEKLY" => Frequency::Weekly,
        "DAILY" => Frequency::Daily,
        "HOURLY" => Frequency::Hourly,
        "MINUTELY" => Frequency::Minutely,
        "SECONDLY" => Frequency::Secondly,
        _ => return None,
    })
}

fn parse_weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn parse_nth_weekday(text: &str) -> Option<NthWeekday> {
    let text = text.trim();
    let name = text.get(text.len().checked_sub(2)?..)?;
    let nth = match text.get(..text.len() - 2)? {
        "" => 0,
        number => number.parse().ok().filter(|n: &i16| *n != 0 && n.abs() <= 53)?,
    };
    Some(NthWeekday { nth, weekday: parse_weekday(name)? })
}

fn parse_until(text: &str) -> Option<Until> {
    let digits = |range: core::ops::Range<usize>| -> Option<i16> {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let date = Date::new(digits(0..4)?, digits(4..6)? as i8, digits(6..8)? as i8).ok()?;
    let Some(time) = text.get(8..).filter(|rest| !rest.is_empty()) else { return Some(Until::Day(date)) };
    if !time.starts_with('T') {
        return None;
    }
    let second = (digits(13..15)? as i8).min(59);
    let moment = DateTime::new(
        date.year(),
        date.month(),
        date.day(),
        digits(9..11)? as i8,
        digits(11..13)? as i8,
        second,
        0,
    )
    .ok()?;
    match text.get(15..) {
        Some("") => Some(Until::Local(moment)),
        Some("Z") => Some(Until::Utc(moment)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_part_is_read() {
        let rule = Rule::parse(
            "FREQ=yearly;INTERVAL=2;UNTIL=20300101T000000Z;BYSECOND=60,0;BYMINUTE=30;BYHOUR=9,8;BYDAY=-1FR,2MO,TU;\
             BYMONTHDAY=-1,1;BYYEARDAY=-366,200;BYWEEKNO=20,-1;BYMONTH=1,12;BYSETPOS=-1;WKST=SU;X-ODD=1",
        )
        .unwrap();
        assert_eq!(rule.frequency, Frequency::Yearly);
        assert_eq!(rule.interval, 2);
        assert_eq!(rule.until, Some(Until::Utc(date(2030, 1, 1).at(0, 0, 0, 0))));
        assert_eq!((rule.seconds, rule.minutes, rule.hours), (vec![0, 59], vec![30], vec![8, 9]));
        assert_eq!(rule.weekdays[0], NthWeekday { nth: -1, weekday: Weekday::Friday });
        assert_eq!((rule.month_days, rule.year_days), (vec![-1, 1], vec![-366, 200]));
        assert_eq!((rule.week_numbers, rule.months, rule.positions), (vec![-1, 20], vec![1, 12], vec![-1]));
        assert_eq!(rule.week_start, Weekday::Sunday);
    }

    #[test]
    fn until_is_a_day_a_local_time_or_utc() {
        let until = |text: &str| Rule::parse(&format!("FREQ=DAILY;UNTIL={text}")).and_then(|rule| rule.until);
        assert_eq!(until("20260301"), Some(Until::Day(date(2026, 3, 1))));
        assert_eq!(until("20260301T093000"), Some(Until::Local(date(2026, 3, 1).at(9, 30, 0, 0))));
        assert_eq!(until("20260301T093060Z"), Some(Until::Utc(date(2026, 3, 1).at(9, 30, 59, 0))));
    }

    #[test]
    fn anything_unclear_is_refused_rather_than_guessed() {
        for text in [
            "",
            "INTERVAL=2",
            "FREQ=FORTNIGHTLY",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=DAILY;BYDAY=XX",
            "FREQ=DAILY;BYDAY=é",
            "FREQ=DAILY;BYMONTH=13",
            "FREQ=DAILY;BYMONTHDAY=0",
            "FREQ=DAILY;UNTIL=2026030",
            "FREQ=DAILY;UNTIL=20260230",
            "FREQ=DAILY;UNTIL=20260301X",
            "FREQ=DAILY;UNTIL=+0260301",
            "FREQ=DAILY;RSCALE=CHINESE",
            "FREQ=DAILY;BYEASTER=1",
        ] {
            assert_eq!(Rule::parse(text), None, "{text}");
        }
    }
}
