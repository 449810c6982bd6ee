//! Expands one recurrence rule between two local times. Wall-clock arithmetic only: time zones come after (RFC 5545,
//! 3.3.10, "interpreted in the same manner as an explicit DATE-TIME value").
//!
//! A series is walked in periods of its frequency (a year, a month … a second). Without `COUNT` the walk begins at the
//! window, so a daily series from 1990 costs what one from last week does; with `COUNT` it begins at the beginning.
//! Each walk has a budget of its own: one absurd rule is reported and takes nothing from the others.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time, Weekday};

use super::rule::{Frequency, NthWeekday, Rule};

/// How many periods and instances one rule may look at before it is called absurd.
const BUDGET: u32 = 2_000_000;

/// How many instances one rule may have inside a window: eleven an hour for a working year is no calendar of sessions.
pub(crate) const MOST_INSTANCES: usize = 20_000;

/// How many instances one period may have, before `BYSETPOS` chooses among them.
const MOST_IN_PERIOD: usize = 100_000;

/// The rule repeats too often, or too rarely, to be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Absurd;

/// The local times in `from..=to` that `rule` gives a series starting at `start`, in order. `start` itself is listed only
/// if the rule gives it, but when `counts_start` it uses up one of `COUNT` all the same (RFC 5545, 3.3.10). `UNTIL` is
/// left to the caller, who knows the zone.
pub(crate) fn expand(
    rule: &Rule,
    start: DateTime,
    (from, to): (DateTime, DateTime),
    counts_start: bool,
) -> Result<Vec<DateTime>, Absurd> {
    let mut instances = Vec::new();
    if start > to {
        return Ok(instances);
    }
    let walk = Walk::new(rule, start);
    let mut left = rule.count.map_or(u32::MAX, |count| count);
    let mut step = 0;
    if rule.count.is_none() || rule.is_plain() {
        step = walk.steps_before(from);
        if rule.count.is_some() {
            left = left.saturating_sub(u32::try_from(step).unwrap_or(u32::MAX));
        }
    }
    let mut is_first = rule.count.is_some() && step == 0;
    let mut budget = BUDGET;
    let mut period = Vec::new();
    while left > 0 {
        let Some(begins) = walk.period(step) else { break };
        if begins > to {
            break;
        }
        budget = budget.checked_sub(1).ok_or(Absurd)?;
        if let Some(next) = walk.skip(step, begins) {
            step = next;
            continue;
        }
        period.clear();
        walk.fill(begins, &mut period)?;
        budget = budget.checked_sub(period.len() as u32).ok_or(Absurd)?;
        for &instance in period.iter().filter(|&&instance| instance >= start) {
            if core::mem::take(&mut is_first) && counts_start && instance != start {
                left -= 1;
            }
            if left == 0 || instance > to {
                return Ok(instances);
            }
            left -= u32::from(rule.count.is_some());
            if instance >= from {
                if instances.len() == MOST_INSTANCES {
                    return Err(Absurd);
                }
                instances.push(instance);
            }
        }
        step += 1;
    }
    Ok(instances)
}

/// One rule with what its start fills in.
struct Walk<'r> {
    rule: &'r Rule,
    /// Where the first period begins.
    origin: DateTime,
    /// `BYMONTH`, `BYMONTHDAY` and `BYDAY`, filled from the start where the rule leaves the day open.
    months: Vec<i8>,
    month_days: Vec<i8>,
    weekdays: Vec<NthWeekday>,
    hours: Vec<i8>,
    minutes: Vec<i8>,
    seconds: Vec<i8>,
}

