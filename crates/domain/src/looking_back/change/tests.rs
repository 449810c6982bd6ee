//! The chart on made-up diaries whose story is known, and beside a slow twin.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::looking_back::made_up::{Noise, autoregressive};
use crate::looking_back::{Mark, Signal, weeks};

fn family() -> Family {
    Family::of(Signal::defaults().iter().map(Signal::scale))
}

fn monday(week: i64) -> Date {
    date(2025, 1, 6) + (7 * week).days()
}

/// A diary of steps: `shift` steps more from a week on, and only the days that `kept` says.
fn diary(seed: u64, count: usize, shift: (usize, f64), kept: impl Fn(usize) -> bool) -> Vec<Day> {
    let values = autoregressive(&mut Noise::new(seed), 0.5, 7 * count);
    let step = |at: usize, value: f64| {
        let moved = if at >= 7 * shift.0 { shift.1 } else { 0.0 };
        (3.5 + 1.2 * value + moved).round().clamp(1.0, 7.0)
    };
    let day = |at: usize| monday(0) + (at as i64).days();
    let all = values.into_iter().enumerate().filter(|(at, _)| kept(*at));
    all.map(|(at, value)| Day { day: day(at), mark: Mark::Value(step(at, value)) }).collect()
}

fn found(days: &[Day], running: Date, chapters: &[Date]) -> Vec<Change> {
    let watched = Watched { scale: Scale::Steps, days, weeks: &weeks(days), chapters };
    changes(watched, running, family())
}

#[test]
fn a_lasting_rise_is_told_with_its_week_and_sizes() {
    let days = diary(1, 60, (30, 2.0), |_| true);
    let changes = found(&days, monday(60), &[]);
    assert_eq!(changes.len(), 1);
    let change = changes[0];
    assert!(change.is_rise() && !change.may_be_chance());
    let off = (change.since.duration_since(monday(30)).as_hours() / 24 / 7).abs();
    assert!(off <= 1, "{off} weeks off");
    assert!((change.after - change.before - 2.0).abs() < 0.5);
    assert!(change.noticed <= monday(34));
}

#[test]
fn a_single_odd_week_or_the_running_one_is_no_change() {
    let mut told = 0;
    for (seed, odd) in (0..20).flat_map(|seed| [12, 20, 59].map(|odd| (seed, odd))) {
        let mut days = diary(seed, 60, (60, 0.0), |_| true);
        let without = found(&days, monday(60), &[]).len();
        for day in days.iter_mut().filter(|it| (monday(odd)..monday(odd + 1)).contains(&it.day)) {
            day.mark = Mark::Value(7.0);
        }
        told += found(&days, monday(60), &[]).len().saturating_sub(without);
    }
    // By chance a week beside the odd one is heavy too.
    assert!(told <= 3, "{told} of 60");
    let days = diary(2, 60, (58, 4.0), |_| true);
    assert!(found(&days, monday(59), &[]).is_empty());
}

#[test]
fn before_eight_weeks_nothing_is_said() {
    let days = diary(3, 8, (6, 4.0), |_| true);
    assert!(found(&days, monday(7), &[]).is_empty());
    assert_eq!(found(&days, monday(8), &[]).len(), 1);
}

#[test]
fn weeks_with_one_entry_and_weeks_away_are_passed_over() {
    let days = diary(4, 60, (30, 2.5), |at| !(100..130).contains(&at));
    assert_eq!(found(&days, monday(60), &[]).len(), 1);
    let once_a_week = diary(4, 60, (30, 3.0), |at| at % 7 == 2);
    assert!(found(&once_a_week, monday(60), &[]).is_empty());
}

#[test]
fn a_chapter_she_begins_is_no_change_but_a_new_beginning() {
    let days = diary(1, 60, (30, 2.0), |_| true);
    assert!(found(&days, monday(60), &[monday(30)]).is_empty());
    assert_eq!(found(&days, monday(60), &[monday(10)]).len(), 1);
}

#[test]
fn what_was_told_is_told_again_when_more_weeks_came() {
    let days = diary(1, 60, (30, 2.0), |_| true);
    let then = found(&days, monday(36), &[])[0];
    let now = found(&days, monday(60), &[])[0];
    assert_eq!((then.since, then.noticed), (now.since, now.noticed));
    assert!(now.strength >= then.strength && now.chance <= then.chance);
}

