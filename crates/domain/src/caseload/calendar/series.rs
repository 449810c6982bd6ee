//! All events of one UID become instances inside a window: the series, less what is excepted, with what was moved.
//!
//! Instances are matched by what the clock of the series shows, so that a `RECURRENCE-ID` or `EXDATE` finds its instance
//! whether it is written in the series' zone, in another, or in UTC.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::event::{Event, Repeats};
use super::recurrence::{Absurd, expand};
use super::rule::{Rule, Until};
use super::when::{Length, When};
use super::zones::{ZoneId, Zones};

/// The days asked for, as moments at her home.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) days: (Date, Date),
}

impl Span {
    fn holds(&self, starts: Timestamp, when: When) -> bool {
        match when {
            When::Day(day) => (self.days.0..self.days.1).contains(&day),
            _ => (self.from..self.until).contains(&starts),
        }
    }
}

/// One time at which something takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instance<'e> {
    /// What says how it is judged.
    pub(crate) event: &'e Event,
    /// The series' main event, whose words count where a moved one has none.
    pub(crate) main: Option<&'e Event>,
    /// Which of the series it is; empty for an event that does not repeat.
    pub(crate) name: String,
    pub(crate) starts: Timestamp,
    pub(crate) seconds: i64,
    pub(crate) all_day: bool,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.line == other.line
    }
}
impl Eq for Event {}

/// Every instance of one UID's events inside the span, in no particular order.
pub(crate) fn instances<'e>(
    events: &'e [Event],
    zones: &Zones,
    span: &Span,
) -> Result<Vec<Instance<'e>>, Absurd> {
    let latest = |best: Option<&'e Event>, next: &'e Event| match best {
        Some(best) if best.version > next.version => Some(best),
        _ => Some(next),
    };
    let main = events.iter().filter(|event| event.recurrence.is_none()).fold(None, latest);
    let Some(main) = main else { return Ok(lone_replacements(events, zones, span)) };
    Series::new(main, zones).instances(events, span)
}

/// Invitations to single dates of a series come without the series itself.
fn lone_replacements<'e>(events: &'e [Event], zones: &Zones, span: &Span) -> Vec<Instance<'e>> {
    let mut latest: BTreeMap<String, &Event> = BTreeMap::new();
    for event in events {
        let Some(id) = event.recurrence else { continue };
        let best = latest.entry(name(id.when, zones)).or_insert(event);
        if event.version >= best.version {
            *best = event;
        }
    }
    latest.into_iter().filter_map(|(name, event)| whole(event, None, name, zones, span)).collect()
}

fn whole<'e>(
    event: &'e Event,
    main: Option<&'e Event>,
    name: String,
    zones: &Zones,
    span: &Span,
) -> Option<Instance<'e>> {
    let starts = zones.instant(event.start)?;
    let seconds = seconds(event.start, event.start, event.length, zones);
    let all_day = matches!(event.start, When::Day(_));
    span.holds(starts, event.start).then_some(Instance { event, main, name, starts, seconds, all_day })
}

/// How an instance is told from the others of its series, whatever zone a later file writes it in.
fn name(when: When, zones: &Zones) -> String {
    match when {
        When::Day(day) => day.strftime("%Y%m%d").to_string(),
        When::Local(moment, ZoneId::FLOATING) => moment.strftime("%Y%m%dT%H%M%S").to_string(),
        _ => zones.instant(when).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string(),
    }
}

/// How long an instance starting at `at` lasts when an event starting at `start` says `length`.
fn seconds(at: When, start: When, length: Length, zones: &Zones) -> i64 {
    let between = |from: When, to: When| match (from, to) {
        (When::Day(from), When::Day(to)) => Some(to.duration_since(from).as_secs()),
        _ => Some(zones.instant(to)?.duration_since(zones.instant(from)?).as_secs()),
    };
    match length {
        Length::Until(end) => between(start, end).unwrap_or(0).max(0),
        Length::Lasting { days, seconds } => {
            let days = SignedDuration::from_hours(i64::from(days) * 24);
            let end = at.wall_clock().saturating_add(days);
            (between(at, at.with_wall_clock(end)).unwrap_or(0) + seconds).max(0)
        }
        Length::Unsaid if matches!(at, When::Day(_)) => 86_400,
        Length::Unsaid => 0,
    }
}

