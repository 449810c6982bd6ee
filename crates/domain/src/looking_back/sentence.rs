//! The one sentence that comes first, as what it says. Its words are the screen's.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};

use super::Series;
use super::change::Change;
use super::diary::{Day, Mark};
use super::signal::Signal;
use super::usual::{Beside, Enough, UsualRange};

/// Days that count as lately, today included.
const LATELY: i64 = 14;
/// Fewer answers than this lately say nothing.
const FEWEST_LATELY: usize = 3;
/// Days after which nothing is lately.
const LONG_AGO: i64 = 28;
/// Days for which a change is the first thing to say.
const NEW_FOR: i64 = 42;

/// What is said first.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstSentence {
    /// Nothing was kept yet.
    Nothing,
    /// There is something, but too little for a range of her own.
    TooSoon(Enough),
    /// The last entry is some weeks old. Said as a fact, never as a reproach.
    NothingLately {
        /// The day of the last entry.
        last: Date,
    },
    /// Something changed, and could be told in the last six weeks.
    Changed {
        /// What.
        signal: Signal,
        /// How.
        change: Change,
        /// How many other signals changed in those weeks.
        others: usize,
    },
    /// Lately she looked and mostly could not tell.
    CannotTell {
        /// On how many days.
        days: usize,
        /// Of how many on which she looked.
        of: usize,
    },
    /// Where the middle of the last two weeks lies in her usual range; mostly inside.
    Lately {
        /// Where.
        place: Beside,
        /// Mean of the last two weeks, in steps.
        carrying: f64,
        /// Beside what.
        usual: UsualRange,
    },
}

/// The sentence for `today`. `carrying` are all days of [`Signal::Carrying`], `usual` their range.
pub(super) fn first_sentence(
    carrying: &[Day],
    usual: Option<&UsualRange>,
    series: &[Series],
    today: Date,
) -> FirstSentence {
    let looked = |day: &&Day| matches!(day.mark, Mark::Value(_) | Mark::CantTell);
    let Some(last) = carrying.iter().rev().find(looked).map(|it| it.day) else {
        return FirstSentence::Nothing;
    };
    let age = |day: Date| today.duration_since(day);
    let within = |day: Date, days: i64| age(day) < SignedDuration::from_hours(24 * days);
    let lately: Vec<&Day> = carrying.iter().filter(looked).filter(|it| within(it.day, LATELY)).collect();
    let cannot_tell = lately.iter().filter(|it| it.mark == Mark::CantTell).count();
    if lately.len() >= FEWEST_LATELY && 2 * cannot_tell > lately.len() {
        return FirstSentence::CannotTell { days: cannot_tell, of: lately.len() };
    }
    if !within(last, LONG_AGO) {
        return FirstSentence::NothingLately { last };
    }
    let Some(usual) = usual else { return FirstSentence::TooSoon(Enough::of(carrying)) };
    if let Some(changed) = newest_change(series, today) {
        return changed;
    }
    let values: Vec<f64> = lately.iter().filter_map(|it| it.mark.value()).collect();
    if values.len() < FEWEST_LATELY {
        return FirstSentence::NothingLately { last };
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    FirstSentence::Lately { place: usual.place(mean), carrying: mean, usual: *usual }
}

/// Carrying speaks first, then whatever is least likely chance.
fn newest_change(series: &[Series], today: Date) -> Option<FirstSentence> {
    let from = today.saturating_sub(NEW_FOR.days());
    let mut newest: Vec<(&Signal, &Change)> = series
        .iter()
        .filter_map(|it| Some((&it.signal, it.changes.last().filter(|change| change.noticed >= from)?)))
        .collect();
    newest.sort_by(|a, b| {
        let rank = |it: &(&Signal, &Change)| *it.0 != Signal::Carrying;
        rank(a).cmp(&rank(b)).then(a.1.chance.total_cmp(&b.1.chance))
    });
    let (signal, change) = newest.first()?;
    Some(FirstSentence::Changed { signal: (*signal).clone(), change: **change, others: newest.len() - 1 })
}
