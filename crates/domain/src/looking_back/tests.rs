//! Looking back as a whole, on small diaries whose story is known.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use protocol::Timestamp;

use super::*;
use crate::caseload::week::WeekCounts;
use crate::check_in::{Answer, CameHome, Carried, CheckIn, Chip, Sign, Step};
use crate::looking_back::made_up::Noise;

fn day(n: i64) -> Date {
    date(2025, 1, 6) + n.days()
}

fn check_in(n: i64, carrying: Answer<Carried>) -> CheckIn {
    CheckIn {
        at: Timestamp(n as u64),
        day: day(n),
        carrying,
        came_home: Answer::NothingThere,
        body: Answer::NotAsked,
        set_down: Answer::NotAsked,
    }
}

fn step(number: f64) -> Answer<Carried> {
    Answer::Given(Carried::Step(Step::new(number.round().clamp(1.0, 7.0) as u8).unwrap()))
}

/// Daily entries around 3, and around 5.5 from the day of `rise` on.
fn daily(count: i64, rise: i64) -> Vec<CheckIn> {
    let mut noise = Noise::new(2);
    (0..count).map(|n| check_in(n, step(if n < rise { 3.0 } else { 5.5 } + noise.normal()))).collect()
}

fn looked(check_ins: &[CheckIn], chapters: &[Date], span: Span, today: i64) -> LookingBack {
    let followed = Signal::defaults();
    let diary = Diary { check_ins, weeks: &[], releases: &[], chapters, followed: &followed };
    look_back(&diary, span, day(today))
}

fn first(check_ins: &[CheckIn], today: i64) -> FirstSentence {
    looked(check_ins, &[], Span::All, today).first
}

#[test]
fn the_first_sentence_follows_a_diary_as_it_grows() {
    let all = daily(200, 100);
    assert_eq!(first(&[], 0), FirstSentence::Nothing);
    assert_eq!(first(&all[..5], 4), FirstSentence::TooSoon(Enough { entries: 5, weeks: 1 }));
    assert_eq!(first(&all[..12], 11), FirstSentence::TooSoon(Enough { entries: 12, weeks: 2 }));
    assert!(matches!(first(&all[..50], 49), FirstSentence::Lately { place: Beside::Inside, .. }));
    let FirstSentence::Changed { signal, change, others } = first(&all[..126], 126) else { panic!() };
    assert_eq!((signal, others), (Signal::Carrying, 0));
    assert!(change.is_rise() && change.since == day(98) || change.since == day(105));
    assert!(matches!(first(&all, 199), FirstSentence::Lately { .. }), "no longer new");
    assert_eq!(first(&all[..50], 80), FirstSentence::NothingLately { last: day(49) });
}

#[test]
fn not_being_able_to_tell_is_said_before_any_number() {
    let mut all = daily(60, 100);
    for it in &mut all[50..] {
        it.carrying = Answer::Given(Carried::CantTell);
    }
    assert_eq!(first(&all, 59), FirstSentence::CannotTell { days: 10, of: 14 });
}

#[test]
fn skipped_not_asked_cannot_tell_and_nothing_there_stay_apart() {
    let kept = [
        Answer::Skipped,
        Answer::NotAsked,
        Answer::Given(Carried::CantTell),
        Answer::NothingThere,
        step(4.0),
    ];
    let all: Vec<CheckIn> = (0..).zip(kept).map(|(n, it)| check_in(n, it)).collect();
    let back = looked(&all, &[], Span::All, 4);
    let marks = |at: usize| back.series[at].days.iter().map(|it| it.mark).collect::<Vec<_>>();
    assert_eq!(
        marks(0),
        [Mark::Skipped, Mark::NotAsked, Mark::CantTell, Mark::NothingThere, Mark::Value(4.0)]
    );
    assert_eq!(
        marks(1),
        [Mark::Skipped, Mark::NotAsked, Mark::Value(1.0), Mark::Value(0.0), Mark::Value(0.0)]
    );
}

#[test]
fn two_of_one_day_are_one_day() {
    let mut all = vec![check_in(0, step(3.0)), check_in(0, step(6.0)), check_in(0, Answer::Skipped)];
    all[1].came_home = Answer::Given(CameHome::of([Chip::Sign(Sign::Numb)]).unwrap());
    let back = looked(&all, &[], Span::All, 0);
    assert_eq!(back.series[0].days, [Day { day: day(0), mark: Mark::Value(4.5) }]);
    assert_eq!(back.series[2].days, [Day { day: day(0), mark: Mark::Value(1.0) }]);
}

#[test]
fn a_gap_is_drawn_as_a_gap() {
    let mut all = daily(30, 100);
    all.drain(10..20);
    all.remove(3);
    let back = looked(&all, &[], Span::All, 29);
    let lengths: Vec<usize> = back.series[0].lines().map(|it| it.len()).collect();
    assert_eq!(lengths, [9, 10]);
}

#[test]
fn a_chapter_begins_her_usual_range_again_and_earlier_days_stay() {
    let all = daily(200, 100);
    let back = looked(&all, &[day(100)], Span::ThisChapter, 199);
    let whole = looked(&all, &[day(100)], Span::All, 199);
    assert_eq!((back.series[0].days.len(), whole.series[0].days.len()), (100, 200));
    assert_eq!(back.series[0].usual, whole.series[0].usual);
    assert!(back.series[0].usual.unwrap().centre > 4.5);
    assert!(whole.series[0].changes.is_empty());
    let begun = looked(&all[..105], &[day(100)], Span::All, 104);
    assert_eq!(begun.series[0].usual, None, "a new baseline needs its own entries");
}

#[test]
fn what_is_dated_later_than_today_is_passed_over() {
    let all = daily(60, 100);
    let back = looked(&all, &[], Span::All, 29);
    assert_eq!(back.series[0].days.len(), 30);
    assert_eq!(back, looked(&all[..30], &[], Span::All, 29));
}

#[test]
fn load_stands_beside_carrying() {
    let mut noise = Noise::new(5);
    let sessions: Vec<f64> = (0..40).map(|_| 20.0 + 4.0 * noise.normal()).collect();
    let counts: Vec<WeekCounts> =
        (0..).zip(&sessions).map(|(n, &it)| WeekCounts::by_hand(day(7 * n), it as u32)).collect();
    let all: Vec<CheckIn> = (0..280)
        .map(|n| check_in(n, step(3.5 + (sessions[n as usize / 7] - 20.0) / 4.0 + 0.5 * noise.normal())))
        .collect();
    let followed = Signal::defaults();
    let diary = Diary { check_ins: &all, weeks: &counts, releases: &[], chapters: &[], followed: &followed };
    let back = look_back(&diary, Span::All, day(279));
    let relation = clearest(&back.load_beside_carrying).unwrap();
    assert!(relation.lag == 0 && relation.rank > 0.7 && relation.is_told());
}
