//! What she kept, as plain dated entries, and the days it makes for each signal.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::signal::Signal;
use crate::caseload::week::WeekCounts;
use crate::check_in::{Answer, Carried, CheckIn, Chip};

/// A practice of release, as far as she put numbers on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Released {
    /// The day it was for her.
    pub day: Date,
    /// 0 to 10 before it, if she said.
    pub before: Option<u8>,
    /// 0 to 10 after it, if she said.
    pub after: Option<u8>,
}

impl Released {
    /// Points taken away; below zero where there was more afterwards.
    #[must_use]
    pub fn relief(&self) -> Option<f64> {
        Some(f64::from(self.before?.min(10)) - f64::from(self.after?.min(10)))
    }
}

/// Everything looked back on. Entries may come in any order; several of one day become one day.
#[derive(Debug, Clone, Copy)]
pub struct Diary<'a> {
    /// Check-ins.
    pub check_ins: &'a [CheckIn],
    /// Weeks of her caseload.
    pub weeks: &'a [WeekCounts],
    /// Practices of release.
    pub releases: &'a [Released],
    /// First days of chapters that she said begin a new baseline.
    pub chapters: &'a [Date],
    /// What is followed; usually [`Signal::defaults`] and her own chips.
    pub followed: &'a [Signal],
}

/// What a day holds for a signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A number: a step, 1 or 0 for a chip, sessions in the week that begins here, points of relief.
    Value(f64),
    /// She looked and could not tell.
    CantTell,
    /// She looked and there was nothing there; for a chip that is a 0 instead.
    NothingThere,
    /// She went past the question.
    Skipped,
    /// The question never came up.
    NotAsked,
}

impl Mark {
    /// The number, if there is one.
    #[must_use]
    pub const fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::CantTell | Self::NothingThere | Self::Skipped | Self::NotAsked => None,
        }
    }

    /// Of several on one day, the one that says most speaks for it; numbers are averaged.
    const fn telling(self) -> u8 {
        match self {
            Self::Value(_) => 4,
            Self::CantTell => 3,
            Self::NothingThere => 2,
            Self::Skipped => 1,
            Self::NotAsked => 0,
        }
    }
}

/// One day of a signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Which.
    pub day: Date,
    /// What is there.
    pub mark: Mark,
}

impl Diary<'_> {
    /// The days of a signal, earliest first, each at most once. Days on which nothing was kept are absent.
    #[must_use]
    pub fn days(&self, signal: &Signal) -> Vec<Day> {
        match signal {
            Signal::Carrying => averaged(self.check_ins.iter().map(|it| (it.day, carrying(&it.carrying)))),
            Signal::CantTell => {
                any_of_day(self.check_ins.iter().map(|it| (it.day, cannot_tell(&it.carrying))))
            }
            Signal::CameHome(chip) => {
                any_of_day(self.check_ins.iter().map(|it| (it.day, came_home(it, chip))))
            }
            Signal::Load => {
                averaged(self.weeks.iter().map(|it| (it.monday, Mark::Value(f64::from(it.sessions)))))
            }
            Signal::Release => averaged(
                self.releases.iter().map(|it| (it.day, it.relief().map_or(Mark::NotAsked, Mark::Value))),
            ),
        }
    }

    /// The first day of the chapter she is in on `today`, if any has begun.
    #[must_use]
    pub fn chapter_on(&self, today: Date) -> Option<Date> {
        self.chapters.iter().copied().filter(|first| *first <= today).max()
    }
}

fn carrying(answer: &Answer<Carried>) -> Mark {
    match answer {
        Answer::Given(Carried::Step(step)) => Mark::Value(f64::from(step.number())),
        Answer::Given(Carried::CantTell) => Mark::CantTell,
        Answer::NothingThere => Mark::NothingThere,
        Answer::Skipped => Mark::Skipped,
        Answer::NotAsked => Mark::NotAsked,
    }
}

fn cannot_tell(answer: &Answer<Carried>) -> Mark {
    match answer {
        Answer::Given(Carried::CantTell) => Mark::Value(1.0),
        Answer::Given(Carried::Step(_)) | Answer::NothingThere => Mark::Value(0.0),
        Answer::Skipped => Mark::Skipped,
        Answer::NotAsked => Mark::NotAsked,
    }
}

fn came_home(check_in: &CheckIn, chip: &Chip) -> Mark {
    match &check_in.came_home {
        Answer::Given(chosen) => Mark::Value(f64::from(u8::from(chosen.chips().contains(chip)))),
        Answer::NothingThere => Mark::Value(0.0),
        Answer::Skipped => Mark::Skipped,
        Answer::NotAsked => Mark::NotAsked,
    }
}

/// Numbers of one day become their mean.
fn averaged(entries: impl Iterator<Item = (Date, Mark)>) -> Vec<Day> {
    by_day(entries, |values| values.iter().sum::<f64>() / values.len() as f64)
}

/// What was there once was there that day.
fn any_of_day(entries: impl Iterator<Item = (Date, Mark)>) -> Vec<Day> {
    by_day(entries, |values| values.iter().copied().fold(0.0, f64::max))
}

fn by_day(entries: impl Iterator<Item = (Date, Mark)>, together: fn(&[f64]) -> f64) -> Vec<Day> {
    let mut all: Vec<(Date, Mark)> = entries.collect();
    if all.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return all.into_iter().map(|(day, mark)| Day { day, mark }).collect();
    }
    all.sort_by_key(|(day, _)| *day);
    let mut days: BTreeMap<Date, (Mark, Vec<f64>)> = BTreeMap::new();
    for (day, mark) in all {
        let (most, values) = days.entry(day).or_insert((mark, Vec::new()));
        if mark.telling() > most.telling() {
            *most = mark;
        }
        values.extend(mark.value());
    }
    days.into_iter()
        .map(|(day, (mark, values))| {
            let mark = if values.is_empty() { mark } else { Mark::Value(together(&values)) };
            Day { day, mark }
        })
        .collect()
}
