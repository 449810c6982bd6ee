//! Weeks, Monday to Sunday: one value each, and how much that value is worth.

use jiff::civil::Date;

use super::diary::Day;
use super::serial::Dependence;
use super::signal::Scale;
use crate::caseload::monday_of;

/// A week with fewer entries than this says nothing about change.
pub(super) const FEWEST_ENTRIES: u32 = 2;

/// One week of a signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// The day on which it begins.
    pub monday: Date,
    /// Mean of its days: steps, share of days, sessions or points.
    pub value: f64,
    /// How many days it is made of; a count of a whole week is one.
    pub entries: u32,
}

impl Week {
    /// Whether it may be compared with others: two entries, or a count of the whole week.
    #[must_use]
    pub fn is_enough(&self, scale: Scale) -> bool {
        scale == Scale::Count || self.entries >= FEWEST_ENTRIES
    }

    /// The value as it is compared. A share varies less near its ends, so that "one day of seven" would weigh
    /// differently at 0 and at a half; its arc sine does not (Anscombe 1948, *Biometrika* 35, 246–254).
    pub(super) fn compared(&self, scale: Scale) -> f64 {
        match scale {
            Scale::Share => {
                let days = f64::from(self.entries);
                ((self.value * days + 0.375) / (days + 0.75)).sqrt().asin()
            }
            Scale::Steps | Scale::Count | Scale::Relief => self.value,
        }
    }

    /// How much it weighs beside other weeks: a week of seven days about 1.8 times one of two.
    pub(super) fn weight(&self, scale: Scale, dependence: Dependence) -> f64 {
        match scale {
            Scale::Count => 1.0,
            Scale::Steps | Scale::Share | Scale::Relief => {
                dependence.weight_of_week(f64::from(self.entries.min(7)))
            }
        }
    }
}

/// The weeks in which there is a value, earliest first. Others are absent, not zero.
#[must_use]
pub fn weeks(days: &[Day]) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    let (mut sum, mut last) = (0.0, i64::MIN);
    for day in days {
        let Some(value) = day.mark.value() else { continue };
        let number = day_number(day.day).div_euclid(7);
        match weeks.last_mut() {
            Some(week) if number == last => {
                sum += value;
                week.entries += 1;
                week.value = sum / f64::from(week.entries);
            }
            _ => {
                (sum, last) = (value, number);
                weeks.push(Week { monday: monday_of(day.day), value, entries: 1 });
            }
        }
    }
    weeks
}

/// Days since Monday, 5 January 1970. Written out, since looking back asks it of every day of every signal.
///
/// A year begins in March here, so that the day that leap years add is its last: then the days before a month are a straight line.
pub(super) fn day_number(day: Date) -> i64 {
    let (year, month, day) = (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let since_march = (month + 9) % 12;
    let before_month = (153 * since_march + 2) / 5;
    let before_year = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    i64::from(before_year + before_month + day - 1 - 719_472)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking_back::diary::Mark;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn weeks_begin_on_monday_and_those_without_a_value_are_absent() {
        let day = |d, mark| Day { day: date(2026, 3, d), mark };
        let days = [
            day(1, Mark::Value(7.0)),
            day(2, Mark::Value(3.0)),
            day(4, Mark::CantTell),
            day(8, Mark::Value(4.0)),
            day(9, Mark::Skipped),
            day(16, Mark::Value(2.0)),
        ];
        let found: Vec<_> =
            weeks(&days).into_iter().map(|it| (it.monday.day(), it.value, it.entries)).collect();
        assert_eq!(found, [(23, 7.0, 1), (2, 3.5, 2), (16, 2.0, 1)]);
    }

    #[test]
    fn one_entry_is_too_few_but_a_count_is_one_entry() {
        let week = Week { monday: date(2026, 3, 2), value: 4.0, entries: 1 };
        assert!(!week.is_enough(Scale::Steps));
        assert!(week.is_enough(Scale::Count));
    }

    #[test]
    fn a_step_of_one_day_weighs_alike_at_both_ends_of_a_share() {
        let at = |present: f64| {
            Week { monday: date(2026, 3, 2), value: present / 7.0, entries: 7 }.compared(Scale::Share)
        };
        assert!((at(1.0) - at(0.0) - (at(7.0) - at(6.0))).abs() < 1e-12);
        assert!((at(4.0) - at(3.0)) < (at(1.0) - at(0.0)));
    }

    proptest! {
        #[test]
        fn days_are_counted_as_the_calendar_does(days in -700_000i64..2_900_000) {
            let day = date(1970, 1, 5).checked_add(days.days()).unwrap();
            prop_assert_eq!(day_number(day), days);
            prop_assert_eq!(day_number(monday_of(day)), days.div_euclid(7) * 7);
        }
    }

    #[test]
    fn mondays_are_seven_days_apart() {
        assert_eq!(day_number(date(1970, 1, 5)), 0);
        assert_eq!(day_number(date(2026, 3, 9)) - day_number(date(2026, 3, 2)), 7);
        assert_eq!(day_number(date(2026, 3, 2)).rem_euclid(7), 0);
    }
}
