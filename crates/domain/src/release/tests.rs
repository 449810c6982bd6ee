//! What every practice is held to.

use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::bilateral::{MOST_SETS_ALONE, PAUSE_MS};

fn breath() -> impl Strategy<Value = Breath> {
    (30u16..=80, 0u16..=50)
        .prop_map(|(inwards, more)| Breath::new(inwards, (inwards + more).min(80)).unwrap())
}

/// Every practice at every length it has, with eyes open and closed.
fn every(breath: Breath) -> impl Iterator<Item = (Practice, u8, Eyes, Timeline)> {
    Practice::ALL.into_iter().flat_map(move |practice| {
        let (shortest, longest) = practice.minutes();
        (shortest..=longest).flat_map(move |minutes| {
            [Eyes::Open, Eyes::Closed]
                .map(|eyes| (practice, minutes, eyes, practice.timeline(minutes, eyes, breath).unwrap()))
        })
    })
}

proptest! {
    #[test]
    fn each_fits_its_minutes_to_the_millisecond(breath in breath()) {
        for (practice, minutes, _, timeline) in every(breath) {
            prop_assert_eq!(timeline.lasts_ms(), u64::from(minutes) * 60_000, "{:?}", practice);
            let (first, last) = (timeline.stages()[0], timeline.stages()[timeline.stages().len() - 1]);
            prop_assert_eq!((first.cue, last.cue), (Cue::Arrive, Cue::Return));
            prop_assert!(timeline.stages().iter().all(|stage| stage.lasts_ms >= 3_000), "{:?}", practice);
        }
    }

    #[test]
    fn a_moment_is_found_where_plain_counting_finds_it(minute in 0u64..10, ms in 0u64..60_000) {
        let elapsed = minute * 60_000 + ms;
        for (_, _, _, timeline) in every(Breath::default()) {
            let slow = timeline.stages().iter().enumerate().find_map(|(number, stage)| {
                let before: u64 = timeline.stages()[..number].iter().map(|it| it.lasts_ms).sum();
                (before..before + stage.lasts_ms).contains(&elapsed).then(|| (number, elapsed - before))
            });
            prop_assert_eq!(timeline.at(elapsed).map(|it| (it.number, it.elapsed_ms)), slow);
        }
    }
}

#[test]
fn with_eyes_closed_nothing_needs_them() {
    for (practice, _, eyes, timeline) in every(Breath::default()) {
        let needs = timeline.stages().iter().any(|stage| stage.cue.needs_eyes());
        assert!(eyes == Eyes::Open || !needs, "{practice:?}");
    }
    assert_eq!(Eyes::default(), Eyes::Open);
}

#[test]
fn paced_breathing_is_six_breaths_a_minute_unless_she_changes_it() {
    let timeline = Practice::PacedBreathing.timeline(5, Eyes::Open, Breath::default()).unwrap();
    let breaths: Vec<Stage> = timeline.stages()[1..timeline.stages().len() - 1].to_vec();
    assert_eq!(breaths.len(), 2 * 28);
    for pair in breaths.chunks(2) {
        assert_eq!((pair[0].cue, pair[1].cue), (Cue::BreatheIn, Cue::BreatheOut));
        assert_eq!((pair[0].lasts_ms, pair[1].lasts_ms), (5_000, 5_000));
    }
}

#[test]
fn tapping_keeps_its_limits_and_pauses() {
    for (practice, _, _, timeline) in every(Breath::default()) {
        let sets = timeline.stages().iter().filter(|stage| matches!(stage.cue, Cue::Tap(_))).count();
        assert_eq!(sets > 0, practice == Practice::SlowTapping);
        assert!(sets <= usize::from(MOST_SETS_ALONE));
        for pair in timeline.stages().windows(2) {
            if let Cue::Tap(set) = pair[0].cue {
                assert_eq!(pair[0].lasts_ms, set.lasts_ms());
                assert!(pair[1].cue == Cue::Rest && pair[1].lasts_ms >= PAUSE_MS);
            }
        }
    }
}

#[test]
fn only_writing_asks_for_words_and_those_are_not_kept() {
    for practice in Practice::ALL {
        assert_eq!(practice.asks() == Asks::WordsNotKept, practice == Practice::WriteAndLetGo);
        let (shortest, longest) = practice.minutes();
        assert!(shortest >= 2 && longest <= 10);
        let refused = practice.timeline(longest + 1, Eyes::Open, Breath::default());
        assert_eq!(refused, Err(NotThatLong { shortest, longest }));
        assert_eq!(practice.offered([]), Ok(()));
    }
}

#[test]
fn a_level_goes_from_nought_to_ten() {
    assert_eq!(Level::new(0).map(Level::number), Some(0));
    assert_eq!(Level::new(10).map(Level::number), Some(10));
    assert_eq!(Level::new(11), None);
}
