//! One check-in: at most five short pages, each of which can be skipped, and then it ends.
//!
//! This holds the questions' answers and the rules between them. It has no words for the screen (only keys that the
//! screen's texts are filed under), no clock, and nothing about how a check-in is stored.

mod answer;
mod body;
mod carrying;
mod chips;
mod draft;
pub mod instruments;
mod words;

pub use answer::Answer;
pub use body::{BodyMap, Depth, Region, Side, Spot};
pub use carrying::{Carried, Step};
pub use chips::{CameHome, Chip, ChipError, Chips, OwnChip, Sign};
pub use draft::{Draft, Page, Refused};
pub use words::Words;

use jiff::civil::Date;
use protocol::Timestamp;
use serde::{Deserialize, Serialize};

/// A number that is not on the scale it was meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{value} is not between 1 and {highest}")]
pub struct OffTheScale {
    /// The number.
    pub value: u8,
    /// The highest that is.
    pub highest: u8,
}

/// One check-in, as far as it went. What was not asked, what she skipped and where nothing was there stay apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// When it was; orders those of one day.
    pub at: Timestamp,
    /// The day it was for her, where she was.
    #[serde(with = "protocol::day")]
    pub day: Date,
    /// How much are you carrying?
    pub carrying: Answer<Carried>,
    /// What came home with you?
    pub came_home: Answer<CameHome>,
    /// Where is it?
    pub body: Answer<BodyMap>,
    /// Anything to set down? Only what she chose to keep: what she let go is not here, nor that she let something go.
    pub set_down: Answer<Words>,
}

impl CheckIn {
    /// Whether no page was answered: "not today", which is worth noting too.
    #[must_use]
    pub fn is_not_today(&self) -> bool {
        !(self.carrying.is_answered()
            || self.came_home.is_answered()
            || self.body.is_answered()
            || self.set_down.is_answered())
    }

    /// Whether this is a heavy day, on which a validating sentence comes before anything else: one of the two highest
    /// steps, or numbness.
    #[must_use]
    pub fn is_heavy(&self) -> bool {
        let numb = Chip::Sign(Sign::Numb);
        matches!(self.carrying.given(), Some(Carried::Step(step)) if *step >= Step::VeryMuch)
            || self.came_home.given().is_some_and(|chosen| chosen.chips().contains(&numb))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn untouched() -> CheckIn {
        CheckIn {
            at: Timestamp(0),
            day: jiff::civil::date(2026, 3, 2),
            carrying: Answer::Skipped,
            came_home: Answer::NotAsked,
            body: Answer::Skipped,
            set_down: Answer::NotAsked,
        }
    }

    fn came_home(chip: Chip) -> Answer<CameHome> {
        Answer::Given(CameHome::of([chip]).unwrap())
    }

    fn own(words: &str) -> Chip {
        Chip::Own(OwnChip::new(words).unwrap())
    }

    #[test]
    fn skipping_everything_is_not_today_but_nothing_there_is_an_answer() {
        assert!(untouched().is_not_today());
        assert!(!CheckIn { came_home: Answer::NothingThere, ..untouched() }.is_not_today());
        assert!(!CheckIn { carrying: Answer::Given(Carried::CantTell), ..untouched() }.is_not_today());
    }

    #[test]
    fn a_day_is_heavy_by_its_step_or_by_numbness() {
        let carrying = |step| CheckIn { carrying: Answer::Given(Carried::Step(step)), ..untouched() };
        assert!(!carrying(Step::ALot).is_heavy());
        assert!(carrying(Step::VeryMuch).is_heavy());
        assert!(CheckIn { came_home: came_home(Chip::Sign(Sign::Numb)), ..untouched() }.is_heavy());
        assert!(!CheckIn { carrying: Answer::Given(Carried::CantTell), ..untouched() }.is_heavy());
    }

    #[test]
    fn the_json_form_does_not_drift() {
        let whole = CheckIn {
            carrying: Answer::Given(Carried::Step(Step::ALot)),
            came_home: Answer::Given(CameHome::of([Chip::Sign(Sign::Numb), own("Tuesday group")]).unwrap()),
            body: Answer::Given([(Region::Jaw, Depth::Strong)].into_iter().collect()),
            set_down: Answer::Given(Words::new("so tired")),
            ..untouched()
        };
        let json = serde_json::to_string(&whole).unwrap();
        expect_test::expect![[r#"{"at":0,"day":"2026-03-02","carrying":{"given":{"step":5}},"came_home":{"given":[{"sign":"numb"},{"own":"Tuesday group"}]},"body":{"given":{"jaw":"strong"}},"set_down":{"given":"so tired"}}"#]]
        .assert_eq(&json);
        assert_eq!(serde_json::from_str::<CheckIn>(&json).unwrap(), whole);
    }

    #[test]
    fn debug_shows_none_of_her_words() {
        let set_down = Answer::Given(Words::new("canary"));
        let check_in = CheckIn { came_home: came_home(own("canary")), set_down, ..untouched() };
        assert!(!format!("{check_in:?}").contains("canary"));
    }
}