impl<'r> Walk<'r> {
    fn new(rule: &'r Rule, start: DateTime) -> Self {
        let date = start.date();
        let mut months = rule.months.clone();
        let mut month_days = rule.month_days.clone();
        let mut weekdays = rule.weekdays.clone();
        let own_weekday = NthWeekday { nth: 0, weekday: date.weekday() };
        if rule.weekdays.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty() {
            match rule.frequency {
                Frequency::Yearly if !rule.week_numbers.is_empty() => weekdays.push(own_weekday),
                Frequency::Yearly => {
                    month_days.push(date.day());
                    if months.is_empty() {
                        months.push(date.month());
                    }
                }
                Frequency::Monthly => month_days.push(date.day()),
                Frequency::Weekly => weekdays.push(own_weekday),
                _ => {}
            }
        }
        let or = |list: &Vec<i8>, own: i8, limits_from: Frequency| {
            if list.is_empty() && rule.frequency < limits_from { vec![own] } else { list.clone() }
        };
        let origin = match rule.frequency {
            Frequency::Yearly => midnight(date.first_of_year()),
            Frequency::Monthly => midnight(date.first_of_month()),
            Frequency::Weekly => {
                midnight(days_after(date, -i64::from(date.weekday().since(rule.week_start))).unwrap_or(date))
            }
            Frequency::Daily => midnight(date),
            Frequency::Hourly => date.at(start.hour(), 0, 0, 0),
            Frequency::Minutely => date.at(start.hour(), start.minute(), 0, 0),
            Frequency::Secondly => date.at(start.hour(), start.minute(), start.second(), 0),
        };
        Self {
            rule,
            origin,
            months,
            month_days,
            weekdays,
            hours: or(&rule.hours, start.hour(), Frequency::Hourly),
            minutes: or(&rule.minutes, start.minute(), Frequency::Minutely),
            seconds: or(&rule.seconds, start.second(), Frequency::Secondly),
        }
    }

    /// Seconds in a period, for the frequencies whose periods are all alike.
    fn period_seconds(&self) -> i64 {
        match self.rule.frequency {
            Frequency::Yearly | Frequency::Monthly => 0,
            Frequency::Weekly => 7 * 86_400,
            Frequency::Daily => 86_400,
            Frequency::Hourly => 3_600,
            Frequency::Minutely => 60,
            Frequency::Secondly => 1,
        }
    }

    /// How many steps lie wholly before `moment`.
    fn steps_before(&self, moment: DateTime) -> i64 {
        if moment <= self.origin {
            return 0;
        }
        let (origin, date) = (self.origin.date(), moment.date());
        let years = i64::from(date.year()) - i64::from(origin.year());
        let periods = match self.rule.frequency {
            Frequency::Yearly => years,
            Frequency::Monthly => years * 12 + i64::from(date.month()) - i64::from(origin.month()),
            _ => moment.duration_since(self.origin).as_secs() / self.period_seconds(),
        };
        (periods / self.rule.interval).max(0)
    }

    /// Where the period that many steps on begins; `None` past the end of the calendar.
    fn period(&self, step: i64) -> Option<DateTime> {
        let periods = step.checked_mul(self.rule.interval)?;
        let origin = self.origin.date();
        Some(match self.rule.frequency {
            Frequency::Yearly => {
                midnight(Date::new(i16::try_from(i64::from(origin.year()) + periods).ok()?, 1, 1).ok()?)
            }
            Frequency::Monthly => {
                let month = i64::from(origin.year()) * 12 + i64::from(origin.month()) - 1 + periods;
                let year = i16::try_from(month.div_euclid(12)).ok()?;
                midnight(Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok()?)
            }
            _ => {
                let seconds = periods.checked_mul(self.period_seconds())?;
                self.origin.checked_add(SignedDuration::from_secs(seconds)).ok()?
            }
        })
    }

    /// For frequencies below a day: the step at which the next day, hour or minute that could match begins, when this
    /// one cannot.
    fn skip(&self, step: i64, begins: DateTime) -> Option<i64> {
        if self.rule.frequency < Frequency::Hourly {
            return None;
        }
        let unit = if !self.admits(begins.date()) {
            86_400
        } else if !holds(&self.hours, begins.hour()) {
            3_600
        } else if self.rule.frequency == Frequency::Secondly && !holds(&self.minutes, begins.minute()) {
            60
        } else {
            return None;
        };
        let of_day =
            i64::from(begins.hour()) * 3_600 + i64::from(begins.minute()) * 60 + i64::from(begins.second());
        let to_next = unit - of_day % unit;
        let stride = self.period_seconds() * self.rule.interval;
        Some(step + (to_next + stride - 1) / stride)
    }

