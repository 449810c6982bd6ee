//! The answer: `version 1 · number of batches 1 · batches, as the question's: kind 1 · number of points 2 · points ·
//! number of tags 2 · tags 8 each`, points and tags rising.

use std::collections::BTreeSet;

use rand_core::CryptoRng;

use super::{
    FEWEST_PEOPLE, Identifier, Kind, MOST_TAGS, Person, Question, ShortTag, TAG_SIZES, VERSION, by_kind,
    padded, short_tag,
};
use crate::hazmat::group::Blind;

/// Why a question is not answered from this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too few people are left once the never-answer list is taken out: a count would say too much about each.
    #[error("nothing is answered from a list of fewer than {FEWEST_PEOPLE} people")]
    TooFewPeople,
    /// More identifiers of one kind than an answer holds.
    #[error("a list holds at most {MOST_TAGS} identifiers of one kind")]
    TooMany(Kind),
}

impl Question {
    /// Answers from the list `people`, as if nobody on the list `never` were known.
    ///
    /// A person is left out with *all* her identifiers as soon as one that may be hers (anything but a workplace) is on
    /// `never`; an identifier on `never` is left out whoever has it.
    pub fn answer(
        &self,
        people: &[Person],
        never: &[Identifier],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, Refusal> {
        let never: BTreeSet<&Identifier> = never.iter().collect();
        let known: Vec<&Person> = people.iter().filter(|person| may_be_counted(person, &never)).collect();
        if known.len() < FEWEST_PEOPLE {
            return Err(Refusal::TooFewPeople);
        }
        let mut texts = by_kind(known);
        for identifier in never {
            texts.entry(identifier.kind).and_modify(|texts| {
                texts.remove(identifier.text.as_str());
            });
        }
        let mut answer = vec![VERSION, self.batches.len() as u8];
        for batch in &self.batches {
            let mine: Vec<&str> = texts.remove(&batch.kind).unwrap_or_default().into_iter().collect();
            let blind = Blind::make(rng);
            let mut points = blind.times(&batch.points, |point| *point);
            points.sort_unstable();
            let tags = make_tags(batch.kind, &mine, &blind, rng)?;
            answer.push(batch.kind as u8);
            answer.extend_from_slice(&(points.len() as u16).to_be_bytes());
            answer.extend_from_slice(points.as_flattened());
            answer.extend_from_slice(&(tags.len() as u16).to_be_bytes());
            tags.iter().for_each(|tag| answer.extend_from_slice(tag));
        }
        Ok(answer)
    }
}

fn may_be_counted(person: &Person, never: &BTreeSet<&Identifier>) -> bool {
    let barred = |identifier: &Identifier| identifier.kind != Kind::Workplace && never.contains(identifier);
    !person.0.is_empty() && !person.0.iter().any(barred)
}

/// The tags of `texts`, and random ones up to one of the sizes.
fn make_tags(
    kind: Kind,
    texts: &[&str],
    blind: &Blind,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<BTreeSet<ShortTag>, Refusal> {
    let size = padded(texts.len(), &TAG_SIZES).ok_or(Refusal::TooMany(kind))?;
    let hash = kind.group_hash();
    let points = blind.times(texts, |text| hash.point(text.as_bytes()));
    let mut tags: BTreeSet<ShortTag> = points.iter().map(|point| short_tag(kind, point)).collect();
    while tags.len() < size {
        let mut random = ShortTag::default();
        rng.fill_bytes(&mut random);
        tags.insert(random);
    }
    Ok(tags)
}
