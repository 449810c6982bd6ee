//! Bilateral stimulation: the limits, and where a set is at a moment. One unit everywhere: a full cycle, left and right.
//!
//! Sources mix one-way passes and cycles, so figures from outside were brought to cycles first. With a therapist: 0.3 to 1.5 cycles a second,
//! 6 to 36 cycles, and an end after 90 seconds whatever was asked. **Alone only slow and short (at most 0.8 a second, 12 cycles), to settle and never
//! to process**, with pauses, and not offered on a day on which she was numb or overwhelmed. About one cycle a second is usual teaching, and
//! studies used 0.8 to 1.2 (doi 10.3389/fpsyt.2015.00045); the limits for being alone are our own, on the careful side. Nothing here flashes: 1.5 cycles are three
//! changes a second, the most that WCAG 2.3.1 allows.
//!
//! A set is a pure function of the time since its beginning, so that two devices that share a clock show the same. Stopping is not here: whoever receives it
//! simply no longer asks.

use crate::check_in::{Answer, Carried, CheckIn, Chip, Sign, Step};

/// Who is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Company {
    /// Nobody: for settling only.
    Alone,
    /// A therapist, in the room.
    Therapist,
}

/// Hundredths of a full cycle a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pace(u16);

/// One run of cycles within the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Set {
    pace: Pace,
    cycles: u8,
}

/// Which limit a set would pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// Slower or faster than allowed.
    #[error("between {slowest} and {fastest} hundredths of a cycle a second")]
    Pace {
        /// The slowest, in hundredths of a cycle a second.
        slowest: u16,
        /// The fastest.
        fastest: u16,
    },
    /// Fewer or more cycles than allowed.
    #[error("between {fewest} and {most} cycles")]
    Cycles {
        /// The fewest.
        fewest: u8,
        /// The most.
        most: u8,
    },
    /// Longer than [`LONGEST_MS`].
    #[error("at most 90 seconds")]
    Length,
}

/// A set ends after this many milliseconds, whatever was asked.
pub const LONGEST_MS: u64 = 90_000;
/// The least pause between two sets alone, in milliseconds.
pub const PAUSE_MS: u64 = 20_000;
/// The most sets of one practice alone.
pub const MOST_SETS_ALONE: u8 = 4;

impl Company {
    /// The slowest and the fastest pace, in hundredths of a cycle a second.
    #[must_use]
    pub const fn paces(self) -> (u16, u16) {
        match self {
            Self::Alone => (30, 80),
            Self::Therapist => (30, 150),
        }
    }

    /// The fewest and the most cycles of a set.
    #[must_use]
    pub const fn cycles(self) -> (u8, u8) {
        match self {
            Self::Alone => (6, 12),
            Self::Therapist => (6, 36),
        }
    }
}

/// Which side it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Hers.
    Left,
    /// Hers.
    Right,
}

/// Where a set is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Which cycle, from 0.
    pub cycle: u8,
    /// The side that taps or sounds.
    pub side: Side,
    /// From −1, far left, to 1, far right: slow at the ends, as an eye can follow it.
    pub across: f64,
}

