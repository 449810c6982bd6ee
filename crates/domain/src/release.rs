//! Letting something go: practices of two to ten minutes, as data and a plain timeline.
//!
//! Eyes open unless she says otherwise, and each works with eyes closed too; each can be stopped at once and is whole for as far as it went; each fits its minutes
//! to the second. None asks what happened: a single debriefing after a bad event did not lessen distress or later trauma (a meta-analysis, firstaidjournal.org 2624), so there is no "describe it" here,
//! and what she writes to let go is never kept. Breathing: about six breaths a minute (5 s in, 5 s out, no holding) went with better mood than sitting
//! quietly in one small trial (doi 10.3389/fpubh.2017.00222); for 5-4-3-2-1 no trial was found, it is common practice.

mod breath;
mod practices;
mod timeline;

pub use breath::{Breath, BreathError};
pub use timeline::{Cue, Eyes, Moment, Part, Sense, Stage, Timeline};

use crate::bilateral::{self, NotToday};
use crate::check_in::CheckIn;

/// One practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Practice {
    /// Breathing at an even, slow pace.
    PacedBreathing,
    /// Letting eyes or ears find where she is.
    Orienting,
    /// 5-4-3-2-1 through the senses.
    Senses,
    /// Shaking out what is held in arms, legs and jaw.
    ShakingOut,
    /// Slow tapping, left and right, to settle; within the limits of [`bilateral`].
    SlowTapping,
    /// *Put the therapist down*: a small ritual after work.
    PutDown,
    /// Writing something and letting it go: nothing is kept.
    WriteAndLetGo,
}

/// What a practice asks of her. There is no asking what happened, and there must not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Breathing along.
    Breath,
    /// Noticing what is around her.
    Noticing,
    /// Moving, as far as she likes.
    Moving,
    /// Tapping with her hands.
    Tapping,
    /// A few small acts: standing up, putting something away.
    SmallActs,
    /// Words that are gone when she lets them go.
    WordsNotKept,
}

/// 0 to 10, as she put it: how much there is of whatever she wants to let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

/// Minutes that no practice has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("between {shortest} and {longest} minutes")]
pub struct NotThatLong {
    /// The fewest minutes of this practice.
    pub shortest: u8,
    /// The most.
    pub longest: u8,
}

impl Level {
    /// A number from 0 to 10.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number <= 10 { Some(Self(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl Practice {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::PacedBreathing,
        Self::Orienting,
        Self::Senses,
        Self::ShakingOut,
        Self::SlowTapping,
        Self::PutDown,
        Self::WriteAndLetGo,
    ];

    /// The key its words are filed under; also its stored name, so it never changes.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::PacedBreathing => "paced-breathing",
            Self::Orienting => "orienting",
            Self::Senses => "senses",
            Self::ShakingOut => "shaking-out",
            Self::SlowTapping => "slow-tapping",
            Self::PutDown => "put-down",
            Self::WriteAndLetGo => "write-and-let-go",
        }
    }

    /// What it asks of her.
    #[must_use]
    pub const fn asks(self) -> Asks {
        match self {
            Self::PacedBreathing => Asks::Breath,
            Self::Orienting | Self::Senses => Asks::Noticing,
            Self::ShakingOut => Asks::Moving,
            Self::SlowTapping => Asks::Tapping,
            Self::PutDown => Asks::SmallActs,
            Self::WriteAndLetGo => Asks::WordsNotKept,
        }
    }

    /// The fewest and the most minutes.
    #[must_use]
    pub const fn minutes(self) -> (u8, u8) {
        match self {
            Self::PacedBreathing => (2, 10),
            Self::Orienting | Self::ShakingOut => (2, 5),
            Self::Senses | Self::SlowTapping => (2, 4),
            Self::PutDown => (3, 10),
            Self::WriteAndLetGo => (3, 10),
        }
    }

    /// Whether it is offered today. Only slow tapping ever is not.
    pub fn offered<'a>(self, today: impl IntoIterator<Item = &'a CheckIn>) -> Result<(), NotToday> {
        if self == Self::SlowTapping { bilateral::offered_alone(today) } else { Ok(()) }
    }

    /// What comes when, for so many minutes; `breath` is only for paced breathing.
    pub fn timeline(self, minutes: u8, eyes: Eyes, breath: Breath) -> Result<Timeline, NotThatLong> {
        let (shortest, longest) = self.minutes();
        if !(shortest..=longest).contains(&minutes) {
            return Err(NotThatLong { shortest, longest });
        }
        Ok(practices::timeline(self, minutes, eyes, breath))
    }
}

#[cfg(test)]
mod tests;
