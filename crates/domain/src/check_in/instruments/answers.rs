//! Answers by item number: each on the scale, any of them missing.

use std::collections::BTreeMap;

use super::Instrument;

/// Why an answer was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// There is no item with that number.
    #[error("there are items 1 to {items}, and no item {item}")]
    NoSuchItem {
        /// The number.
        item: u8,
        /// How many there are.
        items: u8,
    },
    /// The answer is not on the scale.
    #[error("answers go from {lowest} to {highest}; {answer} is none")]
    OffTheScale {
        /// The answer.
        answer: u8,
        /// The lowest there is.
        lowest: u8,
        /// The highest there is.
        highest: u8,
    },
}

/// What she answered to one instrument. `Debug` shows how many answers there are, not which.
#[derive(Clone, PartialEq)]
pub struct Answers {
    instrument: &'static Instrument,
    given: BTreeMap<u8, u8>,
}

impl Answers {
    /// None yet.
    #[must_use]
    pub const fn none(instrument: &'static Instrument) -> Self {
        Self { instrument, given: BTreeMap::new() }
    }

    /// All of them in the order of the sheet.
    pub fn of(instrument: &'static Instrument, all: &[u8]) -> Result<Self, AnswerError> {
        let mut answers = Self::none(instrument);
        for (at, &answer) in all.iter().enumerate() {
            answers.answer(u8::try_from(at + 1).unwrap_or(u8::MAX), answer)?;
        }
        Ok(answers)
    }

    /// Answers an item, or answers it anew.
    pub fn answer(&mut self, item: u8, answer: u8) -> Result<(), AnswerError> {
        let Instrument { items, answers: (lowest, highest), .. } = *self.instrument;
        if item == 0 || item > items {
            return Err(AnswerError::NoSuchItem { item, items });
        }
        if !(lowest..=highest).contains(&answer) {
            return Err(AnswerError::OffTheScale { answer, lowest, highest });
        }
        self.given.insert(item, answer);
        Ok(())
    }

    /// Leaves an item out.
    pub fn leave_out(&mut self, item: u8) {
        self.given.remove(&item);
    }

    /// The answer to an item, if there is one.
    #[must_use]
    pub fn given(&self, item: u8) -> Option<u8> {
        self.given.get(&item).copied()
    }

    /// The numbers that are missing.
    pub fn missing(&self) -> impl Iterator<Item = u8> + '_ {
        self.instrument.numbers().filter(|item| !self.given.contains_key(item))
    }

    /// Which instrument.
    #[must_use]
    pub const fn instrument(&self) -> &'static Instrument {
        self.instrument
    }

    /// Whether people and help lines come forward now, before any score: an item that asks whether she thought of being
    /// dead or of hurting herself was answered above "not at all". It stays on her device; nobody is told.
    #[must_use]
    pub fn asks_for_people(&self) -> bool {
        let asked = self.instrument.asks_for_people.and_then(|item| self.given(item));
        asked.is_some_and(|answer| answer > self.instrument.answers.0)
    }
}

impl core::fmt::Debug for Answers {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { instrument, given } = self;
        write!(f, "Answers({}: {} of {}, hidden)", instrument.name, given.len(), instrument.items)
    }
}
