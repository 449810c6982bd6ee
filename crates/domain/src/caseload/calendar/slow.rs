//! The slow, obvious way to expand a rule, for tests: walk every day since the start, ask of each what RFC 5545 asks,
//! and count. Nothing is skipped and nothing is clever; [`super::recurrence`] must say the same.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use proptest::prelude::*;

use super::recurrence::{MOST_INSTANCES, expand};
use super::rule::{Frequency, NthWeekday, Rule};

fn slowly(rule: &Rule, start: DateTime, (from, to): (DateTime, DateTime)) -> Vec<DateTime> {
    let mut kept: Vec<DateTime> = Vec::new();
    let mut period: Vec<DateTime> = Vec::new();
    let mut current = None;
    let mut day = week_begins(start.date().first_of_month(), rule).min(start.date().first_of_year());
    let end = to.date().saturating_add(SignedDuration::from_hours(24 * 370));
    while day <= end {
        for time in times(rule, start, day) {
            let index = period_index(rule, start, time);
            if current != Some(index) {
                keep(rule, core::mem::take(&mut period), &mut kept);
                current = Some(index);
            }
            if index % rule.interval == 0 && day_matches(rule, start, day) {
                period.push(time);
            }
        }
        day = day.tomorrow().unwrap();
    }
    kept.retain(|&instance| instance >= start);
    if let Some(count) = rule.count {
        let counted_already = usize::from(kept.first() != Some(&start));
        kept.truncate(count as usize - counted_already.min(count as usize));
    }
    kept.retain(|&instance| (from..=to).contains(&instance));
    kept
}

fn keep(rule: &Rule, period: Vec<DateTime>, kept: &mut Vec<DateTime>) {
    let length = period.len() as i64;
    for (index, instance) in (1..).zip(period) {
        let chosen =
            |&position: &i16| i64::from(position) == index || i64::from(position) == index - length - 1;
        if rule.positions.is_empty() || rule.positions.iter().any(chosen) {
            kept.push(instance);
        }
    }
}

/// Every time of a day that the rule's hours, minutes and seconds allow.
fn times(rule: &Rule, start: DateTime, day: Date) -> Vec<DateTime> {
    let pick = |list: &[i8], own: i8, all: i8, unit: Frequency| -> Vec<i8> {
        match (list.is_empty(), rule.frequency < unit) {
            (false, _) => list.to_vec(),
            (true, true) => vec![own],
            (true, false) => (0..all).collect(),
        }
    };
    let mut times = Vec::new();
    for &hour in &pick(&rule.hours, start.hour(), 24, Frequency::Hourly) {
        for &minute in &pick(&rule.minutes, start.minute(), 60, Frequency::Minutely) {
            for &second in &pick(&rule.seconds, start.second(), 60, Frequency::Secondly) {
                times.push(day.at(hour, minute, second, 0));
            }
        }
    }
    times
}

fn week_begins(day: Date, rule: &Rule) -> Date {
    let mut day = day;
    while day.weekday() != rule.week_start {
        day = day.yesterday().unwrap();
    }
    day
}

/// Which period of the frequency a time is in, counted from the start's.
fn period_index(rule: &Rule, start: DateTime, time: DateTime) -> i64 {
    let months = |at: DateTime| i64::from(at.year()) * 12 + i64::from(at.month());
    let seconds = |from: DateTime| time.duration_since(from).as_secs();
    let date = start.date();
    match rule.frequency {
        Frequency::Yearly => i64::from(time.year()) - i64::from(start.year()),
        Frequency::Monthly => months(time) - months(start),
        Frequency::Weekly => {
            week_begins(time.date(), rule).duration_since(week_begins(date, rule)).as_hours() / (24 * 7)
        }
        Frequency::Daily => seconds(date.at(0, 0, 0, 0)).div_euclid(86_400),
        Frequency::Hourly => seconds(date.at(start.hour(), 0, 0, 0)).div_euclid(3_600),
        Frequency::Minutely => seconds(date.at(start.hour(), start.minute(), 0, 0)).div_euclid(60),
        Frequency::Secondly => seconds(start),
    }
}

