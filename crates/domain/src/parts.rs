//! Parts, in the sense of IFS: a map of them as she sees it. Names, how near each is, what it carries, links, notes, when
//! it was last heard.
//!
//! It shows and never leads: nothing here asks a part anything, invites a memory, or says what a part is. Parts that get little airtime can be found,
//! gently, and none is ever called neglected.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::check_in::Words;

/// Which part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartId(pub [u8; 16]);

/// How near a part is to her. Stored as its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nearness {
    /// So near that it is hard to tell from herself.
    Blended,
    /// Close by.
    Near,
    /// In sight.
    There,
    /// Far off.
    Far,
    /// Only sensed.
    Hidden,
}

impl Nearness {
    /// All of them, nearest first: the rings of the map.
    pub const ALL: [Self; 5] = [Self::Blended, Self::Near, Self::There, Self::Far, Self::Hidden];

    /// The key its words are filed under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Blended => "blended",
            Self::Near => "near",
            Self::There => "there",
            Self::Far => "far",
            Self::Hidden => "hidden",
        }
    }
}

/// Where a part stands on its ring: thousandths of a turn, clockwise from the top. For the picture only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct Turn(u16);

impl From<u16> for Turn {
    fn from(thousandths: u16) -> Self {
        Self(thousandths % 1_000)
    }
}

impl From<Turn> for u16 {
    fn from(turn: Turn) -> Self {
        turn.0
    }
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What she calls it.
    pub name: Words,
    /// How near it is.
    pub nearness: Nearness,
    /// Where it stands on its ring.
    pub turn: Turn,
    /// What it carries, in her words.
    pub carries: Words,
    /// Anything else.
    pub note: Words,
    /// The day she put it on the map.
    #[serde(with = "protocol::day")]
    pub since: Date,
    /// The days on which she heard from it, earliest first.
    heard: Vec<Heard>,
}

/// A day on which a part was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Heard(#[serde(with = "protocol::day")] Date);

/// How two parts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The first protects the second.
    Protects,
    /// They are at odds.
    AtOdds,
    /// They sit beside each other.
    Beside,
}

/// Why the map was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    /// It has no name.
    #[error("a part needs a name")]
    Nameless,
    /// There are [`PartsMap::LIMIT`] parts.
    #[error("there are 60 parts already")]
    TooMany,
    /// There is no such part.
    #[error("that part is not on the map")]
    NotThere,
    /// A part cannot be linked with itself.
    #[error("a part cannot be linked with itself")]
    Itself,
}

/// The map.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PartsMap {
    #[serde(with = "pairs")]
    parts: BTreeMap<PartId, Part>,
    #[serde(with = "pairs")]
    links: BTreeMap<(PartId, PartId), Link>,
}

/// A part taken away, with its links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    id: PartId,
    part: Part,
    links: BTreeMap<(PartId, PartId), Link>,
}

impl Part {
    /// A part with a name, on a day, and nothing else yet.
    pub fn new(name: &str, since: Date) -> Result<Self, PartError> {
        let name = Words::new(name);
        if name.is_blank() {
            return Err(PartError::Nameless);
        }
        Ok(Self {
            name,
            nearness: Nearness::There,
            turn: Turn::default(),
            carries: Words::default(),
            note: Words::default(),
            since,
            heard: Vec::new(),
        })
    }

    /// Notes that she heard from it on a day; twice on one day is once.
    pub fn hear(&mut self, day: Date) {
        if let Err(at) = self.heard.binary_search(&Heard(day)) {
            self.heard.insert(at, Heard(day));
        }
    }

    /// Takes such a day back.
    pub fn unhear(&mut self, day: Date) {
        self.heard.retain(|it| it.0 != day);
    }

    /// The days, earliest first.
    pub fn heard(&self) -> impl DoubleEndedIterator<Item = Date> + '_ {
        self.heard.iter().map(|it| it.0)
    }

    /// When it was last heard, if ever.
    #[must_use]
    pub fn last_heard(&self) -> Option<Date> {
        self.heard().next_back()
    }
}

impl PartsMap {
    /// The most parts: more cannot be told apart on a map.
    pub const LIMIT: usize = 60;
    /// Days before which nothing is said about airtime.
    const SETTLING: i64 = 28;

