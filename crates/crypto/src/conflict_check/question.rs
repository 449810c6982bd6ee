//! The question: what travels, and what the asker keeps to understand the answer.
//!
//! ```text
//! travels: version 1 · number of batches 1 · batches, kinds rising: kind 1 · number of points 2 · points 32 each, rising
//! kept:    version 1 · people 4 · number of batches 1 · batches: kind 1 · asked 2 · points 2 · secret scalar 32
//! ```

use core::fmt;

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{Kind, MOST_POINTS, POINT_SIZES, Person, VERSION, by_kind, padded, rises};
use crate::bytes::{Reader, WrongLength};
use crate::hazmat::group::{Blind, Encoding, Point, decode_all, make_points};

/// Why a check cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// There is nobody to ask about.
    #[error("there is nobody to ask about")]
    Nobody,
    /// Too many identifiers for one check.
    #[error("a check asks about at most {MOST_POINTS} points, padding included, and this one needs {points}")]
    TooMany {
        /// How many it would need.
        points: usize,
    },
}

/// Why bytes from outside are not a question that may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// Cut short, too long, of a size that is not offered, or with kinds out of order.
    #[error("this question is not well formed")]
    Malformed,
    /// More than 512 points in all.
    #[error("this question asks about more than {MOST_POINTS} points")]
    TooMany,
    /// A point is repeated, or they are not in order.
    #[error("this question repeats a point or does not sort them")]
    NotRising,
    /// Not the canonical encoding of a point, or the identity.
    #[error("this question holds something that is not a usable point")]
    BadPoint,
    /// A newer program asked.
    #[error("this question was asked by a newer version (format {0})")]
    Newer(u8),
}

impl From<WrongLength> for QuestionError {
    fn from(_: WrongLength) -> Self {
        Self::Malformed
    }
}

/// The kept half of a question does not read back: it was damaged, or a newer program wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the kept half of this question cannot be read")]
pub struct StoredQuestionError;

impl From<WrongLength> for StoredQuestionError {
    fn from(_: WrongLength) -> Self {
        Self
    }
}

/// What the asker keeps until the answer comes, sealed: with it, the question she sent could be read.
#[derive(Clone)]
pub struct OpenQuestion {
    pub(super) people: u32,
    pub(super) batches: Vec<OpenBatch>,
}

#[derive(Clone)]
pub(super) struct OpenBatch {
    pub(super) kind: Kind,
    pub(super) asked: usize,
    pub(super) points: usize,
    pub(super) blind: Blind,
}

impl OpenQuestion {
    /// How many points asking about `people` takes; more than [`MOST_POINTS`] are refused.
    #[must_use]
    pub fn points_needed(people: &[Person]) -> usize {
        by_kind(people).values().map(|texts| padded(texts.len(), &POINT_SIZES).unwrap_or(texts.len())).sum()
    }

    /// Blinds the identifiers of `people`: the bytes to send (sealed), and what to keep until the answer comes.
    pub fn make(people: &[Person], rng: &mut (impl CryptoRng + ?Sized)) -> Result<(Vec<u8>, Self), AskError> {
        let texts = by_kind(people);
        if texts.is_empty() {
            return Err(AskError::Nobody);
        }
        let points = Self::points_needed(people);
        if points > MOST_POINTS {
            return Err(AskError::TooMany { points });
        }
        let named = people.iter().filter(|person| !person.0.is_empty()).count() as u32;
        let mut question = vec![VERSION, texts.len() as u8];
        let mut batches = Vec::with_capacity(texts.len());
        for (kind, texts) in texts {
            let texts: Vec<&str> = texts.into_iter().collect();
            let size = padded(texts.len(), &POINT_SIZES).ok_or(AskError::TooMany { points })?;
            let (blind, hash) = (Blind::make(rng), kind.group_hash());
            let mut blinded = blind.times(&texts, |text| hash.point(text.as_bytes()));
            blinded.extend(make_points(size - texts.len(), rng));
            blinded.sort_unstable();
            question.push(kind as u8);
            question.extend_from_slice(&(size as u16).to_be_bytes());
            question.extend_from_slice(blinded.as_flattened());
            batches.push(OpenBatch { kind, asked: texts.len(), points: size, blind });
        }
        Ok((question, Self { people: named, batches }))
    }

