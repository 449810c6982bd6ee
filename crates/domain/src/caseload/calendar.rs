//! Bringing a calendar in: an `.ics` file (RFC 5545) becomes sessions with a start and a length, and counts of what was
//! left behind and why.
//!
//! An [`Import`] works in steps, so that a screen can show how far it is; dropping it cancels it. Events are parsed one
//! by one and at once reduced to what counting needs. Recurrence is expanded here rather than by the parser, keyed by
//! UID and bounded by a window: `docs/decisions/own-recurrence.md` says why.

mod event;
mod inline_zone;
mod lines;
mod problem;
mod recurrence;
mod rule;
mod series;
#[cfg(test)]
mod slow;
mod when;
mod windows_zones;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use protocol::{Digest, Timestamp};
use serde::{Deserialize, Serialize};

pub use problem::{Fault, Problem, Refused};

use self::event::{Event, read_event};
use self::inline_zone::read_zone;
use self::lines::{Found, Lines};
use self::problem::Problems;
use self::series::{Instance, Span, instances};
use self::zones::{ZoneNames, Zones};
use super::session::{Reason, SessionRule};
use super::{Occurrence, Window, monday_of};

/// The largest file that is read.
pub const MOST_BYTES: u64 = 10 * 1024 * 1024;
/// The most events of one file, a series being one event and each moved instance another.
pub const MOST_EVENTS: u32 = 50_000;
/// The most sessions kept of one file.
pub const MOST_SESSIONS: u32 = 100_000;
/// The longest window, in years.
const MOST_YEARS: i16 = 10;

/// What to look for in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What counts as a session.
    pub rule: SessionRule,
    /// The days that matter.
    pub window: Window,
    /// Her own time zone, by its IANA name, as her device says.
    pub home: String,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// How much of this stage is done (bytes when reading, events when counting) …
    pub done: u32,
    /// … out of how much.
    pub of: u32,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading events out of the file.
    Reading,
    /// Expanding series and counting.
    Counting,
    /// Nothing is left to do but [`Import::finish`].
    Done,
}

/// What a file held, as far as anyone will know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The sessions, earliest first.
    pub sessions: Vec<Occurrence>,
    /// The days inside the window for which this file speaks: from the first to the last day on which it has anything
    /// at all. A feed that forgets old events says nothing about them. `None` if it has nothing inside the window.
    pub covers: Option<Window>,
    /// How many events inside the window were no sessions, and why.
    pub left_behind: BTreeMap<Reason, u32>,
    /// Sessions in each week, from the first with any to the last.
    pub weeks: Vec<WeekPreview>,
    /// What could not be used, by line: the first hundred.
    pub problems: Vec<Problem>,
    /// How many more problems there were.
    pub more_problems: u32,
    /// How many events the file has.
    pub events: u32,
}

/// One week of the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekPreview {
    /// The day on which the week begins.
    pub monday: Date,
    /// How many sessions it has.
    pub sessions: u32,
}

/// A file being brought in.
#[derive(Debug)]
pub struct Import {
    file: Vec<u8>,
    lines: Lines,
    question: Question,
    home: TimeZone,
    is_calendar: bool,
    cancels: bool,
    names: ZoneNames,
    events: Vec<Event>,
    nameless: BTreeMap<DateTime, u32>,
    broken: BTreeSet<Digest>,
    problems: Problems,
    counting: Option<Counting>,
}

/// The second half of an import, when every event and zone is known.
#[derive(Debug)]
struct Counting {
    zones: Zones,
    span: Span,
    next: usize,
    sessions: Vec<Occurrence>,
    left_behind: BTreeMap<Reason, u32>,
    days: Option<(Date, Date)>,
}

/// Brings a whole file in at once.
pub fn import(file: Vec<u8>, question: Question) -> Result<Imported, Refused> {
    Import::new(file, question)?.finish()
}

impl Import {
    /// Begins; refuses at once what is too large.
    pub fn new(file: Vec<u8>, question: Question) -> Result<Self, Refused> {
        let bytes = file.len() as u64;
        if bytes > MOST_BYTES {
            return Err(Refused::TooLarge { bytes, most: MOST_BYTES });
        }
        let Window { from, until } = question.window;
        if from.year() < 1970
            || until <= from
            || until.year() - from.year() > MOST_YEARS
            || until.year() > 9000
        {
            return Err(Refused::Window);
        }
        let home = zones::find(&question.home).ok_or(Refused::UnknownHome)?;
        Ok(Self {
            file: as_lines(file),
            lines: Lines::default(),
            question,
            home,
            is_calendar: false,
            cancels: false,
            names: ZoneNames::default(),
            events: Vec::new(),
            nameless: BTreeMap::new(),
            broken: BTreeSet::new(),
            problems: Problems::default(),
            counting: None,
        })
    }

