//! Which events of a calendar count as sessions. Judged on her device, from what is then forgotten.

use serde::{Deserialize, Serialize};

/// What makes an event a session. Whole-day, free and cancelled ones never are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRule {
    /// Shorter events are left behind.
    pub shortest_minutes: u32,
    /// Longer events are left behind.
    pub longest_minutes: u32,
    /// If any are given, a title or category must have one of these words or phrases.
    pub include: Vec<String>,
    /// A title or category with one of these words or phrases is left behind.
    pub leave_out: Vec<String>,
}

impl Default for SessionRule {
    fn default() -> Self {
        let words = ["canceled", "cancelled", "lunch", "break", "admin", "notes", "paperwork", "commute"];
        Self {
            shortest_minutes: 20,
            longest_minutes: 120,
            include: Vec::new(),
            leave_out: words.map(str::to_owned).into(),
        }
    }
}

/// Why an event was not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Called off, as one of a series or altogether.
    Cancelled,
    /// It has no hour, only a day.
    AllDay,
    /// Marked as free time.
    Free,
    /// Shorter than a session.
    TooShort,
    /// Longer than a session.
    TooLong,
    /// It lacks the words to include, or has one to leave out.
    Words,
    /// The event, or every one of its series, lies outside the days that were asked for.
    OutsideWindow,
}

impl SessionRule {
    /// Whether the words of a title and categories are those of a session.
    #[must_use]
    pub fn admits_words(&self, text: &str) -> bool {
        let text = fold(text);
        let has = |words: &[String]| words.iter().any(|phrase| contains(&text, &fold(phrase)));
        !has(&self.leave_out) && (self.include.is_empty() || has(&self.include))
    }

    /// What keeps an event of this length from being a session, if anything does.
    #[must_use]
    pub fn refuses_length(&self, minutes: u32) -> Option<Reason> {
        match minutes {
            short if short < self.shortest_minutes => Some(Reason::TooShort),
            long if long > self.longest_minutes => Some(Reason::TooLong),
            _ => None,
        }
    }
}

/// Lower-case words with one space around each, so that a phrase is found only as whole words.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 2);
    folded.push(' ');
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        folded.extend(word.chars().flat_map(char::to_lowercase));
        folded.push(' ');
    }
    folded
}

fn contains(text: &str, phrase: &str) -> bool {
    phrase != " " && text.contains(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_case_does_not_matter() {
        let rule = SessionRule {
            include: vec!["Session".into(), "50 min".into()],
            leave_out: vec!["Lunch".into(), "".into(), "ÜBUNG".into()],
            ..SessionRule::default()
        };
        assert!(rule.admits_words("SESSION, room 2"));
        assert!(rule.admits_words("A. (50-min)"));
        assert!(!rule.admits_words("obsession"));
        assert!(!rule.admits_words("Lunch session"));
        assert!(!rule.admits_words("session übung"));
        assert!(!rule.admits_words(""));
        assert!(SessionRule::default().admits_words(""));
    }

    #[test]
    fn length_is_judged_inclusively() {
        let rule = SessionRule::default();
        assert_eq!(
            [19, 20, 120, 121].map(|m| rule.refuses_length(m)),
            [Some(Reason::TooShort), None, None, Some(Reason::TooLong)]
        );
    }
}