    /// Puts a part on the map, or changes the one with that id.
    pub fn put(&mut self, id: PartId, part: Part) -> Result<(), PartError> {
        if part.name.is_blank() {
            return Err(PartError::Nameless);
        }
        if self.parts.len() >= Self::LIMIT && !self.parts.contains_key(&id) {
            return Err(PartError::TooMany);
        }
        self.parts.insert(id, part);
        Ok(())
    }

    /// Takes a part away, and its links; what it hands out can be put back.
    pub fn remove(&mut self, id: PartId) -> Option<Removed> {
        let part = self.parts.remove(&id)?;
        let (gone, kept) = core::mem::take(&mut self.links)
            .into_iter()
            .partition(|((first, second), _)| *first == id || *second == id);
        self.links = kept;
        Some(Removed { id, part, links: gone })
    }

    /// Undoes taking away; links to parts that have gone meanwhile are left out.
    pub fn put_back(&mut self, removed: Removed) -> Result<(), PartError> {
        self.put(removed.id, removed.part)?;
        for ((first, second), link) in removed.links {
            match self.link(first, second, link) {
                Ok(()) | Err(PartError::NotThere) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// A part.
    #[must_use]
    pub fn part(&self, id: PartId) -> Option<&Part> {
        self.parts.get(&id)
    }

    /// A part, to change it. Its name must stay one.
    pub fn part_mut(&mut self, id: PartId) -> Option<&mut Part> {
        self.parts.get_mut(&id)
    }

    /// All parts, nearest first and round each ring, so that the list reads as the picture looks.
    #[must_use]
    pub fn parts(&self) -> Vec<(PartId, &Part)> {
        let mut all: Vec<(PartId, &Part)> = self.parts.iter().map(|(id, part)| (*id, part)).collect();
        all.sort_by_key(|(id, part)| (part.nearness, part.turn, *id));
        all
    }

    /// Links two parts, or changes how they are linked. Between two parts there is one link; who protects comes first.
    pub fn link(&mut self, first: PartId, second: PartId, link: Link) -> Result<(), PartError> {
        if first == second {
            return Err(PartError::Itself);
        }
        if !self.parts.contains_key(&first) || !self.parts.contains_key(&second) {
            return Err(PartError::NotThere);
        }
        self.unlink(first, second);
        let pair = match link {
            Link::Protects => (first, second),
            Link::AtOdds | Link::Beside => (first.min(second), first.max(second)),
        };
        self.links.insert(pair, link);
        Ok(())
    }

    /// Takes the link between two parts away, whichever way round.
    pub fn unlink(&mut self, first: PartId, second: PartId) {
        self.links.remove(&(first, second));
        self.links.remove(&(second, first));
    }

    /// All links: who, whom, how.
    pub fn links(&self) -> impl Iterator<Item = (PartId, PartId, Link)> + '_ {
        self.links.iter().map(|(&(first, second), &link)| (first, second, link))
    }

    /// Parts with little airtime, the longest unheard first: on the map for four weeks, and unheard for longer than twice her usual wait between two hearings of a
    /// part (at least four weeks). At most a third of all, so that it never becomes a list of debts; none before she has noted three hearings at all.
    #[must_use]
    pub fn little_airtime(&self, today: Date) -> Vec<PartId> {
        let Some(usual) = self.usual_wait() else { return Vec::new() };
        let least = (2 * usual).max(Self::SETTLING);
        let mut quiet: Vec<(i64, PartId)> = self
            .parts
            .iter()
            .map(|(id, part)| {
                (days_between(part.last_heard().map_or(part.since, |it| it.max(part.since)), today), *id)
            })
            .filter(|(days, _)| *days > least)
            .collect();
        quiet.sort_by_key(|(days, id)| (core::cmp::Reverse(*days), *id));
        quiet.truncate(self.parts.len() / 3);
        quiet.into_iter().map(|(_, id)| id).collect()
    }

    /// The middle of all waits between two hearings of one part, in days.
    fn usual_wait(&self) -> Option<i64> {
        if self.parts.values().map(|part| part.heard.len()).sum::<usize>() < 3 {
            return None;
        }
        let mut waits: Vec<i64> = self
            .parts
            .values()
            .flat_map(|part| part.heard.windows(2).map(|pair| days_between(pair[0].0, pair[1].0)))
            .collect();
        waits.sort_unstable();
        Some(waits.get(waits.len() / 2).copied().unwrap_or(0))
    }
}

fn days_between(from: Date, until: Date) -> i64 {
    until.duration_since(from).max(SignedDuration::ZERO).as_hours() / 24
}

/// Maps whose keys are no strings, as lists of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
