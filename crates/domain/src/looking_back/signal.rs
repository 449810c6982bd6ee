//! What is followed over time, and how its days become one number a week.

use crate::check_in::{Chip, Sign};

/// One thing followed over time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// How much she was carrying, 1 to 7.
    Carrying,
    /// Days on which she looked and could not tell.
    CantTell,
    /// Days on which this came home with her.
    CameHome(Chip),
    /// Sessions a week.
    Load,
    /// How much a practice of release took away: 0–10 before less 0–10 after.
    Release,
}

/// How a signal is measured; decides its unit, its weekly value and the least spread it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scale {
    /// Steps from 1 to 7, one a day.
    Steps,
    /// Yes or no a day; a week's value is a share of the days answered, 0 to 1.
    Share,
    /// A count a week.
    Count,
    /// Points of relief, −10 to 10, some days.
    Relief,
}

impl Signal {
    /// Those followed when she has chosen nothing: the family whose false alarms are counted together.
    #[must_use]
    pub fn defaults() -> Vec<Self> {
        let signs = Sign::ALL.into_iter().map(|sign| Self::CameHome(Chip::Sign(sign)));
        [Self::Carrying, Self::CantTell].into_iter().chain(signs).chain([Self::Load, Self::Release]).collect()
    }

    /// How it is measured.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        match self {
            Self::Carrying => Scale::Steps,
            Self::CantTell | Self::CameHome(_) => Scale::Share,
            Self::Load => Scale::Count,
            Self::Release => Scale::Relief,
        }
    }
}

impl Scale {
    /// The lowest and highest value there can be.
    #[must_use]
    pub const fn ends(self) -> (f64, f64) {
        match self {
            Self::Steps => (1.0, 7.0),
            Self::Share => (0.0, 1.0),
            Self::Count => (0.0, f64::INFINITY),
            Self::Relief => (-10.0, 10.0),
        }
    }

    /// Days without a value after which a line is broken: a gap is drawn as a gap.
    #[must_use]
    pub const fn longest_bridge(self) -> i32 {
        match self {
            Self::Steps => 3,
            Self::Share | Self::Count => 7,
            Self::Relief => 14,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_are_followed_by_default_and_carrying_comes_first() {
        let defaults = Signal::defaults();
        assert_eq!(defaults.len(), 9);
        assert_eq!(defaults[0], Signal::Carrying);
        assert_eq!(defaults.iter().filter(|it| it.scale() == Scale::Share).count(), 6);
    }
}
