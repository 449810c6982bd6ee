//! A language, as BCP 47 writes it ("en", "es-MX", "zh-Hant"), checked by form only.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language someone can be met in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(String);

/// The text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such language: write its tag, like en, es-MX or ase")]
pub struct BadLanguage;

impl Language {
    const LONGEST: usize = 20;

    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without its region or script: "es" of "es-MX".
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether someone who asks for `wished` is understood: "es" by "es-MX", and "es-MX" by "es".
    #[must_use]
    pub fn serves(&self, wished: &Self) -> bool {
        self.primary() == wished.primary()
    }
}

impl FromStr for Language {
    type Err = BadLanguage;

    fn from_str(text: &str) -> Result<Self, BadLanguage> {
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let primary_fits =
            (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        let rest_fits = parts
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        let fits = text.len() <= Self::LONGEST && primary_fits && rest_fits;
        if fits { Ok(Self(text.to_owned())) } else { Err(BadLanguage) }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked_by_form() {
        for text in ["en", "es-MX", "zh-Hant", "ase", "de-CH-1996"] {
            assert_eq!(text.parse::<Language>().unwrap().as_str(), text);
        }
        for text in ["", "e", "English", "EN", "en_US", "en-", "en-a-very-long-tag-indeed", "日本"] {
            assert_eq!(text.parse::<Language>(), Err(BadLanguage), "{text}");
        }
    }

    #[test]
    fn a_region_does_not_keep_two_people_apart() {
        let (wide, narrow) = ("es".parse::<Language>().unwrap(), "es-MX".parse::<Language>().unwrap());
        assert!(wide.serves(&narrow) && narrow.serves(&wide));
    }
}