impl Pace {
    /// The pace as cycles a second.
    #[must_use]
    pub fn per_second(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Set {
    /// A set of so many cycles at so many hundredths of a cycle a second, or the limit it would pass.
    pub fn new(company: Company, pace: u16, cycles: u8) -> Result<Self, Limit> {
        let (slowest, fastest) = company.paces();
        let (fewest, most) = company.cycles();
        if !(slowest..=fastest).contains(&pace) {
            return Err(Limit::Pace { slowest, fastest });
        }
        if !(fewest..=most).contains(&cycles) {
            return Err(Limit::Cycles { fewest, most });
        }
        let set = Self { pace: Pace(pace), cycles };
        if set.lasts_ms() > LONGEST_MS { Err(Limit::Length) } else { Ok(set) }
    }

    /// What is offered alone when she has chosen nothing: half a cycle a second, eight cycles, sixteen seconds.
    pub const GENTLE: Self = Self { pace: Pace(50), cycles: 8 };

    /// How fast.
    #[must_use]
    pub const fn pace(self) -> Pace {
        self.pace
    }

    /// How many cycles.
    #[must_use]
    pub const fn cycles(self) -> u8 {
        self.cycles
    }

    /// How long it lasts in milliseconds, rounded up.
    #[must_use]
    pub fn lasts_ms(self) -> u64 {
        (u64::from(self.cycles) * 100_000).div_ceil(u64::from(self.pace.0))
    }

    /// Where it is so many milliseconds after its beginning; `None` once it is over.
    #[must_use]
    pub fn at(self, elapsed_ms: u64) -> Option<Place> {
        if elapsed_ms >= self.lasts_ms().min(LONGEST_MS) {
            return None;
        }
        let cycles = elapsed_ms as f64 / 1_000.0 * self.pace.per_second();
        let within = cycles.fract();
        Some(Place {
            cycle: (cycles as u8).min(self.cycles - 1),
            side: if within < 0.5 { Side::Left } else { Side::Right },
            across: -(core::f64::consts::TAU * within).sin(),
        })
    }
}

/// Why slow tapping is not offered today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotToday {
    /// She was numb, zoned out or could not tell.
    Numb,
    /// She was carrying very much, or more than she could hold.
    Overwhelmed,
}

/// Whether slow tapping is offered alone, given the check-ins of today; with none it is.
pub fn offered_alone<'a>(today: impl IntoIterator<Item = &'a CheckIn>) -> Result<(), NotToday> {
    for check_in in today {
        let away = [Sign::Numb, Sign::ZonedOut].map(Chip::Sign);
        let came = check_in.came_home.given();
        if matches!(check_in.carrying, Answer::Given(Carried::CantTell))
            || came.is_some_and(|it| it.chips().iter().any(|chip| away.contains(chip)))
        {
            return Err(NotToday::Numb);
        }
        if matches!(check_in.carrying, Answer::Given(Carried::Step(step)) if step >= Step::VeryMuch) {
            return Err(NotToday::Overwhelmed);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check_in::CameHome;
    use jiff::civil::date;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use protocol::Timestamp;

    #[test]
    fn alone_it_is_slow_and_short() {
        assert!(Set::new(Company::Alone, 80, 12).is_ok());
        assert_eq!(Set::new(Company::Alone, 81, 12), Err(Limit::Pace { slowest: 30, fastest: 80 }));
        assert_eq!(Set::new(Company::Alone, 80, 13), Err(Limit::Cycles { fewest: 6, most: 12 }));
        assert_eq!(Set::new(Company::Therapist, 100, 36).unwrap().lasts_ms(), 36_000);
        assert_eq!(Set::new(Company::Therapist, 30, 36), Err(Limit::Length));
        assert_eq!(Set::new(Company::Therapist, 151, 24), Err(Limit::Pace { slowest: 30, fastest: 150 }));
        let Pace(pace) = Set::GENTLE.pace();
        assert_eq!(Set::new(Company::Alone, pace, Set::GENTLE.cycles()), Ok(Set::GENTLE));
    }

    fn on(carrying: Carried, chips: &[Sign]) -> CheckIn {
        CheckIn {
            at: Timestamp(0),
            day: date(2026, 3, 2),
            carrying: Answer::Given(carrying),
            came_home: CameHome::of(chips.iter().copied().map(Chip::Sign))
                .map_or(Answer::Skipped, Answer::Given),
            body: Answer::NotAsked,
            set_down: Answer::NotAsked,
        }
    }

    #[test]
    fn it_is_not_offered_on_a_numb_or_overwhelmed_day() {
        let step = |step| on(Carried::Step(step), &[]);
        assert_eq!(offered_alone([]), Ok(()));
        assert_eq!(offered_alone(&[step(Step::ALot), step(Step::Some)]), Ok(()));
        assert_eq!(offered_alone(&[step(Step::Some), step(Step::VeryMuch)]), Err(NotToday::Overwhelmed));
        assert_eq!(offered_alone(&[on(Carried::CantTell, &[])]), Err(NotToday::Numb));
        assert_eq!(
            offered_alone(&[on(Carried::Step(Step::ALittle), &[Sign::Dread, Sign::Numb])]),
            Err(NotToday::Numb)
        );
    }

    proptest! {
        #[test]
        fn no_set_passes_a_limit(pace in any::<u16>(), cycles in any::<u8>(), alone in any::<bool>()) {
            let company = if alone { Company::Alone } else { Company::Therapist };
            if let Ok(set) = Set::new(company, pace, cycles) {
                prop_assert!(set.lasts_ms() <= LONGEST_MS);
                let fastest = if alone { 0.8 } else { 1.5 };
                prop_assert!(set.pace().per_second() <= fastest);
                prop_assert_eq!(set.at(set.lasts_ms()), None);
            }
        }

        #[test]
        fn it_begins_in_the_middle_goes_left_first_and_changes_sides_twice_a_cycle(
            pace in 30u16..=150, cycles in 6u8..=24,
        ) {
            let Ok(set) = Set::new(Company::Therapist, pace, cycles) else { return Ok(()) };
            let places: Vec<Place> = (0..).map_while(|ms| set.at(ms)).collect();
            prop_assert_eq!(places.len() as u64, set.lasts_ms());
            prop_assert!(places[0].across == 0.0 && places[1].across < 0.0);
            let changes = places.windows(2).filter(|pair| pair[0].side != pair[1].side).count();
            prop_assert_eq!(changes, 2 * usize::from(cycles) - 1);
            prop_assert!(places.iter().all(|it| it.across.abs() <= 1.0 && it.cycle < cycles));
            prop_assert!(places.iter().all(|it| it.across.abs() < 1e-6 || (it.across < 0.0) == (it.side == Side::Left)));
        }
    }
}