    /// How many people were asked about: those of whom at least one identifier was known.
    #[must_use]
    pub const fn people(&self) -> u32 {
        self.people
    }

    /// The bytes to keep, sealed.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut kept = Zeroizing::new(Vec::with_capacity(6 + 37 * self.batches.len()));
        kept.push(VERSION);
        kept.extend_from_slice(&self.people.to_be_bytes());
        kept.push(self.batches.len() as u8);
        for batch in &self.batches {
            kept.push(batch.kind as u8);
            kept.extend_from_slice(&(batch.asked as u16).to_be_bytes());
            kept.extend_from_slice(&(batch.points as u16).to_be_bytes());
            kept.extend_from_slice(batch.blind.expose());
        }
        kept
    }

    /// Reads what [`OpenQuestion::encode`] wrote.
    pub fn decode(kept: &[u8]) -> Result<Self, StoredQuestionError> {
        let mut kept = Reader::new(kept);
        if kept.u8()? != VERSION {
            return Err(StoredQuestionError);
        }
        let people = kept.u32()?;
        let mut batches = Vec::new();
        for _ in 0..kept.u8()? {
            let kind = Kind::from_byte(kept.u8()?).ok_or(StoredQuestionError)?;
            let (asked, points) = (usize::from(kept.u16()?), usize::from(kept.u16()?));
            let blind = Blind::from_bytes(kept.array()?).ok_or(StoredQuestionError)?;
            if !POINT_SIZES.contains(&points) || asked > points {
                return Err(StoredQuestionError);
            }
            batches.push(OpenBatch { kind, asked, points, blind });
        }
        kept.end()?;
        if !batches.is_sorted_by(|before, after| before.kind < after.kind) {
            return Err(StoredQuestionError);
        }
        Ok(Self { people, batches })
    }
}

impl fmt::Debug for OpenQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenQuestion(hidden)")
    }
}

/// A question that came from outside and may be answered: every rule about its form has been checked.
pub struct Question {
    pub(super) batches: Vec<Batch>,
}

pub(super) struct Batch {
    pub(super) kind: Kind,
    pub(super) points: Vec<Point>,
}

impl Question {
    /// Checks a question's form, and that it holds only distinct, usable points.
    pub fn decode(bytes: &[u8]) -> Result<Self, QuestionError> {
        let mut reader = Reader::new(bytes);
        match reader.u8()? {
            0 => return Err(QuestionError::Malformed),
            VERSION => {}
            newer => return Err(QuestionError::Newer(newer)),
        }
        let raw = read_batches(reader)?;
        // Arithmetic comes last, so that refusing costs next to nothing.
        let batches: Option<Vec<Batch>> = raw
            .into_iter()
            .map(|(kind, encodings)| Some(Batch { kind, points: decode_all(&encodings)? }))
            .collect();
        Ok(Self { batches: batches.ok_or(QuestionError::BadPoint)? })
    }

    /// The kinds that are asked about, and among how many points the asker hides hers.
    pub fn batches(&self) -> impl Iterator<Item = (Kind, usize)> + '_ {
        self.batches.iter().map(|batch| (batch.kind, batch.points.len()))
    }
}

fn read_batches(mut reader: Reader<'_>) -> Result<Vec<(Kind, Vec<Encoding>)>, QuestionError> {
    let mut batches: Vec<(Kind, Vec<Encoding>)> = Vec::new();
    let mut total = 0;
    for _ in 0..reader.u8()? {
        let kind = Kind::from_byte(reader.u8()?).ok_or(QuestionError::Malformed)?;
        let size = usize::from(reader.u16()?);
        if !POINT_SIZES.contains(&size) || batches.last().is_some_and(|(before, _)| *before >= kind) {
            return Err(QuestionError::Malformed);
        }
        total += size;
        if total > MOST_POINTS {
            return Err(QuestionError::TooMany);
        }
        let points: Vec<Encoding> = reader.take(size * 32)?.as_chunks().0.to_vec();
        if !rises(&points) {
            return Err(QuestionError::NotRising);
        }
        batches.push((kind, points));
    }
    reader.end()?;
    if batches.is_empty() { Err(QuestionError::Malformed) } else { Ok(batches) }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.batches()).finish()
    }
}
