//! How much fits into each part of a listing, and what is said when it does not.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::Listing;

/// The most a listing may hold. Lengths of text are in characters.
pub struct Limits;

impl Limits {
    /// Bytes of the whole text.
    pub const BODY: usize = 64 * 1024;
    /// Her name.
    pub const NAME: usize = 80;
    /// Her letter.
    pub const WORDS: usize = 4_000;
    /// Licences.
    pub const LICENCES: usize = 16;
    /// A licence's number.
    pub const LICENCE_NUMBER: usize = 40;
    /// Authorities under compacts.
    pub const AUTHORITIES: usize = 8;
    /// States one authority names.
    pub const AUTHORITY_STATES: usize = 60;
    /// The town.
    pub const TOWN: usize = 80;
    /// Training programmes.
    pub const TRAINING: usize = 8;
    /// A training programme's name.
    pub const TRAINING_NAME: usize = 120;
    /// Ways of working, things people come for, languages: how many of each.
    pub const TERMS: usize = 24;
    /// One such term in her own words.
    pub const TERM: usize = 40;
    /// The fee, in the currency's smallest unit.
    pub const FEE: u32 = 100_000_000;
    /// Days within which a hello is answered.
    pub const ANSWER_DAYS: u8 = 30;
}

/// A part of a listing that a person can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of `Listing` of the same name")]
pub enum Field {
    Id,
    Name,
    Words,
    Licences,
    Authorities,
    Town,
    Training,
    Ways,
    Focus,
    Fee,
    Times,
    Formats,
    Languages,
    AnswersWithinDays,
}

/// One field that does not fit, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which field.
    pub field: Field,
    /// What is the matter, for its author.
    pub what: String,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Words => "words",
            Self::Licences => "licences",
            Self::Authorities => "authorities under compacts",
            Self::Town => "town",
            Self::Training => "training programmes",
            Self::Ways => "ways of working",
            Self::Focus => "focus",
            Self::Fee => "fee",
            Self::Times => "times",
            Self::Formats => "formats",
            Self::Languages => "languages",
            Self::AnswersWithinDays => "days until an answer",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.what)
    }
}

pub(super) fn sentence(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

pub(super) fn problems(listing: &Listing) -> Vec<Problem> {
    let mut found = Found::default();
    if listing.id != crate::ListingId::derive(&listing.signing_key) {
        found.add(Field::Id, "does not belong to the key of this listing".into());
    }
    found.line(Field::Name, &listing.name, Limits::NAME);
    found.letter(&listing.words);
    found.count(Field::Licences, listing.licences.len(), 1, Limits::LICENCES);
    for licence in &listing.licences {
        found.line(Field::Licences, &licence.number, Limits::LICENCE_NUMBER);
        found.line(Field::Licences, licence.kind.as_str(), Limits::TERM);
        found.line(Field::Licences, licence.standing.as_str(), Limits::TERM);
    }
    found.count(Field::Authorities, listing.authorities.len(), 0, Limits::AUTHORITIES);
    for authority in &listing.authorities {
        found.line(Field::Authorities, authority.compact.as_str(), Limits::TERM);
        found.count(Field::Authorities, authority.states.len(), 0, Limits::AUTHORITY_STATES);
    }
    found.line(Field::Town, &listing.town, Limits::TOWN);
    found.count(Field::Training, listing.training.len(), 0, Limits::TRAINING);
    for programme in &listing.training {
        found.line(Field::Training, programme, Limits::TRAINING_NAME);
    }
    found.terms(Field::Ways, 1, listing.ways.iter().map(super::WayOfWorking::as_str));
    found.terms(Field::Focus, 0, listing.focus.iter().map(super::Focus::as_str));
    found.fee(listing);
    found.terms(Field::Times, 0, listing.times.iter().map(super::TimeOfWeek::as_str));
    found.terms(Field::Formats, 1, listing.formats.iter().map(super::MeetingFormat::as_str));
    found.count(Field::Languages, listing.languages.len(), 1, Limits::TERMS);
    if !(1..=Limits::ANSWER_DAYS).contains(&listing.answers_within_days) {
        found.add(Field::AnswersWithinDays, format!("between 1 and {}", Limits::ANSWER_DAYS));
    }
    found.problems
}

#[derive(Default)]
struct Found {
    problems: Vec<Problem>,
}

impl Found {
    fn add(&mut self, field: Field, what: String) {
        self.problems.push(Problem { field, what });
    }

    fn line(&mut self, field: Field, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.add(field, "is empty".into());
        }
        if text.contains('\n') {
            self.add(field, "has a line break".into());
        }
        self.length(field, text, most);
    }

    fn letter(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.add(Field::Words, "is empty".into());
        }
        self.length(Field::Words, text, Limits::WORDS);
    }

    fn length(&mut self, field: Field, text: &str, most: usize) {
        let characters = text.chars().count();
        if characters > most {
            self.add(field, format!("{characters} characters, at most {most} fit"));
        }
        if text.chars().any(is_deceptive) {
            self.add(field, "has an invisible sign in it; type it anew".into());
        }
    }

    fn count(&mut self, field: Field, count: usize, least: usize, most: usize) {
        if count < least {
            self.add(field, format!("at least {least} is needed"));
        }
        if count > most {
            self.add(field, format!("{count}, at most {most} fit"));
        }
    }

    fn terms<'a>(&mut self, field: Field, least: usize, terms: impl ExactSizeIterator<Item = &'a str>) {
        self.count(field, terms.len(), least, Limits::TERMS);
        for term in terms {
            self.line(field, term, Limits::TERM);
        }
    }

    fn fee(&mut self, listing: &Listing) {
        if listing.fee.amount > Limits::FEE {
            self.add(Field::Fee, "is too high to be meant".into());
        }
        if listing.fee.sliding_to.is_some_and(|lowest| lowest > listing.fee.amount) {
            self.add(Field::Fee, "the lowest fee on the sliding scale is above the fee itself".into());
        }
    }
}

/// Signs that are not seen or that turn the text after them around: with them one name can pass for another. The two
/// joiners stay allowed, since several scripts cannot be written without them.
fn is_deceptive(sign: char) -> bool {
    matches!(sign, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (sign.is_control() && sign != '\n')
}