impl When {
    /// The same kind of time, in the same zone, at another place of the clock.
    fn with_wall_clock(self, shown: DateTime) -> Self {
        match self {
            Self::Day(_) => Self::Day(shown.date()),
            Self::Utc(_) => Self::Utc(shown),
            Self::Local(_, zone) => Self::Local(shown, zone),
        }
    }
}

/// The main event of a series with what it excepts.
struct Series<'e, 'z> {
    main: &'e Event,
    zones: &'z Zones,
    except: BTreeSet<DateTime>,
    except_days: BTreeSet<Date>,
}

/// A replacement of one instance, or of one and those after it.
struct Replacement<'e> {
    event: &'e Event,
    and_future: bool,
}

impl<'e, 'z> Series<'e, 'z> {
    fn new(main: &'e Event, zones: &'z Zones) -> Self {
        let mut series = Self { main, zones, except: BTreeSet::new(), except_days: BTreeSet::new() };
        for &when in main.repeats.iter().flat_map(|repeats| &repeats.except_dates) {
            match when {
                // A bare date takes out whatever begins that day, as Exchange writes it.
                When::Day(day) => series.except_days.insert(day),
                _ => series.except.insert(series.shown(when)),
            };
        }
        series
    }

    /// What the series' own clock shows at a time written in any way.
    fn shown(&self, when: When) -> DateTime {
        match (self.main.start, when) {
            (When::Day(_), when) => when.wall_clock().date().at(0, 0, 0, 0),
            (start, When::Day(day)) => {
                self.settled(start.with_wall_clock(day.to_datetime(start.wall_clock().time())))
            }
            (start, When::Local(shown, ZoneId::FLOATING)) => self.settled(start.with_wall_clock(shown)),
            (When::Local(_, here), When::Local(shown, there)) if here == there => {
                self.settled(self.at(shown))
            }
            (start, when) => match (self.zones.instant(when), start) {
                (Some(at), When::Local(_, zone)) => self.zones.wall_clock(at, zone),
                (Some(at), _) => jiff::tz::Offset::UTC.to_datetime(at),
                (None, _) => when.wall_clock(),
            },
        }
    }

    /// The time in the series' zone at which its clock shows this.
    fn at(&self, shown: DateTime) -> When {
        self.main.start.with_wall_clock(shown)
    }

    /// What the clock really shows then: it never shows a time inside a gap.
    fn settled(&self, when: When) -> DateTime {
        match (when, self.zones.instant(when)) {
            (When::Local(_, zone), Some(at)) => self.zones.wall_clock(at, zone),
            _ => when.wall_clock(),
        }
    }

