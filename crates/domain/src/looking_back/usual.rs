//! Her own usual range: where about eight of ten of her days lie. Never a norm.
//!
//! *Centre and spread on a scale of few steps.* The plain median and the median absolute deviation of a seven-step scale
//! can only take a handful of values: someone who answers 4 on six days of ten has a deviation of zero, and one more 5
//! makes it jump to 1.48. So each answer is read as an interval of its own width (a 4 is "between 3.5 and 4.5"), as
//! medians and quartiles of grouped data are. The centre is that median, the spread the distance of the quartiles divided by 1.349, which for normal values is the standard deviation. A quarter of all
//! days can be as odd as they like before the range moves far. It reaches 1.2816 spreads to each side: 80 % of a normal.
//!
//! Held by: `moves_less_than_a_quarter_of_odd_days_pull`, `eight_of_ten_lie_inside`, and a slow twin that bisects.

use super::diary::Day;
use super::serial::Dependence;
use super::signal::Scale;
use super::weeks::{Week, day_number};

/// With fewer entries than this there is no range yet.
pub(super) const FEWEST_ENTRIES: usize = 12;
/// Nor when they lie in fewer weeks than this.
pub(super) const FEWEST_WEEKS: usize = 3;

/// How far the range reaches from its centre, in spreads: 0.9 of a normal lies below.
const REACH: f64 = 1.2816;
/// Distance of the quartiles of a normal in standard deviations.
const QUARTILES: f64 = 1.349;

/// A range of her own, in the signal's unit (steps, share of days, sessions, points).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UsualRange {
    /// The middle of it.
    pub centre: f64,
    /// As a standard deviation would be, had there been no odd days.
    pub spread: f64,
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// How many entries it is made of.
    pub entries: usize,
}

/// A value beside a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beside {
    /// Below it.
    Below,
    /// Inside, its ends included.
    Inside,
    /// Above it.
    Above,
}

impl UsualRange {
    /// Where a value lies.
    #[must_use]
    pub fn place(&self, value: f64) -> Beside {
        if value < self.low {
            Beside::Below
        } else if value > self.high {
            Beside::Above
        } else {
            Beside::Inside
        }
    }
}

/// How much is there, and whether it is enough for a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Enough {
    /// Days with a value.
    pub entries: usize,
    /// Weeks in which they lie.
    pub weeks: usize,
}

impl Enough {
    /// Counts the days that have a value.
    #[must_use]
    pub fn of(days: &[Day]) -> Self {
        let mut it = Self::default();
        let mut last = None;
        for day in days.iter().filter(|day| day.mark.value().is_some()) {
            it.entries += 1;
            let week = day_number(day.day).div_euclid(7);
            it.weeks += usize::from(last.replace(week) != Some(week));
        }
        it
    }

    /// The same from the weeks those days make.
    #[must_use]
    pub fn of_weeks(weeks: &[Week]) -> Self {
        Self { entries: weeks.iter().map(|week| week.entries as usize).sum(), weeks: weeks.len() }
    }

    /// Whether there is enough.
    #[must_use]
    pub const fn is_enough(self) -> bool {
        self.entries >= FEWEST_ENTRIES && self.weeks >= FEWEST_WEEKS
    }
}

/// The range of these days, once there are enough. For a share it is that of a week of seven answered days.
#[must_use]
pub fn usual_range(scale: Scale, days: &[Day]) -> Option<UsualRange> {
    usual_range_of(scale, days, Enough::of(days))
}

/// The same, where it was counted already.
pub(super) fn usual_range_of(scale: Scale, days: &[Day], enough: Enough) -> Option<UsualRange> {
    if !enough.is_enough() {
        return None;
    }
    let mut values: Vec<f64> = days.iter().filter_map(|day| day.mark.value()).collect();
    let (centre, spread) = match scale {
        Scale::Share => share(&values),
        Scale::Steps | Scale::Count | Scale::Relief => grouped(&mut values),
    };
    let (lowest, highest) = scale.ends();
    Some(UsualRange {
        centre,
        spread,
        low: (centre - REACH * spread).clamp(lowest, highest),
        high: (centre + REACH * spread).clamp(lowest, highest),
        entries: enough.entries,
    })
}

