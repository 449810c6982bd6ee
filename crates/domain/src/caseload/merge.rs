//! Bringing a later file of the same calendar in: what moved is moved, what vanished is removed, and what the file does
//! not speak of is kept.
//!
//! Feeds forget: many reach only sixty days. So an event is removed only if it lies inside the days the later file covers.

use std::collections::BTreeMap;

use protocol::Digest;
use serde::{Deserialize, Serialize};

use super::{Occurrence, Window};

/// What a later file changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// All sessions, earliest first.
    pub sessions: Vec<Occurrence>,
    /// How many are new.
    pub added: u32,
    /// How many took place at another time or for another length before.
    pub moved: u32,
    /// How many the later file no longer has.
    pub removed: u32,
}

/// Merges what an earlier file of the same calendar left with the sessions of a later one, which speaks for the days in
/// `covers` (see [`Imported::covers`](super::calendar::Imported::covers)).
#[must_use]
pub fn merge(kept: &[Occurrence], later: &[Occurrence], covers: Option<Window>) -> Merged {
    let mut sessions: BTreeMap<Digest, Occurrence> = kept.iter().map(|it| (it.identity, *it)).collect();
    let (mut added, mut moved) = (0, 0);
    let new: BTreeMap<Digest, Occurrence> = later.iter().map(|it| (it.identity, *it)).collect();
    let before = sessions.len();
    sessions
        .retain(|identity, old| new.contains_key(identity) || !covers.is_some_and(|it| it.holds(old.day())));
    let removed = (before - sessions.len()) as u32;
    for (identity, session) in new {
        match sessions.insert(identity, session) {
            None => added += 1,
            Some(old) if old != session => moved += 1,
            Some(_) => {}
        }
    }
    let mut sessions: Vec<Occurrence> = sessions.into_values().collect();
    sessions.sort_unstable_by_key(|session| (session.at, session.identity));
    Merged { sessions, added, moved, removed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use protocol::Timestamp;

    fn session(name: u8, day: i8, minutes: u32) -> Occurrence {
        let starts = date(2026, 3, day).at(9, 0, 0, 0);
        let at = Timestamp(u64::try_from(day).unwrap() * Timestamp::DAY);
        Occurrence { identity: Digest::of(&[name]), starts, at, minutes }
    }

    fn window(from: i8, until: i8) -> Option<Window> {
        Some(Window { from: date(2026, 3, from), until: date(2026, 3, until) })
    }

    #[test]
    fn what_vanished_inside_is_removed_and_outside_is_kept() {
        let kept = [session(1, 2, 50), session(2, 10, 50), session(3, 12, 50)];
        let later = [session(3, 13, 50), session(4, 14, 50)];
        let merged = merge(&kept, &later, window(9, 15));
        assert_eq!(merged.sessions, [session(1, 2, 50), session(3, 13, 50), session(4, 14, 50)]);
        assert_eq!((merged.added, merged.moved, merged.removed), (1, 1, 1));
    }

    #[test]
    fn a_file_without_anything_removes_nothing() {
        let kept = [session(1, 2, 50)];
        assert_eq!(merge(&kept, &[], None).sessions, kept);
    }

    fn sessions() -> impl Strategy<Value = Vec<Occurrence>> {
        proptest::collection::vec((0_u8..30, 1_i8..29, 20_u32..120), 0..20)
            .prop_map(|all| all.into_iter().map(|(name, day, minutes)| session(name, day, minutes)).collect())
    }

    proptest! {
        #[test]
        fn the_same_file_again_changes_nothing(
            kept in sessions(), later in sessions(), from in 1_i8..15, days in 1_i8..14,
        ) {
            let covers = window(from, from + days);
            let once = merge(&kept, &later, covers);
            let twice = merge(&once.sessions, &later, covers);
            prop_assert_eq!(&twice.sessions, &once.sessions);
            prop_assert_eq!((twice.added, twice.moved, twice.removed), (0, 0, 0));
        }

        #[test]
        fn every_session_is_from_the_later_file_or_kept_outside_its_days(
            kept in sessions(), later in sessions(), from in 1_i8..15, days in 1_i8..14,
        ) {
            let covers = window(from, from + days);
            let merged = merge(&kept, &later, covers);
            for session in &merged.sessions {
                let outside = kept.contains(session) && !covers.unwrap().holds(session.day());
                prop_assert!(later.contains(session) || outside);
            }
            for session in &later {
                prop_assert!(merged.sessions.iter().any(|it| it.identity == session.identity));
            }
        }
    }
}