    /// Does a little more: `events` of them, read or counted.
    pub fn step(&mut self, events: usize) -> Result<Progress, Refused> {
        for _ in 0..events.max(1) {
            let goes_on = match &mut self.counting {
                None => self.read_next()?,
                Some(counting) => {
                    counting.count_next(&self.events, &self.question.rule, &self.home, &mut self.problems)?
                }
            };
            if !goes_on {
                break;
            }
        }
        Ok(self.progress())
    }

    /// Does all that is left, and answers.
    pub fn finish(mut self) -> Result<Imported, Refused> {
        while self.step(1_000)?.stage != Stage::Done {}
        let Some(Counting { mut sessions, left_behind, days, .. }) = self.counting else {
            return Err(Refused::NotACalendar);
        };
        sessions.sort_unstable_by_key(|session| (session.at, session.identity));
        sessions.shrink_to_fit();
        self.problems.first.sort_unstable();
        self.problems.first.dedup();
        Ok(Imported {
            weeks: preview(&sessions),
            sessions,
            covers: days.map(|(first, last)| Window { from: first, until: last.tomorrow().unwrap_or(last) }),
            left_behind,
            problems: self.problems.first,
            more_problems: self.problems.more,
            events: self.events.len() as u32,
        })
    }

    fn progress(&self) -> Progress {
        let (stage, done, of) = match &self.counting {
            None => (Stage::Reading, self.lines.position(), self.file.len()),
            Some(counting) if counting.next < self.events.len() => {
                (Stage::Counting, counting.next, self.events.len())
            }
            Some(_) => (Stage::Done, self.events.len(), self.events.len()),
        };
        Progress { stage, done: done as u32, of: of as u32 }
    }

    /// Reads one component; at the end of the file, turns to counting.
    fn read_next(&mut self) -> Result<bool, Refused> {
        match self.lines.next(&self.file) {
            None => {
                self.begin_counting()?;
                return Ok(true);
            }
            Some(Found::Calendar) => {
                self.is_calendar = true;
                self.cancels = false;
                self.names.next_calendar();
            }
            Some(Found::CancelMethod) => self.cancels = true,
            Some(Found::Unended(line)) => self.problems.add(line, Fault::NeverEnds),
            Some(Found::Stray(line)) => self.problems.add(line, Fault::NotALine),
            Some(Found::Zone(range, line)) => {
                let last = self.question.window.until.at(0, 0, 0, 0);
                let until = last.saturating_add(jiff::SignedDuration::from_hours(24 * 800));
                match read_zone(&self.file[range], line, until) {
                    Ok((name, zone)) => self.names.describe(&name, zone),
                    Err(line) => self.problems.add(line, Fault::Zone),
                }
            }
            Some(Found::Event(range, line)) => {
                self.is_calendar = true;
                self.read_event(range, line)?;
            }
        }
        Ok(true)
    }

    fn read_event(&mut self, range: core::ops::Range<usize>, line: u32) -> Result<(), Refused> {
        if self.events.len() >= MOST_EVENTS as usize {
            return Err(Refused::TooManyEvents { most: MOST_EVENTS });
        }
        let rule = &self.question.rule;
        match read_event(&self.file[range], line, &mut self.names, rule, &mut self.nameless) {
            Ok(mut event) => {
                event.cancelled |= self.cancels;
                self.events.push(event);
            }
            Err(broken) => {
                self.problems.add(broken.line, broken.fault);
                self.broken.extend(broken.uid);
            }
        }
        Ok(())
    }

    fn begin_counting(&mut self) -> Result<(), Refused> {
        if !self.is_calendar {
            return Err(Refused::NotACalendar);
        }
        self.file = Vec::new();
        self.events.retain(|event| !self.broken.contains(&event.uid));
        self.events.sort_by_key(|event| event.uid);
        let (zones, unknown) = core::mem::take(&mut self.names).resolve(&self.home);
        for line in unknown {
            self.problems.add(line, Fault::UnknownZone);
        }
        let Window { from, until } = self.question.window;
        let begins = |day: Date| {
            let midnight = day.at(0, 0, 0, 0);
            self.home.to_ambiguous_timestamp(midnight).compatible().map_err(|_| Refused::Window)
        };
        self.counting = Some(Counting {
            zones,
            span: Span { from: begins(from)?, until: begins(until)?, days: (from, until) },
            next: 0,
            sessions: Vec::new(),
            left_behind: BTreeMap::new(),
            days: None,
        });
        Ok(())
    }
}

