//! Why an answer may be missing. A gap in a diary means different things, and looking back must not confuse them.

use serde::{Deserialize, Serialize};

/// An answer, or the reason there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// The question never came up: the page was not among those asked, or she ended before it.
    #[default]
    NotAsked,
    /// She saw the question and went past it.
    Skipped,
    /// She looked, and there was nothing there.
    NothingThere,
    /// What she answered.
    Given(T),
}

impl<T> Answer<T> {
    /// What she answered, if she did.
    #[must_use]
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(answer) => Some(answer),
            Self::NotAsked | Self::Skipped | Self::NothingThere => None,
        }
    }

    /// Whether she answered: "nothing there" is an answer, going past is not.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Given(_) | Self::NothingThere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_stay_apart_in_json() {
        let all = [Answer::NotAsked, Answer::Skipped, Answer::NothingThere, Answer::Given(3)];
        let json = serde_json::to_string(&all).unwrap();
        assert_eq!(json, r#"["not_asked","skipped","nothing_there",{"given":3}]"#);
        assert_eq!(serde_json::from_str::<[Answer<u8>; 4]>(&json).unwrap(), all);
    }

    #[test]
    fn only_a_given_answer_has_content_but_nothing_there_is_answered() {
        assert_eq!(Answer::Given(3).given(), Some(&3));
        assert!(Answer::<u8>::NothingThere.is_answered());
        assert!(!Answer::<u8>::Skipped.is_answered());
        assert!(!Answer::<u8>::default().is_answered());
    }
}