/// The chart read literally: for every week and every beginning, two plain passes and double sums.
fn slow_strongest(values: &[(f64, f64)], rho: f64) -> Option<(usize, f64)> {
    let count = values.len();
    if count < FEWEST_WEEKS {
        return None;
    }
    let widening = |weeks: usize| {
        let mean_of = |days: usize| {
            let pairs = (0..days).flat_map(|a| (0..days).map(move |b| a.abs_diff(b)));
            pairs.map(|apart| rho.powi(apart as i32)).sum::<f64>() / days as f64
        };
        mean_of(7 * weeks) / mean_of(7)
    };
    let mut strongest: Option<(usize, f64)> = None;
    for at in FEWEST_BEFORE..=count - FEWEST_AFTER {
        let stretch = |part: &[(f64, f64)]| {
            let weight: f64 = part.iter().map(|it| it.1).sum();
            let mean = part.iter().map(|it| it.0 * it.1).sum::<f64>() / weight;
            (weight, mean, part.iter().map(|it| it.1 * (it.0 - mean).powi(2)).sum::<f64>())
        };
        let ((w0, m0, s0), (w1, m1, s1)) = (stretch(&values[..at]), stretch(&values[at..]));
        let freedom = (count - 2) as f64;
        let variance = ((s0 + s1) / freedom).max(least_variance(Scale::Steps));
        let t = (m1 - m0) / (variance * (widening(at) / w0 + widening(count - at) / w1)).sqrt();
        let strength = normal_of_t(t * t, freedom);
        if strongest.is_none_or(|it| strength >= it.1) {
            strongest = Some((at, strength));
        }
    }
    strongest
}

/// The mean of every choice of all weeks but one, of which the one without the oddest counts.
fn slow_lasts(values: &[(f64, f64)], at: usize) -> bool {
    let mean = |part: &[(f64, f64)]| {
        part.iter().map(|it| it.0 * it.1).sum::<f64>() / part.iter().map(|it| it.1).sum::<f64>()
    };
    let before = mean(&values[..at]);
    let after = &values[at..];
    let odd = |it: &(f64, f64)| (it.0 - before).abs();
    let furthest = after.iter().map(odd).fold(0.0, f64::max);
    let last = after.iter().rposition(|it| odd(it) == furthest).unwrap();
    let without: Vec<_> = after.iter().enumerate().filter(|(n, _)| *n != last).map(|(_, it)| *it).collect();
    (mean(&without) - before) / (mean(after) - before) >= 0.5
}

proptest! {
    #[test]
    fn the_strongest_is_that_of_the_slow_way(
        values in prop::collection::vec((1u8..=49, 2u8..=7), 0..26), rho in 0.0f64..0.85,
    ) {
        let dependence = Dependence::new(rho);
        let values: Vec<(f64, f64)> = values
            .into_iter()
            .map(|(value, days)| (f64::from(value) / 7.0, dependence.weight_of_week(f64::from(days))))
            .collect();
        let mut stretch = Stretch::default();
        for &(value, weight) in &values {
            stretch.push(value, weight);
        }
        let fast = stretch.strongest(Scale::Steps, dependence, 0.0);
        let slow = slow_strongest(&values, rho).filter(|(at, strength)| *strength > 0.0 && slow_lasts(&values, *at));
        match (fast, slow) {
            (Some(fast), Some(slow)) => prop_assert!((fast.1 - slow.1).abs() < 1e-7, "{fast:?} {slow:?}"),
            (fast, slow) => prop_assert_eq!(fast, slow),
        }
    }

    #[test]
    fn the_bound_passes_over_nothing_that_passes_the_threshold(
        seed in 0u64..1_000, by in 0.0f64..3.0, threshold in 0.5f64..5.0,
    ) {
        let weekly = weeks(&diary(seed, 40, (20, by), |_| true));
        let mut stretch = Stretch::default();
        for week in &weekly {
            stretch.push(week.value, week.weight(Scale::Steps, Dependence::EXPECTED));
        }
        let all = stretch.strongest(Scale::Steps, Dependence::EXPECTED, 0.0);
        let some = stretch.strongest(Scale::Steps, Dependence::EXPECTED, threshold);
        prop_assert_eq!(some, all.filter(|(_, strength)| *strength > threshold));
    }

    #[test]
    fn less_mirrors_more(seed in 0u64..500, by in 0.0f64..3.0) {
        let days = diary(seed, 40, (20, by), |_| true);
        let mirrored: Vec<Day> = days
            .iter()
            .map(|it| Day { mark: Mark::Value(8.0 - it.mark.value().unwrap()), ..*it })
            .collect();
        let dates = |days: &[Day]| -> Vec<(Date, Date)> {
            found(days, monday(40), &[]).iter().map(|it| (it.since, it.noticed)).collect()
        };
        prop_assert_eq!(dates(&days), dates(&mirrored));
    }

    #[test]
    fn nothing_later_changes_what_was_told_before(seed in 0u64..500, cut in 8i64..40) {
        let days = diary(seed, 40, (20, 1.5), |_| true);
        let early: Vec<Date> = found(&days, monday(cut), &[]).iter().map(|it| it.noticed).collect();
        let late: Vec<Date> = found(&days, monday(40), &[]).iter().map(|it| it.noticed).collect();
        prop_assert_eq!(&early[..], &late[..early.len()]);
    }
}

#[test]
fn a_t_becomes_the_normal_deviate_that_is_as_far_out() {
    // Two-sided 0.1 % points of t, and of the normal: 3.2905 (any table; computed with scipy.stats 1.17).
    for (freedom, t) in [(6.0, 5.9588), (10.0, 4.5869), (30.0, 3.6460), (120.0, 3.3735)] {
        let normal = normal_of_t(t * t, freedom);
        assert!((normal - 3.2905).abs() < 0.02, "{freedom}: {normal}");
        assert!((t_squared_of_normal(normal, freedom).sqrt() - t).abs() < 1e-9);
    }
}
