//! Which states take part in which compact, since when that is known and from where.
//!
//! Enacted is not issuing: a state may have passed the law years before anyone can be granted anything. Both are said
//! apart, both may be unknown, and every row carries its source, and the source's date if it has one. The rows travel in the signed snapshot,
//! so that a steward can correct one without a new version of Held.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use crate::listing::Compact;
use crate::listing::Jurisdiction;

/// The format this version writes.
pub const FORMAT: u16 = 1;

/// What is known about the compacts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compacts {
    /// Always [`FORMAT`] when this version writes it.
    pub format: u16,
    /// A row for each compact and jurisdiction anything is known about.
    pub rows: Vec<Participation>,
}

/// What is known about one compact in one jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// Which compact.
    pub compact: Compact,
    /// Where.
    pub jurisdiction: Jurisdiction,
    /// Whether it is law there; none if that could not be settled.
    pub enacted: Option<bool>,
    /// Whether anyone can be granted or use an authority there today; none if that could not be settled.
    pub issuing: Option<bool>,
    /// The day the source speaks of, if it says.
    pub as_of: Option<Date>,
    /// Where it was read.
    pub source: String,
}

/// Why compact data cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompactsError {
    /// More than fits.
    #[error("the data on compacts is too large")]
    TooLong,
    /// Written by a newer version of Held.
    #[error("the data on compacts is in format {0}, newer than this version of Held can read")]
    Newer(u16),
    /// Not compact data.
    #[error("this is not data on compacts: {0}")]
    Malformed(String),
}

impl Compacts {
    /// Bytes that fit.
    pub const MOST_BYTES: usize = 512 * 1024;

    /// The rows this version was built with, as text: what a steward's first snapshot carries.
    pub const BUNDLED: &'static str = include_str!("../data/compacts.json");

    /// Reads compact data from its text.
    ///
    /// # Errors
    /// When the text is too long, too new, or not compact data.
    pub fn decode(text: &str) -> Result<Self, CompactsError> {
        if text.len() > Self::MOST_BYTES {
            return Err(CompactsError::TooLong);
        }
        let format = crate::directory::format_of(text).map_err(CompactsError::Malformed)?;
        if format > FORMAT {
            return Err(CompactsError::Newer(format));
        }
        serde_json::from_str(text).map_err(|error| CompactsError::Malformed(error.to_string()))
    }

    /// What is known about `compact` in `jurisdiction`. No row means that nothing is known, not that it is no member.
    #[must_use]
    pub fn row(&self, compact: &Compact, jurisdiction: Jurisdiction) -> Option<&Participation> {
        self.rows.iter().find(|row| row.jurisdiction == jurisdiction && row.compact == *compact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_rows_can_be_read_and_no_pair_is_there_twice() {
        let compacts = Compacts::decode(Compacts::BUNDLED).unwrap();
        for row in &compacts.rows {
            let same = |other: &&Participation| {
                other.compact == row.compact && other.jurisdiction == row.jurisdiction
            };
            assert_eq!(compacts.rows.iter().filter(same).count(), 1, "{row:?}");
            assert!(!row.source.is_empty() && Compact::KNOWN.contains(&row.compact), "{row:?}");
        }
    }

    #[test]
    fn the_bundled_rows_say_what_their_sources_say_and_no_more() {
        let compacts = Compacts::decode(Compacts::BUNDLED).unwrap();
        let count = |compact: &Compact, enacted, issuing| {
            let fits = |row: &&Participation| {
                row.compact == *compact && (row.enacted, row.issuing) == (enacted, issuing)
            };
            compacts.rows.iter().filter(fits).count()
        };
        // 42 of 51 and the Northern Mariana Islands; nine that are not members.
        assert_eq!(count(&Compact::Psypact, Some(true), Some(true)), 43);
        assert_eq!(count(&Compact::Psypact, Some(false), Some(false)), 9);
        // 38 states and the District; only Arizona and Minnesota are known to issue.
        assert_eq!(count(&Compact::Counseling, Some(true), Some(true)), 2);
        assert_eq!(count(&Compact::Counseling, Some(true), None), 37);
        // The 26 members that two sources name, none of which issues.
        assert_eq!(count(&Compact::SocialWork, Some(true), Some(false)), 26);
        assert_eq!(compacts.row(&Compact::SocialWork, "US-FL".parse().unwrap()), None);
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        assert_eq!(Compacts::decode(r#"{"format":2,"rows":1}"#), Err(CompactsError::Newer(2)));
        assert!(matches!(Compacts::decode("{}"), Err(CompactsError::Malformed(_))));
        assert_eq!(Compacts::decode(&" ".repeat(Compacts::MOST_BYTES + 1)), Err(CompactsError::TooLong));
    }
}
