//! Heavy stretches: weeks she may not want to meet unasked. Screens keep them folded until she opens them.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};

use crate::check_in::CheckIn;

/// So many heavy days within [`WITHIN`] make a stretch.
const HEAVY_DAYS: usize = 3;
/// Days, the first included.
const WITHIN: i64 = 7;

/// Days from the first heavy one to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeavyStretch {
    /// The first heavy day.
    pub from: Date,
    /// The last.
    pub until: Date,
}

impl HeavyStretch {
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// Stretches in which three days of seven were heavy, joined where they touch; earliest first.
#[must_use]
pub fn heavy_stretches(check_ins: &[CheckIn]) -> Vec<HeavyStretch> {
    let mut heavy: Vec<Date> = check_ins.iter().filter(|it| it.is_heavy()).map(|it| it.day).collect();
    heavy.sort_unstable();
    heavy.dedup();
    let mut found: Vec<HeavyStretch> = Vec::new();
    for days in heavy.windows(HEAVY_DAYS) {
        let (from, until) = (days[0], days[HEAVY_DAYS - 1]);
        if until.duration_since(from) >= SignedDuration::from_hours(24 * WITHIN) {
            continue;
        }
        match found.last_mut() {
            Some(last) if from <= last.until.saturating_add(1.day()) => last.until = until,
            _ => found.push(HeavyStretch { from, until }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check_in::{Answer, Carried, Step};
    use jiff::civil::date;
    use proptest::prelude::{prop, prop_assert_eq, proptest};
    use protocol::Timestamp;
    use std::collections::BTreeSet;

    fn on(day: i64, step: Step) -> CheckIn {
        CheckIn {
            at: Timestamp(0),
            day: date(2026, 3, 1) + day.days(),
            carrying: Answer::Given(Carried::Step(step)),
            came_home: Answer::NotAsked,
            body: Answer::NotAsked,
            set_down: Answer::NotAsked,
        }
    }

    fn heavy(days: &[i64]) -> Vec<CheckIn> {
        days.iter().map(|&day| on(day, Step::VeryMuch)).collect()
    }

    fn lengths(days: &[i64]) -> Vec<(i8, i8)> {
        heavy_stretches(&heavy(days)).iter().map(|it| (it.from.day(), it.until.day())).collect()
    }

    #[test]
    fn three_of_seven_days_are_a_stretch_and_two_are_not() {
        assert_eq!(lengths(&[0, 6]), []);
        assert_eq!(lengths(&[0, 3, 6]), [(1, 7)]);
        assert_eq!(lengths(&[0, 3, 7]), []);
        assert_eq!(lengths(&[0, 1, 2, 5, 20, 21, 22]), [(1, 6), (21, 23)]);
        assert_eq!(heavy_stretches(&[on(0, Step::Some), on(1, Step::ALot), on(2, Step::Some)]), []);
    }

    proptest! {
        #[test]
        fn a_day_is_inside_where_some_seven_days_around_it_hold_three(days in prop::collection::btree_set(0i64..80, 0..30)) {
            let list: Vec<i64> = days.iter().copied().collect();
            let stretches = heavy_stretches(&heavy(&list));
            let slow: BTreeSet<i64> = list.iter().copied().filter(|day| {
                (day - 6..=*day).any(|from| list.iter().filter(|it| (from..from + 7).contains(*it)).count() >= 3)
            }).collect();
            let fast: BTreeSet<i64> = list.iter().copied()
                .filter(|day| stretches.iter().any(|it| it.holds(date(2026, 3, 1) + day.days()))).collect();
            prop_assert_eq!(slow, fast);
        }
    }
}