    /// Everything the rule gives inside one period, in order, after `BYSETPOS`.
    fn fill(&self, begins: DateTime, into: &mut Vec<DateTime>) -> Result<(), Absurd> {
        let first = begins.date();
        let days = match self.rule.frequency {
            Frequency::Yearly => first.days_in_year(),
            Frequency::Monthly => i16::from(first.days_in_month()),
            Frequency::Weekly => 7,
            _ => 1,
        };
        let mut day = first;
        for _ in 0..days {
            if self.admits(day) {
                self.fill_day(day, begins, into);
            }
            if into.len() > MOST_IN_PERIOD {
                return Err(Absurd);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        if !self.rule.positions.is_empty() {
            let chosen: Vec<DateTime> = (0..into.len())
                .filter(|&index| {
                    let (from_front, from_back) = (index as i64 + 1, index as i64 - into.len() as i64);
                    self.rule.positions.iter().any(|&at| [from_front, from_back].contains(&i64::from(at)))
                })
                .map(|index| into[index])
                .collect();
            *into = chosen;
        }
        Ok(())
    }

    fn fill_day(&self, day: Date, begins: DateTime, into: &mut Vec<DateTime>) {
        let frequency = self.rule.frequency;
        let fixed = [begins.hour(), begins.minute(), begins.second()];
        // From the frequency down to the hour, minute or second a period is one value, which the rule may only refuse.
        let choose = |list: &[i8], own: i8, at: Frequency| -> Vec<i8> {
            match frequency >= at {
                false => list.to_vec(),
                true if holds(list, own) => vec![own],
                true => Vec::new(),
            }
        };
        for hour in choose(&self.hours, fixed[0], Frequency::Hourly) {
            for minute in choose(&self.minutes, fixed[1], Frequency::Minutely) {
                for second in choose(&self.seconds, fixed[2], Frequency::Secondly) {
                    into.push(day.at(hour, minute, second, 0));
                }
            }
        }
    }

    /// Whether every part about days lets this day through.
    fn admits(&self, day: Date) -> bool {
        let month_day = day.day();
        holds(&self.months, day.month())
            && (self.month_days.is_empty()
                || self.month_days.contains(&month_day)
                || self.month_days.contains(&(month_day - day.days_in_month() - 1)))
            && (self.rule.year_days.is_empty()
                || self.rule.year_days.contains(&day.day_of_year())
                || self.rule.year_days.contains(&(day.day_of_year() - day.days_in_year() - 1)))
            && (self.rule.week_numbers.is_empty() || self.admits_week(day))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|nth| self.admits_weekday(day, *nth)))
    }

    fn admits_weekday(&self, day: Date, NthWeekday { nth, weekday }: NthWeekday) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        let (frequency, rule) = (self.rule.frequency, self.rule);
        // A number counts within the month or the year, and only for those frequencies; elsewhere it says nothing.
        let (index, length) = match frequency {
            _ if nth == 0 => return true,
            Frequency::Monthly => (i16::from(day.day()), i16::from(day.days_in_month())),
            Frequency::Yearly if !rule.week_numbers.is_empty() => return true,
            Frequency::Yearly if !rule.months.is_empty() => {
                (i16::from(day.day()), i16::from(day.days_in_month()))
            }
            Frequency::Yearly => (day.day_of_year(), day.days_in_year()),
            _ => return true,
        };
        if nth > 0 { (index - 1) / 7 + 1 == nth } else { (length - index) / 7 + 1 == -nth }
    }

    /// Weeks are numbered so that week one is the first with four days of the year in it (RFC 5545, 3.3.10).
    fn admits_week(&self, day: Date) -> bool {
        let Some((year, number)) = week_of(day, self.rule.week_start) else { return false };
        let weeks = weeks_in(year, self.rule.week_start);
        self.rule.week_numbers.iter().any(|&week| {
            let week = i64::from(week);
            week == number || week + weeks + 1 == number
        })
    }
}

fn holds(list: &[i8], value: i8) -> bool {
    list.is_empty() || list.contains(&value)
}

fn midnight(date: Date) -> DateTime {
    date.to_datetime(Time::midnight())
}

fn days_after(date: Date, days: i64) -> Option<Date> {
    date.checked_add(SignedDuration::from_hours(24 * days)).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// The first day of week one of `year`.
fn first_week(year: i16, week_start: Weekday) -> Option<Date> {
    let fourth = Date::new(year, 1, 4).ok()?;
    days_after(fourth, -i64::from(fourth.weekday().since(week_start)))
}

fn week_of(day: Date, week_start: Weekday) -> Option<(i16, i64)> {
    for year in [day.year() + 1, day.year(), day.year() - 1] {
        let first = first_week(year, week_start)?;
        if day >= first {
            return Some((year, days_between(first, day) / 7 + 1));
        }
    }
    None
}

fn weeks_in(year: i16, week_start: Weekday) -> i64 {
    match (first_week(year, week_start), first_week(year + 1, week_start)) {
        (Some(this), Some(next)) => days_between(this, next) / 7,
        _ => 52,
    }
}
