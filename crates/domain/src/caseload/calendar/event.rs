//! One `VEVENT` as far as counting needs it. Its title and categories are judged and forgotten here; people, places and
//! notes are never looked at.

use std::collections::BTreeMap;

use calcard::icalendar::{
    ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarPeriod, ICalendarProperty,
    ICalendarStatus, ICalendarTransparency, ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::civil::{Date, DateTime};
use protocol::Digest;

use super::lines::values;
use super::problem::Fault;
use super::rule::Rule;
use super::when::{Length, When};
use super::zones::ZoneNames;
use crate::caseload::session::SessionRule;

/// What is kept of an event while the file is being read.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) line: u32,
    /// SHA-256 of the UID; events with the same one are one series.
    pub(crate) uid: Digest,
    pub(crate) start: When,
    pub(crate) length: Length,
    pub(crate) recurrence: Option<RecurrenceId>,
    pub(crate) version: Version,
    pub(crate) repeats: Option<Box<Repeats>>,
    pub(crate) cancelled: bool,
    pub(crate) free: bool,
    /// Whether its words are those of a session; unknown when it has none.
    pub(crate) words: Option<bool>,
}

/// An event that cannot be counted rightly: the line, what is the matter, and the series that it spoils.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) line: u32,
    pub(crate) fault: Fault,
    pub(crate) uid: Option<Digest>,
}

/// Which one of a series an event replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecurrenceId {
    pub(crate) when: When,
    pub(crate) and_future: bool,
}

/// The later one wins: `SEQUENCE`, then `LAST-MODIFIED` or `DTSTAMP` (RFC 5546, 2.1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) sequence: i64,
    pub(crate) stamp: i64,
}

/// How a series repeats.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    pub(crate) rules: Vec<Rule>,
    pub(crate) except_rules: Vec<Rule>,
    pub(crate) dates: Vec<(When, Option<Length>)>,
    pub(crate) except_dates: Vec<When>,
}

/// Parses the text of one component, nested ones left out.
pub(crate) fn parse_component(component: &[u8]) -> Option<ICalendarComponent> {
    let text = String::from_utf8_lossy(component);
    match Parser::new(&text).entry() {
        Entry::ICalendar(mut parsed) if !parsed.components.is_empty() => {
            Some(parsed.components.swap_remove(0))
        }
        _ => None,
    }
}

/// Reads one event. One without a UID (RFC 5545, 3.8.4.7 demands one) is known by its start, and by how many such came
/// before it, which `nameless` counts.
pub(crate) fn read_event(
    component: &[u8],
    line: u32,
    zones: &mut ZoneNames,
    session: &SessionRule,
    nameless: &mut BTreeMap<DateTime, u32>,
) -> Result<Event, Broken> {
    zones.at_line(line);
    let unreadable = Broken { line, fault: Fault::Unreadable, uid: None };
    let parsed = parse_component(component).ok_or(unreadable)?;
    let uid = parsed.property(&ICalendarProperty::Uid).and_then(text);
    let uid = uid.filter(|uid| !uid.trim().is_empty()).map(|uid| Digest::of(uid.trim().as_bytes()));
    let mut reading = Reading { component, line, zones, session };
    let mut event = reading.event(&parsed).map_err(|(line, fault)| Broken { line, fault, uid })?;
    event.uid = uid.unwrap_or_else(|| {
        let start = event.start.wall_clock();
        let before = nameless.entry(start).or_default();
        *before += 1;
        Digest::of(format!("\0{start}\0{before}").as_bytes())
    });
    Ok(event)
}

/// One event being read.
struct Reading<'r> {
    component: &'r [u8],
    line: u32,
    zones: &'r mut ZoneNames,
    session: &'r SessionRule,
}