fn day_matches(rule: &Rule, start: DateTime, day: Date) -> bool {
    let says_day = !rule.weekdays.is_empty() || !rule.month_days.is_empty() || !rule.year_days.is_empty();
    let from_start = match rule.frequency {
        _ if says_day => true,
        Frequency::Yearly if !rule.week_numbers.is_empty() => day.weekday() == start.weekday(),
        Frequency::Yearly => {
            day.day() == start.day() && (!rule.months.is_empty() || day.month() == start.month())
        }
        Frequency::Monthly => day.day() == start.day(),
        Frequency::Weekly => day.weekday() == start.weekday(),
        _ => true,
    };
    let last_of_month = day.last_of_month().day();
    let days_of_year = day.last_of_year().day_of_year();
    from_start
        && (rule.months.is_empty() || rule.months.contains(&day.month()))
        && (rule.month_days.is_empty()
            || rule.month_days.iter().any(|&n| if n > 0 { n } else { last_of_month + 1 + n } == day.day()))
        && (rule.year_days.is_empty()
            || rule
                .year_days
                .iter()
                .any(|&n| if n > 0 { n } else { days_of_year + 1 + n } == day.day_of_year()))
        && (rule.week_numbers.is_empty() || week_matches(rule, day))
        && (rule.weekdays.is_empty() || rule.weekdays.iter().any(|nth| weekday_matches(rule, *nth, day)))
}

/// A week belongs to the year that has its fourth day.
fn week_matches(rule: &Rule, day: Date) -> bool {
    let number = |day: Date| {
        let fourth = week_begins(day, rule).saturating_add(SignedDuration::from_hours(24 * 3));
        (fourth.year(), (fourth.day_of_year() - 1) / 7 + 1)
    };
    let (year, week) = number(day);
    let last = number(Date::new(year, 12, 28).unwrap()).1;
    rule.week_numbers.iter().any(|&n| week == if n > 0 { i16::from(n) } else { last + 1 + i16::from(n) })
}

fn weekday_matches(rule: &Rule, NthWeekday { nth, weekday }: NthWeekday, day: Date) -> bool {
    let in_month = match rule.frequency {
        Frequency::Monthly => true,
        Frequency::Yearly if rule.week_numbers.is_empty() => !rule.months.is_empty(),
        _ => return day.weekday() == weekday,
    };
    if nth == 0 || day.weekday() != weekday {
        return day.weekday() == weekday;
    }
    let same = |other: Date| other.year() == day.year() && (!in_month || other.month() == day.month());
    let step = SignedDuration::from_hours(if nth > 0 { -24 * 7 } else { 24 * 7 });
    let (mut count, mut other) = (0, day);
    while same(other) {
        count += 1;
        other = other.saturating_add(step);
    }
    count == nth.abs()
}

fn some_of(values: impl Strategy<Value = i8>, most: usize) -> impl Strategy<Value = Vec<i8>> {
    proptest::collection::btree_set(values, 0..=most).prop_map(|set| set.into_iter().collect())
}

/// Each part is there in about one rule of three.
fn rarely(values: impl Strategy<Value = Vec<i8>>) -> impl Strategy<Value = Vec<i8>> {
    (0..3_u8, values).prop_map(|(chance, values)| if chance == 0 { values } else { Vec::new() })
}

fn signed(most: i8) -> impl Strategy<Value = i8> {
    (1..=most, any::<bool>()).prop_map(|(value, minus)| if minus { -value } else { value })
}

