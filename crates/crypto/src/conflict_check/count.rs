//! What the asker makes of an answer: counts by kind, and the careful words they allow.

use std::collections::BTreeMap;

use super::{Kind, OpenQuestion, ShortTag, TAG_SIZES, VERSION, rises, short_tag};
use crate::bytes::{Reader, WrongLength};
use crate::hazmat::group::{Encoding, Point, decode_all};

/// Why an answer cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// It does not have the form of an answer to this question.
    #[error("this answer does not fit the question")]
    DoesNotFit,
    /// More was found than was asked about, which no honest answer can say.
    #[error("this answer claims to know more than was asked")]
    Impossible,
    /// A newer program answered.
    #[error("this answer was given by a newer version (format {0})")]
    Newer(u8),
}

impl From<WrongLength> for CountError {
    fn from(_: WrongLength) -> Self {
        Self::DoesNotFit
    }
}

/// How many were found, in words that do not pretend to more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// None among those asked about.
    None,
    /// One or two.
    OneOrTwo,
    /// More than two.
    More,
}

impl Band {
    /// The band that `found` falls in.
    #[must_use]
    pub const fn of(found: usize) -> Self {
        match found {
            0 => Self::None,
            1 | 2 => Self::OneOrTwo,
            _ => Self::More,
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// How many people were asked about.
    pub people_asked: u32,
    /// How many identifiers of each kind that was asked about were found.
    pub found: BTreeMap<Kind, usize>,
}

impl Counts {
    /// People found, at least: the most that any strong kind found. Never the sum, since one person has several.
    #[must_use]
    pub fn people_found(&self) -> usize {
        self.found.iter().filter(|(kind, _)| kind.is_strong()).map(|(_, found)| *found).max().unwrap_or(0)
    }

    /// Places found.
    #[must_use]
    pub fn places_found(&self) -> usize {
        self.found_of(Kind::Workplace)
    }

    /// Names found, which may well belong to someone else.
    #[must_use]
    pub fn names_found(&self) -> usize {
        self.found_of(Kind::Name)
    }

    /// How to say [`Counts::people_found`].
    #[must_use]
    pub fn people_band(&self) -> Band {
        Band::of(self.people_found())
    }

    fn found_of(&self, kind: Kind) -> usize {
        self.found.get(&kind).copied().unwrap_or(0)
    }
}

impl OpenQuestion {
    /// Counts what an answer to this question found.
    pub fn count(&self, answer: &[u8]) -> Result<Counts, CountError> {
        let mut reader = Reader::new(answer);
        match reader.u8()? {
            0 => return Err(CountError::DoesNotFit),
            VERSION => {}
            newer => return Err(CountError::Newer(newer)),
        }
        if usize::from(reader.u8()?) != self.batches.len() {
            return Err(CountError::DoesNotFit);
        }
        let mut found = BTreeMap::new();
        for asked in &self.batches {
            let kind = asked.kind;
            let (points, tags) = read_batch(&mut reader, kind, asked.points)?;
            let unblinded = asked.blind.inverse().times(&points, |point| *point);
            let hits =
                unblinded.iter().filter(|point| tags.binary_search(&short_tag(kind, point)).is_ok()).count();
            if hits > asked.asked {
                return Err(CountError::Impossible);
            }
            found.insert(kind, hits);
        }
        reader.end()?;
        Ok(Counts { people_asked: self.people, found })
    }
}

fn read_batch(
    reader: &mut Reader<'_>,
    kind: Kind,
    size: usize,
) -> Result<(Vec<Point>, Vec<ShortTag>), CountError> {
    if reader.u8()? != kind as u8 || usize::from(reader.u16()?) != size {
        return Err(CountError::DoesNotFit);
    }
    let encodings: &[Encoding] = reader.take(size * size_of::<Encoding>())?.as_chunks().0;
    let tag_count = usize::from(reader.u16()?);
    if !TAG_SIZES.contains(&tag_count) {
        return Err(CountError::DoesNotFit);
    }
    let tags: &[ShortTag] = reader.take(tag_count * size_of::<ShortTag>())?.as_chunks().0;
    if !rises(encodings) || !rises(tags) {
        return Err(CountError::DoesNotFit);
    }
    let points = decode_all(encodings).ok_or(CountError::DoesNotFit)?;
    Ok((points, tags.to_vec()))
}
