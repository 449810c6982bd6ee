//! A week as counts: from her calendar, by hand, or "about like last week".

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use jiff::civil::{Date, Time};
use protocol::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Occurrence, Window, monday_of};

/// Where a week's counts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Counted from the calendar she brought in.
    Calendar,
    /// She gave the number.
    Hand,
    /// She said: about like last week.
    LikeLastWeek,
}

/// One week, Monday to Sunday, as counts. What nobody counted is `None`, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekCounts {
    /// The day on which the week begins.
    pub monday: Date,
    /// How many sessions.
    pub sessions: u32,
    /// How often one session followed another with hardly a gap.
    pub back_to_backs: Option<u32>,
    /// On how many days a session went into the evening.
    pub evenings: Option<u32>,
    /// How many of the seven days had no session.
    pub days_off: Option<u32>,
    /// How many sessions she marked as heavier, by hand.
    pub heavier: Option<u32>,
    /// Where the counts come from.
    pub source: Source,
}

/// What counts as close together and as evening, for her.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habits {
    /// A gap shorter than this makes two sessions back to back.
    pub short_gap_minutes: u32,
    /// A session that goes on after this is an evening.
    pub evening_from: Time,
}

impl Default for Habits {
    fn default() -> Self {
        Self { short_gap_minutes: 15, evening_from: Time::constant(18, 0, 0, 0) }
    }
}

impl WeekCounts {
    /// A week she gave as one number.
    #[must_use]
    pub fn by_hand(monday: Date, sessions: u32) -> Self {
        let source = Source::Hand;
        Self { monday, sessions, back_to_backs: None, evenings: None, days_off: None, heavier: None, source }
    }

    /// The week after this one, "about like last week". What she marked as heavier is not carried over.
    #[must_use]
    pub fn again(&self) -> Self {
        let monday = self.monday.saturating_add(SignedDuration::from_hours(24 * 7));
        Self { monday, heavier: None, source: Source::LikeLastWeek, ..*self }
    }
}

/// Every week whose Monday is inside `window`, counted; also those without a session.
#[must_use]
pub fn count_weeks(sessions: &[Occurrence], window: Window, habits: &Habits) -> Vec<WeekCounts> {
    let mut by_week: BTreeMap<Date, Vec<&Occurrence>> = BTreeMap::new();
    let mut monday = monday_of(window.from);
    if monday < window.from {
        monday = monday.saturating_add(SignedDuration::from_hours(24 * 7));
    }
    while window.holds(monday) {
        by_week.insert(monday, Vec::new());
        monday = monday.saturating_add(SignedDuration::from_hours(24 * 7));
    }
    for session in sessions {
        if let Some(week) = by_week.get_mut(&monday_of(session.day())) {
            week.push(session);
        }
    }
    by_week.into_iter().map(|(monday, week)| count_week(monday, week, habits)).collect()
}

fn count_week(monday: Date, mut week: Vec<&Occurrence>, habits: &Habits) -> WeekCounts {
    week.sort_by_key(|session| (session.at, session.ends_at()));
    let days: BTreeSet<Date> = week.iter().map(|session| session.day()).collect();
    let evenings: BTreeSet<Date> =
        week.iter().filter(|session| is_evening(session, habits)).map(|session| session.day()).collect();
    WeekCounts {
        monday,
        sessions: week.len() as u32,
        back_to_backs: Some(back_to_backs(&week, habits)),
        evenings: Some(evenings.len() as u32),
        days_off: Some(7 - days.len() as u32),
        heavier: None,
        source: Source::Calendar,
    }
}

/// An overlap counts as well: there is no breath between those two either.
fn back_to_backs(week: &[&Occurrence], habits: &Habits) -> u32 {
    let gap = u64::from(habits.short_gap_minutes) * Timestamp::MINUTE;
    let mut count = 0;
    let mut ends: Option<(Date, Timestamp)> = None;
    for session in week {
        if let Some((day, end)) = ends
            && day == session.day()
            && session.at.since(end) < gap
        {
            count += 1;
        }
        let end = session.ends_at();
        ends = Some((session.day(), ends.map_or(end, |(_, before)| before.max(end))));
    }
    count
}

