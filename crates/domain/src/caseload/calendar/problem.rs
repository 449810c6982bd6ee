//! What was wrong with a file, by line. A fault never quotes the file: what stands on a line may be someone's name.

use serde::{Deserialize, Serialize};

/// Something in the file that could not be used, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// Counted from one, as editors do.
    pub line: u32,
    /// What is the matter.
    pub fault: Fault,
}

/// What is the matter with a line, or with the event that begins there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The line is not of a calendar; it was passed over.
    NotALine,
    /// The event or zone that begins here never ends; it was left out.
    NeverEnds,
    /// The event could not be read; it was left out.
    Unreadable,
    /// The event has no start; it was left out.
    NoStart,
    /// A date could not be read; the event was left out.
    Date,
    /// A duration could not be read; the event was left out.
    Duration,
    /// The event ends before it starts; it was left out.
    EndsBeforeItStarts,
    /// How the event repeats could not be read; it was left out with its whole series.
    Rule,
    /// The series repeats too often to be sessions; it was left out.
    TooOften,
    /// The file's own description of a time zone could not be read.
    Zone,
    /// A time zone that nobody knows: its times were read as hers.
    UnknownZone,
}

/// Why a file was refused as a whole. Nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refused")]
pub enum Refused {
    /// Too many bytes.
    #[error(
        "this calendar has {bytes} bytes, and {most} is the most: export a shorter span and bring that in"
    )]
    TooLarge {
        /// How many it has.
        bytes: u64,
        /// How many it may have.
        most: u64,
    },
    /// Too many events.
    #[error("this calendar has more than {most} events: export a shorter span and bring that in")]
    TooManyEvents {
        /// How many it may have.
        most: u32,
    },
    /// Too many sessions inside the window.
    #[error("this calendar has more than {most} sessions in these weeks: choose fewer weeks")]
    TooManySessions {
        /// How many it may have.
        most: u32,
    },
    /// Nothing in it is a calendar.
    #[error("this file is not a calendar: its name should end in .ics")]
    NotACalendar,
    /// Her own time zone is not known.
    #[error("your own time zone is not known")]
    UnknownHome,
    /// The window ends before it begins, or is longer than ten years.
    #[error("these weeks cannot be counted: choose at most ten years")]
    Window,
}

/// How many problems are told one by one.
pub(crate) const MOST_PROBLEMS: usize = 100;

/// Problems met so far; past [`MOST_PROBLEMS`] they are only counted.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) first: Vec<Problem>,
    pub(crate) more: u32,
}

impl Problems {
    pub(crate) fn add(&mut self, line: u32, fault: Fault) {
        if self.first.len() < MOST_PROBLEMS {
            self.first.push(Problem { line, fault });
        } else {
            self.more += 1;
        }
    }
}