fn rules(frequencies: &'static [Frequency]) -> impl Strategy<Value = Rule> {
    let weekday = (0_i8..7).prop_map(|day| jiff::civil::Weekday::from_monday_zero_offset(day).unwrap());
    let nth = (prop_oneof![3 => Just(0_i8), 1 => signed(5), 1 => signed(53)], weekday.clone())
        .prop_map(|(nth, weekday)| NthWeekday { nth: i16::from(nth), weekday });
    let days = (
        rarely(some_of(1_i8..=12, 3)),
        rarely(some_of(signed(31), 4)),
        rarely(some_of(signed(53), 4)),
        (0..3_u8, proptest::collection::vec((1_i16..=366, any::<bool>()), 1..4)),
        (any::<bool>(), proptest::collection::vec(nth, 1..4)),
    );
    let times = (rarely(some_of(0_i8..24, 3)), rarely(some_of(0_i8..60, 2)), rarely(some_of(0_i8..60, 2)));
    let rest = (
        proptest::sample::select(frequencies),
        1_i64..5,
        prop_oneof![2 => Just(None), 1 => (1_u32..40).prop_map(Some)],
        rarely(some_of(signed(4), 2)),
        weekday,
    );
    (days, times, rest).prop_map(|(days, times, (frequency, interval, count, positions, week_start))| {
        let mut rule = Rule::every(frequency);
        (rule.interval, rule.count, rule.week_start) = (interval, count, week_start);
        rule.positions = positions.into_iter().map(i16::from).collect();
        (rule.hours, rule.minutes, rule.seconds) = times;
        (rule.months, rule.month_days) = (days.0, days.1);
        if frequency == Frequency::Yearly {
            rule.week_numbers = days.2;
        }
        if days.3.0 == 0 {
            rule.year_days =
                days.3.1.into_iter().map(|(day, minus)| if minus { -day } else { day }).collect();
        }
        if days.4.0 {
            rule.weekdays = days.4.1;
        }
        rule
    })
}

fn starts() -> impl Strategy<Value = DateTime> {
    (2019_i16..2026, 1_i8..=12, 1_i8..=31, 0_i8..24, 0_i8..60, 0_i8..60).prop_map(
        |(year, month, day, h, m, s)| {
            let first = Date::new(year, month, 1).unwrap();
            first.with().day(day.min(first.days_in_month())).build().unwrap().at(h, m, s, 0)
        },
    )
}

fn compare(
    rule: &Rule,
    start: DateTime,
    after: SignedDuration,
    length: SignedDuration,
) -> Result<(), TestCaseError> {
    let from = start.saturating_add(after);
    let window = (from, from.saturating_add(length));
    let obvious = slowly(rule, start, window);
    prop_assume!(obvious.len() < MOST_INSTANCES);
    prop_assert_eq!(expand(rule, start, window, true), Ok(obvious));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn by_days(
        rule in rules(&[Frequency::Yearly, Frequency::Monthly, Frequency::Weekly, Frequency::Daily]),
        start in starts(), after in -400_i64..1_500, days in 1_i64..900,
    ) {
        compare(&rule, start, SignedDuration::from_hours(24 * after), SignedDuration::from_hours(24 * days))?;
    }

    #[test]
    fn by_hours(rule in rules(&[Frequency::Hourly]), start in starts(), after in -50_i64..4_000, hours in 1_i64..900) {
        compare(&rule, start, SignedDuration::from_hours(after), SignedDuration::from_hours(hours))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn by_minutes_and_seconds(
        rule in rules(&[Frequency::Minutely, Frequency::Secondly]),
        hour in 0_i8..24, day in 1_i8..=28, after in -600_i64..100_000, seconds in 1_i64..20_000,
    ) {
        // Late in the year, so that the slow way has few days to walk.
        let start = jiff::civil::date(2025, 1, day).at(hour, 10, 20, 0);
        let mut rule = rule;
        if rule.frequency == Frequency::Secondly && rule.seconds.is_empty() {
            rule.seconds = vec![0, 20, 21];
        }
        compare(&rule, start, SignedDuration::from_secs(after), SignedDuration::from_secs(seconds))?;
    }
}