    fn instances(&self, events: &'e [Event], span: &Span) -> Result<Vec<Instance<'e>>, Absurd> {
        let mut replaced: BTreeMap<DateTime, Replacement<'e>> = BTreeMap::new();
        for event in events {
            let Some(id) = event.recurrence else { continue };
            let next = Replacement { event, and_future: id.and_future };
            match replaced.get(&self.shown(id.when)) {
                Some(best) if best.event.version > event.version => {}
                _ => {
                    replaced.insert(self.shown(id.when), next);
                }
            }
        }
        if self.main.repeats.is_none() && replaced.is_empty() {
            return Ok(whole(self.main, None, String::new(), self.zones, span).into_iter().collect());
        }
        let moves: BTreeMap<DateTime, (SignedDuration, &'e Event)> = replaced
            .iter()
            .filter(|(_, replacement)| replacement.and_future)
            .map(|(&id, it)| (id, (self.shown(it.event.start).duration_since(id), it.event)))
            .collect();
        let reach = moves.values().map(|(by, _)| by.abs()).max().unwrap_or_default();
        let mut found = Vec::new();
        for (shown, length) in self.starts(span, reach)? {
            let own = self.settled(self.at(shown));
            if self.is_excepted(own) || replaced.contains_key(&own) {
                continue;
            }
            let moved = moves.range(..own).next_back();
            let (event, by) =
                moved.map_or((self.main, SignedDuration::ZERO), |(_, (by, event))| (*event, *by));
            let when = self.at(shown.saturating_add(by));
            let Some(starts) = self.zones.instant(when) else { continue };
            if !span.holds(starts, when) {
                continue;
            }
            let seconds = match length {
                Some(length) => seconds(when, self.at(shown), length, self.zones),
                None => seconds(when, event.start, event.length, self.zones),
            };
            let all_day = matches!(event.start, When::Day(_));
            found.push(Instance {
                event,
                main: Some(self.main),
                name: name(self.at(shown), self.zones),
                starts,
                seconds,
                all_day,
            });
        }
        for (&id, replacement) in &replaced {
            if !self.is_excepted(id) {
                let name = name(self.at(id), self.zones);
                found.extend(whole(replacement.event, Some(self.main), name, self.zones, span));
            }
        }
        Ok(found)
    }

    fn is_excepted(&self, shown: DateTime) -> bool {
        self.except.contains(&shown) || self.except_days.contains(&shown.date())
    }

    /// What the clock of the series shows at each of its starts, as far as the span and those moved into it need.
    fn starts(
        &self,
        span: &Span,
        reach: SignedDuration,
    ) -> Result<BTreeMap<DateTime, Option<Length>>, Absurd> {
        // Two days more than the span on either side: no two zones are further apart than that.
        let margin = SignedDuration::from_hours(48).saturating_add(reach);
        let shown = |at: Timestamp| match self.main.start {
            When::Local(_, zone) => self.zones.wall_clock(at, zone),
            _ => jiff::tz::Offset::UTC.to_datetime(at),
        };
        let range = (shown(span.from).saturating_sub(margin), shown(span.until).saturating_add(margin));
        let start = self.main.start.wall_clock();
        let mut starts: BTreeMap<DateTime, Option<Length>> = BTreeMap::new();
        let none = Repeats::default();
        let repeats = self.main.repeats.as_deref().unwrap_or(&none);
        for rule in &repeats.rules {
            starts.extend(self.given(rule, start, range)?.into_iter().map(|shown| (shown, None)));
        }
        if (range.0..=range.1).contains(&start) {
            starts.insert(start, None);
        }
        for &(when, length) in &repeats.dates {
            let shown = self.shown(when);
            if (range.0..=range.1).contains(&shown) {
                starts.insert(shown, length);
            }
        }
        for rule in &repeats.except_rules {
            for shown in self.given(rule, start, range)? {
                starts.remove(&shown);
            }
        }
        Ok(starts)
    }

    fn given(
        &self,
        rule: &Rule,
        start: DateTime,
        range: (DateTime, DateTime),
    ) -> Result<Vec<DateTime>, Absurd> {
        let mut given = expand(rule, start, range, true)?;
        if let Some(until) = rule.until {
            let keeps = given.partition_point(|&shown| self.is_by(shown, until));
            given.truncate(keeps);
        }
        Ok(given)
    }

    /// Whether a start is no later than `UNTIL`, in any of the forms that programs write it.
    fn is_by(&self, shown: DateTime, until: Until) -> bool {
        match (until, self.main.start) {
            (Until::Day(day), _) => shown.date() <= day,
            (Until::Local(last) | Until::Utc(last), When::Day(_)) => shown.date() <= last.date(),
            (Until::Local(last), _) => shown <= last,
            // RFC 5545 forbids UTC for a floating series; the digits are then meant as hers.
            (Until::Utc(last), When::Local(_, ZoneId::FLOATING)) => shown <= last,
            (Until::Utc(last), _) => {
                self.zones.instant(self.at(shown)) <= self.zones.instant(When::Utc(last))
            }
        }
    }
}