impl Reading<'_> {
    fn event(&mut self, parsed: &ICalendarComponent) -> Result<Event, (u32, Fault)> {
        let mut event = Event {
            line: self.line,
            uid: Digest([0; 32]),
            start: When::Day(Date::MIN),
            length: Length::Unsaid,
            recurrence: None,
            version: Version { sequence: 0, stamp: 0 },
            repeats: None,
            cancelled: false,
            free: false,
            words: None,
        };
        let mut start = None;
        let mut repeats = Repeats::default();
        let mut words = String::new();
        for entry in &parsed.entries {
            match &entry.name {
                ICalendarProperty::Summary | ICalendarProperty::Categories => gather(entry, &mut words),
                ICalendarProperty::Dtstart => start = Some(self.one(entry, "DTSTART")?),
                ICalendarProperty::Dtend => event.length = Length::Until(self.one(entry, "DTEND")?),
                ICalendarProperty::Duration => match entry.values.first() {
                    Some(ICalendarValue::Duration(duration)) => event.length = Length::from(duration),
                    _ => return Err((self.line_of("DURATION"), Fault::Duration)),
                },
                ICalendarProperty::RecurrenceId => {
                    let when = self.one(entry, "RECURRENCE-ID")?;
                    let and_future = entry.params.iter().any(|it| it.name == ICalendarParameterName::Range);
                    event.recurrence = Some(RecurrenceId { when, and_future });
                }
                ICalendarProperty::Exdate => {
                    let dates = When::read_all(entry, self.zones);
                    repeats.except_dates.extend(dates.ok_or_else(|| (self.line_of("EXDATE"), Fault::Date))?);
                }
                ICalendarProperty::Rdate => {
                    read_dates(entry, self.zones, &mut repeats)
                        .ok_or_else(|| (self.line_of("RDATE"), Fault::Date))?;
                }
                ICalendarProperty::Rrule => self.rules("RRULE", &mut repeats.rules)?,
                ICalendarProperty::Exrule => self.rules("EXRULE", &mut repeats.except_rules)?,
                _ => read_standing(entry, &mut event),
            }
        }
        // A cancelled one may leave out its start (RFC 5546, 3.2.5): then it is the one it cancels.
        let own = event.recurrence.filter(|_| event.cancelled).map(|id| id.when);
        event.start = start.or(own).ok_or((self.line, Fault::NoStart))?;
        if ends_before_it_starts(&event) {
            return Err((self.line_of("DTEND"), Fault::EndsBeforeItStarts));
        }
        event.words = (!words.is_empty()).then(|| self.session.admits_words(&words));
        let is_single =
            repeats.rules.is_empty() && repeats.dates.is_empty() && repeats.except_dates.is_empty();
        event.repeats = (!is_single).then(|| Box::new(repeats));
        Ok(event)
    }

    fn one(&mut self, entry: &ICalendarEntry, name: &str) -> Result<When, (u32, Fault)> {
        let read = When::read_all(entry, self.zones).and_then(|all| all.first().copied());
        read.ok_or_else(|| (self.line_of(name), Fault::Date))
    }

    /// Every rule of that name is read at the first one, from the text: see [`Rule`].
    fn rules(&self, name: &str, rules: &mut Vec<Rule>) -> Result<(), (u32, Fault)> {
        rules.clear();
        for (line, text) in values(self.component, self.line, name) {
            rules.push(Rule::parse(&text).ok_or((line, Fault::Rule))?);
        }
        Ok(())
    }

    fn line_of(&self, name: &str) -> u32 {
        values(self.component, self.line, name).first().map_or(self.line, |(line, _)| *line)
    }
}

/// Whether it takes place, and which version of it this is.
fn read_standing(entry: &ICalendarEntry, event: &mut Event) {
    match (&entry.name, entry.values.first()) {
        (ICalendarProperty::Sequence, Some(ICalendarValue::Integer(sequence))) => {
            event.version.sequence = *sequence;
        }
        (ICalendarProperty::LastModified, _) => event.version.stamp = stamp(entry),
        (ICalendarProperty::Dtstamp, _) if event.version.stamp == 0 => event.version.stamp = stamp(entry),
        (ICalendarProperty::Status, Some(ICalendarValue::Status(ICalendarStatus::Cancelled))) => {
            event.cancelled = true;
        }
        (
            ICalendarProperty::Transp,
            Some(ICalendarValue::Transparency(ICalendarTransparency::Transparent)),
        ) => {
            event.free = true;
        }
        (ICalendarProperty::Other(name), _) if name.eq_ignore_ascii_case("X-MICROSOFT-CDO-BUSYSTATUS") => {
            event.free |= text(entry).is_some_and(|status| status.eq_ignore_ascii_case("FREE"));
        }
        _ => {}
    }
}

fn gather(entry: &ICalendarEntry, words: &mut String) {
    for value in &entry.values {
        if let ICalendarValue::Text(value) = value {
            words.push_str(value);
            words.push('\n');
        }
    }
}

fn ends_before_it_starts(event: &Event) -> bool {
    match (event.start, event.length) {
        (When::Day(start), Length::Until(When::Day(end))) => end < start,
        (When::Utc(start), Length::Until(When::Utc(end))) => end < start,
        (When::Local(start, here), Length::Until(When::Local(end, there))) => here == there && end < start,
        _ => false,
    }
}

fn text(entry: &ICalendarEntry) -> Option<String> {
    match entry.values.first() {
        Some(ICalendarValue::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

fn stamp(entry: &ICalendarEntry) -> i64 {
    match entry.values.first() {
        Some(ICalendarValue::PartialDateTime(stamp)) => stamp.to_timestamp().unwrap_or(0),
        _ => 0,
    }
}

fn read_dates(entry: &ICalendarEntry, zones: &mut ZoneNames, repeats: &mut Repeats) -> Option<()> {
    let zone = zones.zone_of(entry);
    for value in &entry.values {
        repeats.dates.push(match value {
            ICalendarValue::PartialDateTime(date) => (When::read(date, zone)?, None),
            ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
                (When::read(start, zone)?, Some(Length::Until(When::read(end, zone)?)))
            }
            ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => {
                (When::read(start, zone)?, Some(Length::from(duration)))
            }
            _ => return None,
        });
    }
    Some(())
}
