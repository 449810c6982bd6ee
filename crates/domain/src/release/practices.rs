//! What each practice consists of, fitted to its minutes.

use super::timeline::{Cue, Eyes, Part, Sense, Stage, Timeline};
use super::{Breath, Practice};
use crate::bilateral::{MOST_SETS_ALONE, PAUSE_MS, Set};

const SECOND: u64 = 1_000;

pub(super) fn timeline(practice: Practice, minutes: u8, eyes: Eyes, breath: Breath) -> Timeline {
    let all = u64::from(minutes) * 60 * SECOND;
    Timeline::new(match practice {
        Practice::PacedBreathing => breathing(all, breath),
        Practice::SlowTapping => tapping(all),
        Practice::Orienting => shared(all, orienting(eyes)),
        Practice::Senses => shared(all, senses(eyes)),
        Practice::ShakingOut => shared(all, SHAKING_OUT),
        Practice::PutDown => shared(all, PUT_DOWN),
        Practice::WriteAndLetGo => shared(all, WRITE_AND_LET_GO),
    })
}

/// Cues, and how much of the time each takes of the others.
type Shares = &'static [(Cue, u64)];

const fn orienting(eyes: Eyes) -> Shares {
    match eyes {
        Eyes::Open => &[
            (Cue::Arrive, 2),
            (Cue::LookFar, 4),
            (Cue::TurnHead, 4),
            (Cue::LookNear, 4),
            (Cue::FeelTheGround, 3),
            (Cue::Return, 1),
        ],
        Eyes::Closed => &[
            (Cue::Arrive, 2),
            (Cue::Listen, 5),
            (Cue::TurnHead, 4),
            (Cue::FeelTheGround, 6),
            (Cue::Return, 1),
        ],
    }
}

const fn senses(eyes: Eyes) -> Shares {
    match eyes {
        Eyes::Open => &[
            (Cue::Arrive, 2),
            (Cue::Notice(Sense::Sight, 5), 5),
            (Cue::Notice(Sense::Touch, 4), 4),
            (Cue::Notice(Sense::Hearing, 3), 4),
            (Cue::Notice(Sense::Smell, 2), 3),
            (Cue::Notice(Sense::Taste, 1), 2),
            (Cue::Return, 1),
        ],
        Eyes::Closed => &[
            (Cue::Arrive, 2),
            (Cue::Notice(Sense::Touch, 5), 5),
            (Cue::Notice(Sense::Hearing, 4), 5),
            (Cue::Notice(Sense::Warmth, 3), 4),
            (Cue::Notice(Sense::Smell, 2), 3),
            (Cue::Notice(Sense::Taste, 1), 2),
            (Cue::Return, 1),
        ],
    }
}

const SHAKING_OUT: Shares = &[
    (Cue::Arrive, 2),
    (Cue::Shake(Part::Arms), 4),
    (Cue::Shake(Part::Shoulders), 3),
    (Cue::Shake(Part::Jaw), 2),
    (Cue::Shake(Part::Legs), 4),
    (Cue::Shake(Part::Whole), 3),
    (Cue::Rest, 3),
    (Cue::Return, 1),
];

const PUT_DOWN: Shares = &[
    (Cue::Arrive, 3),
    (Cue::PutAway, 4),
    (Cue::Rise, 2),
    (Cue::Hands, 4),
    (Cue::SayItIsDone, 3),
    (Cue::WhatIsMine, 5),
    (Cue::Return, 1),
];

const WRITE_AND_LET_GO: Shares =
    &[(Cue::Arrive, 2), (Cue::Write, 16), (Cue::LetGo, 2), (Cue::Rest, 3), (Cue::Return, 1)];

/// Shares the time out in whole seconds; what division leaves over goes to the first stages, a second each.
fn shared(all: u64, shares: Shares) -> Vec<Stage> {
    let seconds = all / SECOND;
    let parts: u64 = shares.iter().map(|(_, share)| share).sum();
    let given: u64 = shares.iter().map(|(_, share)| seconds * share / parts).sum();
    let over = (seconds - given) as usize;
    let stages = shares.iter().enumerate().map(|(at, &(cue, share))| {
        let extra = u64::from(at < over);
        Stage { cue, lasts_ms: (seconds * share / parts + extra) * SECOND }
    });
    stages.collect()
}

/// Ten seconds to arrive, whole breaths, and what is left, at least five seconds, to return.
fn breathing(all: u64, breath: Breath) -> Vec<Stage> {
    let (arrive, least_return) = (10 * SECOND, 5 * SECOND);
    let one = breath.inwards_ms() + breath.outwards_ms();
    let breaths = (all - arrive - least_return) / one;
    let mut stages = vec![Stage { cue: Cue::Arrive, lasts_ms: arrive }];
    for _ in 0..breaths {
        stages.push(Stage { cue: Cue::BreatheIn, lasts_ms: breath.inwards_ms() });
        stages.push(Stage { cue: Cue::BreatheOut, lasts_ms: breath.outwards_ms() });
    }
    stages.push(Stage { cue: Cue::Return, lasts_ms: all - arrive - breaths * one });
    stages
}

/// Sets with the same pauses between them, as many as fit with pauses that are long enough.
fn tapping(all: u64) -> Vec<Stage> {
    let (arrive, back) = (15 * SECOND, 10 * SECOND);
    let set = Set::GENTLE;
    let middle = all - arrive - back;
    let sets = (middle / (set.lasts_ms() + PAUSE_MS)).clamp(1, u64::from(MOST_SETS_ALONE));
    let pause = (middle - sets * set.lasts_ms()) / sets;
    let left = middle - sets * (set.lasts_ms() + pause);
    let mut stages = vec![Stage { cue: Cue::Arrive, lasts_ms: arrive }];
    for _ in 0..sets {
        stages.push(Stage { cue: Cue::Tap(set), lasts_ms: set.lasts_ms() });
        stages.push(Stage { cue: Cue::Rest, lasts_ms: pause });
    }
    stages.push(Stage { cue: Cue::Return, lasts_ms: back + left });
    stages
}
