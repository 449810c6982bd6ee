//! Stages one after the other, and where she is in them. A pure function of the time since it began; stopping is simply
//! not asking any more.

use crate::bilateral::Set;

/// Whether her eyes are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Eyes {
    /// The way it begins unless she says otherwise.
    #[default]
    Open,
    /// Guided by sound or touch.
    Closed,
}

/// What a stage is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Sit or stand as is comfortable; a foot on the floor.
    Arrive,
    /// Breathe in.
    BreatheIn,
    /// Breathe out.
    BreatheOut,
    /// Let the eyes wander to something far away.
    LookFar,
    /// Let the eyes rest on something near and plain.
    LookNear,
    /// Turn the head slowly to one side and the other.
    TurnHead,
    /// Listen for what is far away, then near.
    Listen,
    /// Feel what carries her: chair, floor.
    FeelTheGround,
    /// So many things to notice with one sense.
    Notice(Sense, u8),
    /// Shake out a part of the body.
    Shake(Part),
    /// Tap, left and right, for one set.
    Tap(Set),
    /// Hands still; notice.
    Rest,
    /// Stand up, or sit up.
    Rise,
    /// Put away something that belongs to work: a pen, a badge, a file.
    PutAway,
    /// Wash hands, or rub them warm.
    Hands,
    /// Say, aloud or not, that for today it is done.
    SayItIsDone,
    /// One thing that is hers this evening.
    WhatIsMine,
    /// Write whatever wants out; nobody reads it.
    Write,
    /// Let it go: it is gone.
    LetGo,
    /// Come back; the practice is over.
    Return,
}

/// A sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Seeing.
    Sight,
    /// Touching.
    Touch,
    /// Hearing.
    Hearing,
    /// Warmth, coolness and weight.
    Warmth,
    /// Smelling.
    Smell,
    /// Tasting.
    Taste,
}

/// A part of the body to shake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Hands and arms.
    Arms,
    /// Shoulders.
    Shoulders,
    /// Jaw and face.
    Jaw,
    /// Legs, one after the other.
    Legs,
    /// As much of her as likes.
    Whole,
}

impl Cue {
    /// Whether it cannot be followed with eyes closed.
    #[must_use]
    pub const fn needs_eyes(self) -> bool {
        matches!(self, Self::LookFar | Self::LookNear | Self::Notice(Sense::Sight, _))
    }
}

/// One stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// What it is for.
    pub cue: Cue,
    /// How long, in milliseconds.
    pub lasts_ms: u64,
}

/// A practice from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    stages: Vec<Stage>,
}

/// A moment of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Which stage, from 0.
    pub number: usize,
    /// The stage.
    pub stage: Stage,
    /// How long it has lasted, in milliseconds.
    pub elapsed_ms: u64,
}

impl Timeline {
    pub(super) const fn new(stages: Vec<Stage>) -> Self {
        Self { stages }
    }

    /// Its stages, in order.
    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// How long it lasts, in milliseconds.
    #[must_use]
    pub fn lasts_ms(&self) -> u64 {
        self.stages.iter().map(|stage| stage.lasts_ms).sum()
    }

    /// Where she is so many milliseconds after it began; `None` once it is over.
    #[must_use]
    pub fn at(&self, elapsed_ms: u64) -> Option<Moment> {
        let mut began = 0;
        self.stages.iter().enumerate().find_map(|(number, &stage)| {
            let elapsed_ms = elapsed_ms - began;
            began += stage.lasts_ms;
            (elapsed_ms < stage.lasts_ms).then_some(Moment { number, stage, elapsed_ms })
        })
    }
}
