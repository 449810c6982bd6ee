//! *How much are you carrying?* Seven named steps from almost nothing upwards; none is chosen for her, none is good or
//! bad, and not being able to tell is an answer of its own.

use serde::{Deserialize, Serialize};

use super::OffTheScale;

/// What she answered to how much she is carrying. Not a mood, and not a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// She looked and could not tell: numbness is one of the things to notice. Never counted as a step.
    CantTell,
    /// One of the seven steps.
    Step(Step),
}

/// The seven steps, lightest first. Stored as their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Step {
    /// 1
    AlmostNothing = 1,
    /// 2
    ALittle,
    /// 3
    Some,
    /// 4
    AFairAmount,
    /// 5
    ALot,
    /// 6
    VeryMuch,
    /// 7
    MoreThanICanHold,
}

impl Step {
    /// All seven, lightest first.
    pub const ALL: [Self; 7] = [
        Self::AlmostNothing,
        Self::ALittle,
        Self::Some,
        Self::AFairAmount,
        Self::ALot,
        Self::VeryMuch,
        Self::MoreThanICanHold,
    ];

    /// The step with this number, 1 to 7.
    pub fn new(number: u8) -> Result<Self, OffTheScale> {
        let found = Self::ALL.into_iter().find(|step| step.number() == number);
        found.ok_or(OffTheScale { value: number, highest: 7 })
    }

    /// Its number from 1 to 7, which is also the key that chooses it.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The key its words are filed under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AlmostNothing => "almost-nothing",
            Self::ALittle => "a-little",
            Self::Some => "some",
            Self::AFairAmount => "a-fair-amount",
            Self::ALot => "a-lot",
            Self::VeryMuch => "very-much",
            Self::MoreThanICanHold => "more-than-i-can-hold",
        }
    }
}

impl TryFrom<u8> for Step {
    type Error = OffTheScale;
    fn try_from(number: u8) -> Result<Self, OffTheScale> {
        Self::new(number)
    }
}

impl From<Step> for u8 {
    fn from(step: Step) -> Self {
        step.number()
    }
}

impl Carried {
    /// The number to draw, if there is one: "can't tell" has none.
    #[must_use]
    pub const fn number(self) -> Option<u8> {
        match self {
            Self::Step(step) => Some(step.number()),
            Self::CantTell => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_steps_agree_and_nothing_lies_outside_one_to_seven() {
        for step in Step::ALL {
            assert_eq!(Step::new(step.number()), Ok(step));
            assert_eq!(Carried::Step(step).number(), Some(step.number()));
        }
        for value in [0, 8, 255] {
            assert_eq!(Step::new(value), Err(OffTheScale { value, highest: 7 }));
            assert!(serde_json::from_str::<Carried>(&format!(r#"{{"step":{value}}}"#)).is_err());
        }
        assert!(Step::ALL.is_sorted());
    }

    #[test]
    fn cannot_tell_is_an_answer_without_a_number() {
        assert_eq!(Carried::CantTell.number(), None);
        assert_eq!(serde_json::to_string(&Carried::CantTell).unwrap(), r#""cant_tell""#);
        assert_eq!(serde_json::to_string(&Carried::Step(Step::ALot)).unwrap(), r#"{"step":5}"#);
    }
}
