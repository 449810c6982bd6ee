//! The numbered lines of an official sheet, pasted once by her: matched to the key by their numbers, kept in her vault,
//! never sent. What does not match is explained, and nothing is guessed.

use super::Instrument;
use crate::check_in::Words;

/// The longest text looked at, in characters.
const LONGEST: usize = 20_000;
/// The longest item, in characters.
const LONGEST_ITEM: usize = 600;

/// The texts of an instrument's items in order, as she pasted them. `Debug` hides them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedItems(Vec<Words>);

impl PastedItems {
    /// The text of an item, by its number.
    #[must_use]
    pub fn text(&self, item: u8) -> Option<&str> {
        self.0.get(usize::from(item).checked_sub(1)?).map(Words::as_str)
    }
}

/// Why a text is not this instrument's sheet. Each names what a person can look for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// No line begins with a number.
    #[error("no line begins with a number")]
    NoNumbers,
    /// More than can be a questionnaire.
    #[error("the text is longer than a questionnaire")]
    TooLong,
    /// Some numbers are not there.
    #[error("of {expected} items these are missing: {missing:?}")]
    Missing {
        /// Their numbers.
        missing: Vec<u8>,
        /// How many there are in all.
        expected: u8,
    },
    /// A number comes that the instrument does not have.
    #[error("there are {expected} items, but a line is numbered {number}")]
    TooMany {
        /// The number.
        number: u32,
        /// How many there are in all.
        expected: u8,
    },
    /// A number comes twice.
    #[error("two lines are numbered {0}")]
    Twice(u8),
    /// A number stands alone.
    #[error("line {0} has a number but no words")]
    Empty(u8),
}

/// Matches pasted lines with the key. A line begins an item with `7`, `7.`, `7)` or `7:`; lines without a number go on with the
/// item before; what stands before the first number, and blank lines, are passed over.
pub fn match_pasted(instrument: &Instrument, text: &str) -> Result<PastedItems, Mismatch> {
    if text.chars().take(LONGEST + 1).count() > LONGEST {
        return Err(Mismatch::TooLong);
    }
    let expected = instrument.items;
    let mut items: Vec<Option<String>> = vec![None; usize::from(expected)];
    let mut current: Option<usize> = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (numbered(line), current) {
            (Some((number, words)), _) => {
                let item = u8::try_from(number).ok().filter(|item| (1..=expected).contains(item));
                let Some(item) = item else { return Err(Mismatch::TooMany { number, expected }) };
                let at = usize::from(item) - 1;
                if items[at].replace(words.to_owned()).is_some() {
                    return Err(Mismatch::Twice(item));
                }
                current = Some(at);
            }
            (None, Some(at)) => {
                let item = items[at].get_or_insert_default();
                if !item.is_empty() {
                    item.push(' ');
                }
                item.push_str(line);
            }
            (None, None) => {}
        }
    }
    if current.is_none() {
        return Err(Mismatch::NoNumbers);
    }
    let missing: Vec<u8> =
        instrument.numbers().filter(|item| items[usize::from(*item) - 1].is_none()).collect();
    if !missing.is_empty() {
        return Err(Mismatch::Missing { missing, expected });
    }
    let texts = items.into_iter().flatten().zip(1..).map(|(text, item)| match text.chars().count() {
        0 => Err(Mismatch::Empty(item)),
        count if count > LONGEST_ITEM => Err(Mismatch::TooLong),
        _ => Ok(Words::new(&text)),
    });
    texts.collect::<Result<_, _>>().map(PastedItems)
}

/// A line's number and the words after it. "24 hours" is no number of an item unless something divides the two, or a tab does.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 4 {
        return None;
    }
    let (number, rest) = line.split_at(digits);
    let number = number.parse().ok()?;
    match rest.chars().next() {
        None => Some((number, "")),
        Some('.' | ')' | ':' | '\t') => Some((number, rest[1..].trim())),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check_in::instruments::{ALL, GAD_7};
    use proptest::prelude::{prop_assert, proptest};

    fn sheet(count: u8) -> String {
        (1..=count).map(|n| format!("{n}. made-up words {n}\n")).collect()
    }

    #[test]
    fn lines_are_matched_by_their_numbers() {
        let text = "A heading of 2 weeks\n\n3) third,\n  going on\n1. first\n2: second\n4.\nfourth\n5.\tfifth\n6.six\n7. 24 hours";
        let items = match_pasted(&GAD_7, text).unwrap();
        assert_eq!(items.text(3), Some("third, going on"));
        assert_eq!(items.text(4), Some("fourth"));
        assert_eq!(items.text(7), Some("24 hours"));
        assert_eq!((items.text(0), items.text(8)), (None, None));
        assert!(!format!("{items:?}").contains("third"));
    }

    #[test]
    fn a_mismatch_says_what_it_is() {
        let of = |text: &str| match_pasted(&GAD_7, text).unwrap_err();
        assert_eq!(of("Over the last 2 weeks"), Mismatch::NoNumbers);
        assert_eq!(of(&sheet(5)), Mismatch::Missing { missing: vec![6, 7], expected: 7 });
        assert_eq!(of(&sheet(9)), Mismatch::TooMany { number: 8, expected: 7 });
        assert_eq!(of("0. nought"), Mismatch::TooMany { number: 0, expected: 7 });
        assert_eq!(of(&(sheet(7) + "7. again")), Mismatch::Twice(7));
        assert_eq!(of(&sheet(7).replace("made-up words 4", "")), Mismatch::Empty(4));
        assert_eq!(of(&"x".repeat(LONGEST + 1)), Mismatch::TooLong);
        assert_eq!(of(&sheet(7).replace("words 4", &"x".repeat(700))), Mismatch::TooLong);
    }

    #[test]
    fn the_sheet_of_one_is_not_the_sheet_of_another() {
        for instrument in ALL {
            for other in ALL {
                let fits = match_pasted(instrument, &sheet(other.items)).is_ok();
                assert_eq!(fits, instrument.items == other.items, "{} {}", instrument.name, other.name);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(?s)[0-9.):\\t \\n\\pL]{0,300}") {
            if let Ok(items) = match_pasted(&GAD_7, &text) {
                prop_assert!((1..=7).all(|item| items.text(item).is_some_and(|it| !it.is_empty())));
            }
        }
    }
}