fn is_evening(session: &Occurrence, habits: &Habits) -> bool {
    let ends = session.starts.saturating_add(SignedDuration::from_mins(i64::from(session.minutes)));
    ends > session.day().to_datetime(habits.evening_from)
}

/// How many days ago her last day without a session was, 0 being today; `None` if the days that `known` covers hold none.
#[must_use]
pub fn days_since_day_off(sessions: &[Occurrence], known: Window, today: Date) -> Option<u32> {
    let worked: BTreeSet<Date> = sessions.iter().map(Occurrence::day).collect();
    let mut day = today;
    for ago in 0.. {
        if !known.holds(day) {
            return None;
        }
        if !worked.contains(&day) {
            return Some(ago);
        }
        day = day.yesterday().ok()?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use jiff::tz::Offset;
    use protocol::Digest;

    fn session(day: Date, hour: i8, minute: i8, minutes: u32) -> Occurrence {
        let starts = day.at(hour, minute, 0, 0);
        let at = Timestamp(Offset::UTC.to_timestamp(starts).unwrap().as_millisecond() as u64);
        Occurrence { identity: Digest::of(starts.to_string().as_bytes()), starts, at, minutes }
    }

    fn week_of_march() -> Vec<Occurrence> {
        let monday = date(2026, 3, 2);
        let tuesday = date(2026, 3, 3);
        vec![
            session(monday, 9, 0, 50),
            session(monday, 10, 0, 50),
            session(monday, 11, 5, 50),
            session(monday, 17, 10, 50),
            session(tuesday, 17, 30, 50),
            session(tuesday, 18, 0, 50),
            session(tuesday, 20, 0, 50),
        ]
    }

    #[test]
    fn a_week_is_counted() {
        let window = Window { from: date(2026, 3, 2), until: date(2026, 3, 16) };
        let weeks = count_weeks(&week_of_march(), window, &Habits::default());
        assert_eq!(
            weeks,
            [
                WeekCounts {
                    monday: date(2026, 3, 2),
                    sessions: 7,
                    back_to_backs: Some(2),
                    evenings: Some(1),
                    days_off: Some(5),
                    heavier: None,
                    source: Source::Calendar,
                },
                WeekCounts {
                    monday: date(2026, 3, 9),
                    sessions: 0,
                    back_to_backs: Some(0),
                    evenings: Some(0),
                    days_off: Some(7),
                    heavier: None,
                    source: Source::Calendar,
                },
            ]
        );
    }

    #[test]
    fn a_session_that_ends_exactly_at_six_is_no_evening() {
        let habits = Habits::default();
        assert!(!is_evening(&session(date(2026, 3, 2), 17, 10, 50), &habits));
        assert!(is_evening(&session(date(2026, 3, 2), 17, 11, 50), &habits));
        assert!(is_evening(&session(date(2026, 3, 2), 23, 30, 50), &habits));
    }

    #[test]
    fn last_week_again_keeps_counts_but_not_what_she_marked() {
        let last = WeekCounts { heavier: Some(2), ..WeekCounts::by_hand(date(2026, 3, 2), 21) };
        let next = last.again();
        assert_eq!((next.monday, next.sessions, next.heavier), (date(2026, 3, 9), 21, None));
        assert_eq!(next.source, Source::LikeLastWeek);
    }

    #[test]
    fn the_last_day_off_is_found_or_unknown() {
        let sessions = week_of_march();
        let known = Window { from: date(2026, 3, 1), until: date(2026, 4, 1) };
        assert_eq!(days_since_day_off(&sessions, known, date(2026, 3, 3)), Some(2));
        assert_eq!(days_since_day_off(&sessions, known, date(2026, 3, 4)), Some(0));
        let known = Window { from: date(2026, 3, 2), until: date(2026, 4, 1) };
        assert_eq!(days_since_day_off(&sessions, known, date(2026, 3, 3)), None);
    }
}
