//! The first note to a therapist, and her answer: what they may say. A hello needs no story.
//!
//! A clinician chooses one of three beginnings, or none, and asks for no more than an opening, a fee and an evening.
//! Words of her own are optional. Nothing here names anyone; how a note is sealed and sent is not its concern.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check_in::Words;

/// A sentence to begin with, for someone who has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beginning {
    /// I don't know where to start.
    WhereToStart,
    /// I have not felt like myself for a while.
    NotMyself,
    /// I hold space for others all day, and would like some for me.
    SpaceForMe,
}

impl Beginning {
    /// Every beginning, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::WhereToStart, Self::NotMyself, Self::SpaceForMe];

    /// Its name in word files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::WhereToStart => "where-to-start",
            Self::NotMyself => "not-myself",
            Self::SpaceForMe => "space-for-me",
        }
    }
}

/// What a hello may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Is there an opening?
    Opening,
    /// What is the fee?
    Fee,
    /// Is there an evening?
    Evening,
}

impl Ask {
    /// Everything that can be asked.
    pub const ALL: [Self; 3] = [Self::Opening, Self::Fee, Self::Evening];

    /// Its name in word files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Fee => "fee",
            Self::Evening => "evening",
        }
    }
}

/// What a hello says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HelloLetter {
    /// How it begins, if she chose a sentence.
    pub beginning: Option<Beginning>,
    /// What it asks for.
    pub asks: BTreeSet<Ask>,
    /// Her own words, if any.
    pub words: Words,
    /// How to reach her if the therapist worries about her; sealed with the rest.
    pub if_you_worry: Words,
}

impl HelloLetter {
    /// Whether it says anything at all: a beginning, a question or a word is enough.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.beginning.is_some() || !self.asks.is_empty() || !self.words.is_blank()
    }
}

/// Which kind of answer a therapist gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// There is room: let us talk.
    Welcome,
    /// Not now; said kindly, with a next step.
    NotNow,
    /// The hello was worrying: help lines come with the answer.
    Worried,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLetter {
    /// Which kind it is.
    pub kind: AnswerKind,
    /// Her own words.
    #[serde(default)]
    pub words: Words,
    /// When there is an opening, if that was asked.
    #[serde(default)]
    pub opening: Option<Date>,
    /// The fee, in her own words, if that was asked.
    #[serde(default)]
    pub fee: Words,
    /// Whether there is an evening, if that was asked.
    #[serde(default)]
    pub evening: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_enough_and_a_way_to_be_reached_is_not() {
        let beginning = HelloLetter { beginning: Some(Beginning::WhereToStart), ..HelloLetter::default() };
        assert!(beginning.says_something());
        let reach = HelloLetter { if_you_worry: Words::new("555-0100"), ..HelloLetter::default() };
        assert!(!reach.says_something());
    }

    #[test]
    fn debug_shows_none_of_her_words() {
        let letter = HelloLetter {
            words: Words::new("canary"),
            if_you_worry: Words::new("canary"),
            ..HelloLetter::default()
        };
        assert!(!format!("{letter:?}").contains("canary"));
    }

    #[test]
    fn letters_from_a_newer_version_still_read() {
        let letter: HelloLetter = serde_json::from_str(r#"{"asks":["fee"],"later":true}"#).unwrap();
        assert_eq!(letter.asks, BTreeSet::from([Ask::Fee]));
        let answer: AnswerLetter = serde_json::from_str(r#"{"kind":"not-now"}"#).unwrap();
        assert!(answer.words.is_blank());
    }
}
