//! Where: a country, or a state, province or nation that licenses by itself, written as ISO 3166-2 does ("US-CA",
//! "GB-ENG", "IE").
//!
//! The form is checked, and for the United States the code as well, since compacts are decided by it. Codes of other
//! countries are taken as written: a collective abroad must not have to wait for a new version.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A place whose law decides who may practise there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Jurisdiction([u8; 6]);

/// The text names no jurisdiction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such place: write it like US-CA, GB-ENG or IE")]
pub struct BadJurisdiction;

impl Jurisdiction {
    /// The code, such as "US-CA".
    #[must_use]
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|&byte| byte == 0).unwrap_or(self.0.len());
        core::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }

    /// The country's two letters.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.as_str()[..2]
    }

    /// Its name in English, or its code where this version has no name for it.
    #[must_use]
    pub fn name(&self) -> &str {
        NAMES.iter().find(|(code, _)| *code == self.as_str()).map_or(self.as_str(), |(_, name)| name)
    }

    /// Every place this version can name, in the order a screen offers them.
    pub fn named() -> impl Iterator<Item = (Self, &'static str)> {
        NAMES.iter().filter_map(|(code, name)| Some((code.parse().ok()?, *name)))
    }
}

impl FromStr for Jurisdiction {
    type Err = BadJurisdiction;

    fn from_str(text: &str) -> Result<Self, BadJurisdiction> {
        let (country, part) =
            text.split_once('-').map_or((text, None), |(country, part)| (country, Some(part)));
        let country_fits = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let part_fits = part.is_none_or(|part| {
            (1..=3).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        });
        let known = country != "US" || NAMES.iter().any(|(code, _)| *code == text);
        if !(country_fits && part_fits && known) {
            return Err(BadJurisdiction);
        }
        let mut code = [0; 6];
        code[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self(code))
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Jurisdiction {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Jurisdiction {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

const NAMES: &[(&str, &str)] = &[
    ("US-AL", "Alabama"),
    ("US-AK", "Alaska"),
    ("US-AZ", "Arizona"),
    ("US-AR", "Arkansas"),
    ("US-CA", "California"),
    ("US-CO", "Colorado"),
    ("US-CT", "Connecticut"),
    ("US-DE", "Delaware"),
    ("US-DC", "District of Columbia"),
    ("US-FL", "Florida"),
    ("US-GA", "Georgia"),
    ("US-HI", "Hawaii"),
    ("US-ID", "Idaho"),
    ("US-IL", "Illinois"),
    ("US-IN", "Indiana"),
    ("US-IA", "Iowa"),
    ("US-KS", "Kansas"),
    ("US-KY", "Kentucky"),
    ("US-LA", "Louisiana"),
    ("US-ME", "Maine"),
    ("US-MD", "Maryland"),
    ("US-MA", "Massachusetts"),
    ("US-MI", "Michigan"),
    ("US-MN", "Minnesota"),
    ("US-MS", "Mississippi"),
    ("US-MO", "Missouri"),
    ("US-MT", "Montana"),
    ("US-NE", "Nebraska"),
    ("US-NV", "Nevada"),
    ("US-NH", "New Hampshire"),
    ("US-NJ", "New Jersey"),
    ("US-NM", "New Mexico"),
    ("US-NY", "New York"),
    ("US-NC", "North Carolina"),
    ("US-ND", "North Dakota"),
    ("US-OH", "Ohio"),
    ("US-OK", "Oklahoma"),
    ("US-OR", "Oregon"),
    ("US-PA", "Pennsylvania"),
    ("US-RI", "Rhode Island"),
    ("US-SC", "South Carolina"),
    ("US-SD", "South Dakota"),
    ("US-TN", "Tennessee"),
    ("US-TX", "Texas"),
    ("US-UT", "Utah"),
    ("US-VT", "Vermont"),
    ("US-VA", "Virginia"),
    ("US-WA", "Washington"),
    ("US-WV", "West Virginia"),
    ("US-WI", "Wisconsin"),
    ("US-WY", "Wyoming"),
    ("US-AS", "American Samoa"),
    ("US-GU", "Guam"),
    ("US-MP", "Northern Mariana Islands"),
    ("US-PR", "Puerto Rico"),
    ("US-VI", "US Virgin Islands"),
    ("CA-AB", "Alberta"),
    ("CA-BC", "British Columbia"),
    ("CA-MB", "Manitoba"),
    ("CA-NB", "New Brunswick"),
    ("CA-NL", "Newfoundland and Labrador"),
    ("CA-NS", "Nova Scotia"),
    ("CA-ON", "Ontario"),
    ("CA-PE", "Prince Edward Island"),
    ("CA-QC", "Quebec"),
    ("CA-SK", "Saskatchewan"),
    ("GB-ENG", "England"),
    ("GB-NIR", "Northern Ireland"),
    ("GB-SCT", "Scotland"),
    ("GB-WLS", "Wales"),
    ("IE", "Ireland"),
    ("AU", "Australia"),
    ("NZ", "New Zealand"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_place_survives_its_code() {
        assert_eq!(Jurisdiction::named().count(), NAMES.len());
        for (place, name) in Jurisdiction::named() {
            assert_eq!(place.as_str().parse(), Ok(place));
            assert_eq!(place.name(), name);
        }
    }

    #[test]
    fn all_fifty_states_the_district_and_five_territories_are_there() {
        assert_eq!(NAMES.iter().filter(|(code, _)| code.starts_with("US-")).count(), 56);
    }

    #[test]
    fn a_place_abroad_without_a_name_here_is_taken_by_its_form() {
        assert_eq!("DE-BY".parse::<Jurisdiction>().unwrap().name(), "DE-BY");
        assert_eq!("FR".parse::<Jurisdiction>().unwrap().country(), "FR");
    }

    #[test]
    fn what_names_no_place_is_refused() {
        for text in ["", "US", "US-ZZ", "us-ca", "US-", "USA", "US-CALI", "GB-ENGL", "-CA", "É", "US_CA", "A"]
        {
            assert_eq!(text.parse::<Jurisdiction>(), Err(BadJurisdiction), "{text}");
        }
    }
}
