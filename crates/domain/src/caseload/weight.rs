//! What a week weighs beside her own past weeks: more, less, or about her usual. Never a norm, never a grade; the words
//! are the screen's.

use serde::{Deserialize, Serialize};

use super::week::WeekCounts;

/// With fewer past weeks than this nothing is said.
pub const FEWEST_WEEKS: usize = 4;
/// Older weeks than this many are not looked at.
pub const MOST_WEEKS: usize = 12;

/// One count beside her usual range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Below her usual range.
    Fewer,
    /// Inside it.
    Usual,
    /// Above it.
    More,
}

/// A week beside the weeks before it; `None` where too few of them were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// All in all.
    pub overall: Option<Overall>,
    /// Sessions.
    pub sessions: Option<Against>,
    /// Sessions with hardly a gap between them.
    pub back_to_backs: Option<Against>,
    /// Evenings.
    pub evenings: Option<Against>,
    /// Days without a session.
    pub days_off: Option<Against>,
}

/// The week as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// Lighter than her usual.
    Lighter,
    /// About her usual.
    Usual,
    /// Heavier than her usual.
    Heavier,
}

/// Weighs `week` against `past`, in any order; the week itself and later ones are not looked at.
#[must_use]
pub fn weigh(week: &WeekCounts, past: &[WeekCounts]) -> Weight {
    let mut before: Vec<&WeekCounts> = past.iter().filter(|it| it.monday < week.monday).collect();
    before.sort_by_key(|it| core::cmp::Reverse(it.monday));
    before.truncate(MOST_WEEKS);
    let against = |of: fn(&WeekCounts) -> Option<u32>| -> Option<Against> {
        let mut usual: Vec<u32> = before.iter().filter_map(|it| of(it)).collect();
        (usual.len() >= FEWEST_WEEKS).then(|| compare(of(week), &mut usual))?
    };
    let sessions = against(|it| Some(it.sessions));
    let back_to_backs = against(|it| it.back_to_backs);
    let evenings = against(|it| it.evenings);
    let days_off = against(|it| it.days_off);
    let pull = |of: Option<Against>| match of {
        Some(Against::Fewer) => -1,
        Some(Against::More) => 1,
        Some(Against::Usual) | None => 0,
    };
    // The number of sessions alone can tip a week; of the rest it takes two, or one that nothing speaks against.
    let sum = 2 * pull(sessions) + pull(back_to_backs) + pull(evenings) - pull(days_off);
    let overall = sessions.map(|_| match sum {
        ..=-2 => Overall::Lighter,
        2.. => Overall::Heavier,
        _ => Overall::Usual,
    });
    Weight { overall, sessions, back_to_backs, evenings, days_off }
}

/// Outside the median by more than the middle distance from it (never less than one): robust against one odd week.
fn compare(value: Option<u32>, usual: &mut [u32]) -> Option<Against> {
    let value = twice(value?);
    let middle = twice_median(usual);
    let mut distances: Vec<u32> =
        usual.iter().map(|&it| (twice(it) - middle).unsigned_abs() as u32).collect();
    let spread = (twice_median(&mut distances) / 2).max(2);
    Some(match value - middle {
        below if below < -spread => Against::Fewer,
        above if above > spread => Against::More,
        _ => Against::Usual,
    })
}

/// Doubled, so that the median of an even number of counts is whole.
fn twice(value: u32) -> i64 {
    2 * i64::from(value)
}

fn twice_median(values: &mut [u32]) -> i64 {
    values.sort_unstable();
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        twice(values[half])
    } else {
        i64::from(values[half - 1]) + i64::from(values[half])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caseload::week::Source;
    use jiff::SignedDuration;
    use jiff::civil::date;

    fn weeks(sessions: &[u32]) -> Vec<WeekCounts> {
        let first = date(2026, 1, 5);
        (0..)
            .zip(sessions)
            .map(|(week, &sessions)| WeekCounts {
                monday: first + SignedDuration::from_hours(24 * 7 * week),
                sessions,
                back_to_backs: Some(5),
                evenings: Some(2),
                days_off: Some(2),
                heavier: None,
                source: Source::Calendar,
            })
            .collect()
    }

    #[test]
    fn too_few_weeks_say_nothing() {
        let all = weeks(&[20, 20, 20, 35]);
        assert_eq!(weigh(&all[3], &all).overall, None);
        let all = weeks(&[20, 20, 20, 20, 35]);
        assert_eq!(weigh(&all[4], &all).overall, Some(Overall::Heavier));
    }

    #[test]
    fn one_odd_week_does_not_move_her_usual() {
        let all = weeks(&[20, 21, 0, 19, 22, 20, 21]);
        let weight = weigh(&all[6], &all);
        assert_eq!((weight.sessions, weight.overall), (Some(Against::Usual), Some(Overall::Usual)));
        assert_eq!(weigh(&WeekCounts { sessions: 12, ..all[6] }, &all).overall, Some(Overall::Lighter));
    }

    #[test]
    fn fewer_days_off_and_more_evenings_tip_a_week_together() {
        let all = weeks(&[20, 20, 20, 20, 20]);
        let week = WeekCounts { evenings: Some(4), ..all[4] };
        assert_eq!(weigh(&week, &all).overall, Some(Overall::Usual));
        let week = WeekCounts { days_off: Some(0), ..week };
        assert_eq!(weigh(&week, &all).overall, Some(Overall::Heavier));
    }

    #[test]
    fn weeks_by_hand_count_for_sessions_alone() {
        let all: Vec<WeekCounts> =
            weeks(&[20; 6]).iter().map(|it| WeekCounts::by_hand(it.monday, it.sessions)).collect();
        let weight = weigh(&all[5], &all);
        assert_eq!((weight.sessions, weight.evenings), (Some(Against::Usual), None));
    }
}
