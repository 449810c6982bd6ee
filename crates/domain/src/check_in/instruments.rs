//! Questionnaires with published keys: a registry, one file each. **Only keys are here, never anybody's item texts**: she
//! answers by number beside the official sheet, or pastes its numbered lines once, which stay in her vault.
//!
//! A figure (a band, a reliable change) is here only with the source it was read in; where none could be read, there is
//! none. A score says how sure it is: with answers missing it is a range, and a band is named only when the whole range
//! lies in it. Nothing here is a diagnosis or a verdict, and nothing is compared with other people.
//!
//! To add one: a file with a `pub const`, its worked examples as tests, and a line in [`ALL`].

mod answers;
mod cbi;
mod change;
mod fhir;
mod gad_7;
mod olbi;
mod pasted;
mod phq_9;
mod proqol_5;
mod score;
mod stss;
mod who_5;

#[cfg(test)]
mod tests;

pub use answers::{AnswerError, Answers};
pub use cbi::CBI;
pub use change::{Moved, moved};
pub use fhir::{Coding, Observation, QuestionnaireResponse, observations, questionnaire_response};
pub use gad_7::GAD_7;
pub use olbi::OLBI;
pub use pasted::{Mismatch, PastedItems, match_pasted};
pub use phq_9::PHQ_9;
pub use proqol_5::PROQOL_5;
pub use score::{ScaleScore, score};
pub use stss::STSS;
pub use who_5::WHO_5;

/// All of them, in the order they are offered.
pub const ALL: [&Instrument; 7] = [&PROQOL_5, &WHO_5, &PHQ_9, &GAD_7, &CBI, &OLBI, &STSS];

/// One questionnaire: its key, and under what terms it may be used.
#[derive(Debug, PartialEq)]
pub struct Instrument {
    /// The key its words are filed under; also its stored name, so it never changes.
    pub key: &'static str,
    /// Its own short name.
    pub name: &'static str,
    /// Which version of it the key is for.
    pub version: &'static str,
    /// How many items, numbered from 1.
    pub items: u8,
    /// The lowest and the highest answer.
    pub answers: (u8, u8),
    /// Over how many days it asks, if it says so.
    pub days: Option<u8>,
    /// What is scored.
    pub scales: &'static [Scale],
    /// An item that, answered above the lowest, brings people and help lines forward.
    pub asks_for_people: Option<u8>,
    /// Whose it is and what is allowed.
    pub licence: Licence,
    /// LOINC codes of its items in order, where LOINC has them.
    pub loinc_items: &'static [&'static str],
    /// LOINC code of the whole, if it has one.
    pub loinc_panel: Option<&'static str>,
}

/// One score of an instrument.
#[derive(Debug, PartialEq)]
pub struct Scale {
    /// The key its words are filed under.
    pub key: &'static str,
    /// Which items it is made of.
    pub items: &'static [u8],
    /// Which of those are turned round.
    pub reversed: &'static [u8],
    /// How answers become the score.
    pub value: Value,
    /// Which way is heavier.
    pub heavier: Heavier,
    /// Published bands, lowest first.
    pub bands: Option<Bands>,
    /// The difference that is more than error of measurement.
    pub reliable_change: Option<ReliableChange>,
    /// With so many answers the publisher takes the mean of those given; `None`: all are needed.
    pub fewest_answers: Option<u8>,
    /// LOINC code of the score, if it has one.
    pub loinc: Option<&'static str>,
}

/// How answers become a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Their sum, times this.
    Sum {
        /// 1 for most.
        times: u8,
    },
    /// Their mean, each answer times this.
    Mean {
        /// 1 for most.
        times: u8,
    },
}

/// Which way of a scale is heavier for her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heavier {
    /// More is heavier.
    Up,
    /// Less is heavier.
    Down,
}

/// Bands as somebody published them.
#[derive(Debug, PartialEq)]
pub struct Bands {
    /// The score from which each begins, lowest first, and the key its words are filed under.
    pub from: &'static [(u8, &'static str)],
    /// Where they were read.
    pub source: &'static str,
}

/// The difference between two scores of one person that error of measurement seldom makes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReliableChange {
    /// So many points or more.
    pub points: u8,
    /// Where it was read.
    pub source: &'static str,
}

/// Terms of use.
#[derive(Debug, PartialEq, Eq)]
pub struct Licence {
    /// Whose it is, as it wants to be credited.
    pub credit: &'static str,
    /// What is allowed, as far as it could be read.
    pub terms: &'static str,
    /// Where the official sheet is, to be opened by her and not by us.
    pub sheet: Option<&'static str>,
}

/// The instrument with that key.
#[must_use]
pub fn instrument(key: &str) -> Option<&'static Instrument> {
    ALL.into_iter().find(|it| it.key == key)
}

impl Instrument {
    /// The scale with that key.
    #[must_use]
    pub fn scale(&self, key: &str) -> Option<&Scale> {
        self.scales.iter().find(|it| it.key == key)
    }

    /// The numbers of its items.
    pub fn numbers(&self) -> impl Iterator<Item = u8> + use<> {
        1..=self.items
    }
}

impl Scale {
    /// The lowest and highest score there can be.
    #[must_use]
    pub fn ends(&self, instrument: &Instrument) -> (f64, f64) {
        let (lowest, highest) = instrument.answers;
        let end = |answer: u8| match self.value {
            Value::Sum { times } => self.items.len() as f64 * f64::from(answer) * f64::from(times),
            Value::Mean { times } => f64::from(answer) * f64::from(times),
        };
        (end(lowest), end(highest))
    }
}

impl Bands {
    /// The key of the band a score lies in.
    #[must_use]
    pub fn of(&self, score: f64) -> Option<&'static str> {
        self.from.iter().rev().find(|(from, _)| score >= f64::from(*from)).map(|(_, key)| *key)
    }
}