/// Share of all days, and how much that of one week strays from it: binomial, widened by how days hang together. Half a
/// day is added to either side (Jeffreys), so that a sign that never came still has a width.
fn share(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let present: f64 = values.iter().sum();
    let kept = (present + 0.5) / (count + 1.0);
    let spread = (kept * (1.0 - kept) / 7.0 * Dependence::EXPECTED.widening(7)).sqrt();
    (present / count, spread)
}

fn grouped(values: &mut [f64]) -> (f64, f64) {
    values.sort_unstable_by(f64::total_cmp);
    let [low, middle, high] = [0.25, 0.5, 0.75].map(|share| grouped_quantile(values, share));
    (middle, (high - low) / QUARTILES)
}

/// The point below which `share` of the values lie, each spread evenly over one unit around it. Sorted, at least one.
fn grouped_quantile(sorted: &[f64], share: f64) -> f64 {
    let goal = share * sorted.len() as f64;
    let (mut opening, mut closing) = (0, 0);
    let (mut below, mut at) = (0.0, sorted[0] - 0.5);
    loop {
        // Between two edges the count below grows by one for each interval that is open.
        let open = (opening - closing) as f64;
        let next = match sorted.get(opening) {
            Some(value) if value - 0.5 <= sorted[closing] + 0.5 => value - 0.5,
            _ => sorted[closing] + 0.5,
        };
        let grown = below + open * (next - at);
        if open > 0.0 && grown >= goal {
            return at + (goal - below) / open;
        }
        (below, at) = (grown, next);
        match sorted.get(opening) {
            Some(value) if value - 0.5 <= sorted[closing] + 0.5 => opening += 1,
            _ => closing += 1,
        }
        if closing == sorted.len() {
            return at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking_back::diary::Mark;
    use crate::looking_back::weeks;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    fn days(values: &[f64]) -> Vec<Day> {
        let first = date(2026, 1, 5);
        (0i64..)
            .zip(values)
            .map(|(n, &v)| Day { day: first + (2 * n).days(), mark: Mark::Value(v) })
            .collect()
    }

    /// Bisection on the count below, which is what the quantile means.
    fn slow_quantile(values: &[f64], share: f64) -> f64 {
        let below = |at: f64| values.iter().map(|v| (at - (v - 0.5)).clamp(0.0, 1.0)).sum::<f64>();
        let (mut low, mut high) = (-100.0, 1_000.0);
        for _ in 0..80 {
            let middle = f64::midpoint(low, high);
            if below(middle) < share * values.len() as f64 { low = middle } else { high = middle }
        }
        high
    }

    #[test]
    fn eleven_entries_or_two_weeks_are_too_few() {
        assert_eq!(usual_range(Scale::Steps, &days(&[4.0; 11])), None);
        assert!(usual_range(Scale::Steps, &days(&[4.0; 12])).is_some());
        let crowded: Vec<Day> = (0..14)
            .map(|n| Day { day: date(2026, 1, 5) + i64::from(n).days(), mark: Mark::Value(4.0) })
            .collect();
        assert_eq!(usual_range(Scale::Steps, &crowded), None);
    }

    #[test]
    fn someone_who_always_says_four_has_a_range_around_four() {
        let range = usual_range(Scale::Steps, &days(&[4.0; 20])).unwrap();
        assert_eq!(range.centre, 4.0);
        assert!(range.low > 3.5 && range.high < 4.5 && range.spread > 0.3);
        assert_eq!(range.place(5.0), Beside::Above);
    }

    #[test]
    fn a_sign_that_never_came_has_a_range_too() {
        let range = usual_range(Scale::Share, &days(&[0.0; 30])).unwrap();
        assert_eq!((range.centre, range.low), (0.0, 0.0));
        assert_eq!(range.place(3.0 / 7.0), Beside::Above);
    }

    #[test]
    fn days_without_a_number_do_not_count() {
        let mut all = days(&[4.0; 12]);
        all[3].mark = Mark::CantTell;
        assert_eq!(usual_range(Scale::Steps, &all), None);
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_slow_way(
            values in prop::collection::vec(1u8..=7, 1..60), share in 0.05f64..0.95, halves in any::<bool>(),
        ) {
            let part = if halves { 0.5 } else { 1.0 };
            let mut values: Vec<f64> = values.into_iter().map(|v| f64::from(v) * part).collect();
            values.sort_by(f64::total_cmp);
            let (fast, slow) = (grouped_quantile(&values, share), slow_quantile(&values, share));
            let below = |at: f64| values.iter().map(|v| (at - (v - 0.5)).clamp(0.0, 1.0)).sum::<f64>();
            // Where nothing lies between two values any point in the gap is a quantile.
            prop_assert!((fast - slow).abs() < 1e-6 || (below(fast) - below(slow)).abs() < 1e-6);
        }

        #[test]
        fn days_and_their_weeks_are_enough_alike(kept in prop::collection::vec(prop::option::of(1u8..=7), 0..80)) {
            let first = date(2026, 1, 1);
            let mark = |kept: Option<u8>| kept.map_or(Mark::Skipped, |step| Mark::Value(f64::from(step)));
            let days: Vec<Day> =
                (0i64..).zip(kept).map(|(n, kept)| Day { day: first + n.days(), mark: mark(kept) }).collect();
            prop_assert_eq!(Enough::of(&days), Enough::of_weeks(&weeks(&days)));
        }

        #[test]
        fn moves_less_than_a_quarter_of_odd_days_pull(
            usual in prop::collection::vec(3u8..=5, 30..60), odd in prop::collection::vec(prop::bool::ANY, 0..9),
        ) {
            let mut values: Vec<f64> = usual.into_iter().map(f64::from).collect();
            values.extend(odd.into_iter().map(|high| if high { 7.0 } else { 1.0 }));
            let range = usual_range(Scale::Steps, &days(&values)).unwrap();
            prop_assert!(range.centre >= 2.5 && range.centre <= 5.5);
            prop_assert!(range.spread <= 3.0 / QUARTILES + 1e-9);
        }

        #[test]
        fn a_range_holds_its_centre_and_stays_on_the_scale(
            values in prop::collection::vec(1u8..=7, 12..80),
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let range = usual_range(Scale::Steps, &days(&values)).unwrap();
            prop_assert!(range.low <= range.centre.clamp(1.0, 7.0) && range.centre.clamp(1.0, 7.0) <= range.high);
            prop_assert!(range.low >= 1.0 && range.high <= 7.0 && range.spread > 0.0);
        }
    }

    #[test]
    fn eight_of_ten_lie_inside() {
        // Steps as a rounded normal around 4 gives them; 2,000 of its quantiles stand for as many days.
        let values: Vec<f64> =
            [(1.0, 12), (2.0, 133), (3.0, 482), (4.0, 746), (5.0, 482), (6.0, 133), (7.0, 12)]
                .into_iter()
                .flat_map(|(step, times)| std::iter::repeat_n(step, times))
                .collect();
        let range = usual_range(Scale::Steps, &days(&values)).unwrap();
        let inside = values.iter().map(|v| {
            let part = |at: f64| (at - (v - 0.5)).clamp(0.0, 1.0);
            part(range.high) - part(range.low)
        });
        let share = inside.sum::<f64>() / values.len() as f64;
        assert!((0.77..0.85).contains(&share), "{share}");
    }
}
