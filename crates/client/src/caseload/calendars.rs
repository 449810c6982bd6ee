//! Her calendars, when there are several: told apart without a name, and brought in again without losing each other's
//! sessions.
//!
//! A calendar has a number, and the day it was last brought in; its name is never kept. Which of them a file is, she
//! says: it is shown how many of each one's sessions are in the file, and the likeliest is proposed.

use std::collections::{BTreeMap, BTreeSet};

use domain::caseload::{Occurrence, Window};
use jiff::civil::Date;
use protocol::Digest;
use serde::{Deserialize, Serialize};

use crate::records::caseload::{CalendarRow, KeptSession};

/// Which of her calendars a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// One that was not brought in before. It takes nothing from the others.
    Another,
    /// The one with this number. What the file no longer has, inside the days it speaks of, goes.
    Same(u32),
}

/// A file that was read, before she keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookingOver {
    /// The calendars brought in before, which it may be one of.
    pub calendars: Vec<CalendarView>,
    /// What it most likely is: the one it shares most sessions with, otherwise another.
    pub likely: Which,
}

/// One of her calendars beside a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// Its number.
    pub number: u32,
    /// The day it was last brought in, if that is known.
    pub brought_in_on: Option<Date>,
    /// How many sessions of it are kept.
    pub sessions: usize,
    /// How many of them are in the file.
    pub shared: usize,
}

/// What a file held, under identities that only this vault can make.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub(super) sessions: Vec<Occurrence>,
    pub(super) covers: Option<Window>,
}

impl File {
    /// The file beside every calendar brought in before.
    pub(super) fn beside(&self, rows: &[CalendarRow], kept: &[KeptSession]) -> LookingOver {
        let there: BTreeSet<Digest> = self.sessions.iter().map(|session| session.identity).collect();
        let calendars: Vec<_> = rows
            .iter()
            .map(|row| {
                let own = || kept.iter().filter(|session| session.calendar == row.number);
                CalendarView {
                    number: row.number,
                    brought_in_on: row.brought_in_on,
                    sessions: own().count(),
                    shared: own().filter(|kept| there.contains(&kept.session().identity)).count(),
                }
            })
            .collect();
        let most = calendars.iter().filter(|calendar| calendar.shared > 0).max_by_key(|it| it.shared);
        let likely = most.map_or(Which::Another, |calendar| Which::Same(calendar.number));
        LookingOver { calendars, likely }
    }
}

/// The number of the calendar meant; `None` if there is none of that number.
pub(super) fn number_of(which: Which, rows: &[CalendarRow]) -> Option<u32> {
    match which {
        Which::Another => Some(rows.iter().map(|row| row.number + 1).max().unwrap_or(0)),
        Which::Same(number) => rows.iter().any(|row| row.number == number).then_some(number),
    }
}

/// Every session once, earliest first. Someone invited by two of her calendars is still seen once.
pub(super) fn each_once(kept: impl IntoIterator<Item = KeptSession>) -> Vec<Occurrence> {
    let once: BTreeMap<Digest, Occurrence> =
        kept.into_iter().map(|kept| (kept.session().identity, kept.session())).collect();
    let mut sessions: Vec<_> = once.into_values().collect();
    sessions.sort_unstable_by_key(|session| (session.at, session.identity));
    sessions
}