impl Counting {
    /// Counts the next UID's events; false when none is left.
    fn count_next(
        &mut self,
        events: &[Event],
        rule: &SessionRule,
        home: &TimeZone,
        problems: &mut Problems,
    ) -> Result<bool, Refused> {
        let Some(first) = events.get(self.next) else { return Ok(false) };
        let group = &events[self.next..];
        let group = &group[..group.partition_point(|event| event.uid == first.uid)];
        self.next += group.len();
        match instances(group, &self.zones, &self.span) {
            Err(_) => problems.add(first.line, Fault::TooOften),
            Ok(found) if found.is_empty() => self.leave(Reason::OutsideWindow),
            Ok(found) => {
                for instance in &found {
                    self.count(instance, rule, home)?;
                }
            }
        }
        Ok(true)
    }

    fn count(&mut self, instance: &Instance<'_>, rule: &SessionRule, home: &TimeZone) -> Result<(), Refused> {
        let starts: DateTime = home.to_datetime(instance.starts);
        let day = starts.date();
        self.days = Some(self.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        let minutes = u32::try_from(instance.seconds / 60).unwrap_or(u32::MAX);
        let reason = judge(instance, minutes, rule);
        if let Some(reason) = reason {
            self.leave(reason);
            return Ok(());
        }
        if self.sessions.len() >= MOST_SESSIONS as usize {
            return Err(Refused::TooManySessions { most: MOST_SESSIONS });
        }
        let identity = [&instance.event.uid.0, instance.name.as_bytes()].concat();
        let at = Timestamp(u64::try_from(instance.starts.as_millisecond()).unwrap_or(0));
        self.sessions.push(Occurrence { identity: Digest::of(&identity), starts, at, minutes });
        Ok(())
    }

    fn leave(&mut self, reason: Reason) {
        *self.left_behind.entry(reason).or_default() += 1;
    }
}

fn judge(instance: &Instance<'_>, minutes: u32, rule: &SessionRule) -> Option<Reason> {
    let event = instance.event;
    if event.cancelled || instance.main.is_some_and(|main| main.cancelled) {
        return Some(Reason::Cancelled);
    }
    if instance.all_day {
        return Some(Reason::AllDay);
    }
    if event.free {
        return Some(Reason::Free);
    }
    if let Some(reason) = rule.refuses_length(minutes) {
        return Some(reason);
    }
    let words = event.words.or_else(|| instance.main?.words).unwrap_or_else(|| rule.admits_words(""));
    (!words).then_some(Reason::Words)
}

fn preview(sessions: &[Occurrence]) -> Vec<WeekPreview> {
    let mut weeks: Vec<WeekPreview> = Vec::new();
    for session in sessions {
        let monday = monday_of(session.day());
        while weeks.last().is_none_or(|last| last.monday < monday) {
            let next = weeks
                .last()
                .map_or(monday, |last| last.monday.saturating_add(jiff::SignedDuration::from_hours(24 * 7)));
            weeks.push(WeekPreview { monday: next, sessions: 0 });
        }
        if let Some(week) = weeks.iter_mut().rev().find(|week| week.monday == monday) {
            week.sessions += 1;
        }
    }
    weeks
}

/// The bytes as lines that end in a line feed: no byte order mark, UTF-16 read as it is meant, and the line ends of old
/// machines. What is not UTF-8 is replaced later, event by event.
fn as_lines(mut file: Vec<u8>) -> Vec<u8> {
    let utf16 = |order: fn([u8; 2]) -> u16| -> Vec<u8> {
        let units = file[2..].chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        let text: String =
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        text.into_bytes()
    };
    match file.as_slice() {
        [0xFF, 0xFE, ..] => file = utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => file = utf16(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, ..] => {
            file.drain(..3);
        }
        _ => {}
    }
    if !file.contains(&b'\n') {
        for byte in file.iter_mut().filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
    }
    file
}

#[cfg(test)]
mod tests;
