//! Which time zone a `TZID` means: the database's, by any of the names programs give it, or the file's own `VTIMEZONE`.
//!
//! A name that the database knows means the database's rules, even when the file describes it too: what programs write
//! into a file is often only this year's rules, or rounded. The file's own description decides for every other name.

use std::collections::BTreeMap;

use calcard::icalendar::ICalendarEntry;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::inline_zone::InlineZone;
use super::when::{When, zone_name};
use super::windows_zones;

/// A zone that a file names, counted as they are met. [`ZoneId::FLOATING`] is wherever she is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ZoneId(u16);

impl ZoneId {
    /// No zone: the time is meant where she is (RFC 5545, 3.3.5).
    pub(crate) const FLOATING: Self = Self(0);
}

/// While reading: the zones named so far. Each `VCALENDAR` of a file has its own names, as Outlook calls many different
/// zones "Customized Time Zone".
#[derive(Debug, Default)]
pub(crate) struct ZoneNames {
    calendar: u32,
    named: BTreeMap<(u32, String), ZoneId>,
    first_lines: Vec<u32>,
    described: BTreeMap<(u32, String), InlineZone>,
    line: u32,
}

impl ZoneNames {
    /// Another `VCALENDAR` begins.
    pub(crate) fn next_calendar(&mut self) {
        self.calendar += 1;
    }

    /// The component that is being read starts here; a zone nobody knows is reported at that line.
    pub(crate) fn at_line(&mut self, line: u32) {
        self.line = line;
    }

    /// The zone of a property's times.
    pub(crate) fn zone_of(&mut self, entry: &ICalendarEntry) -> ZoneId {
        let Some(name) = zone_name(entry) else { return ZoneId::FLOATING };
        let key = (self.calendar, name.trim().to_owned());
        if let Some(&id) = self.named.get(&key) {
            return id;
        }
        // More names than a number holds is no calendar: the rest float.
        let Ok(next) = u16::try_from(self.named.len() + 1) else { return ZoneId::FLOATING };
        self.first_lines.push(self.line);
        self.named.insert(key, ZoneId(next));
        ZoneId(next)
    }

    /// The file describes a zone of its own.
    pub(crate) fn describe(&mut self, name: &str, zone: InlineZone) {
        self.described.insert((self.calendar, name.trim().to_owned()), zone);
    }

    /// Finds every named zone; also returns the lines at which one was named that nobody knows.
    pub(crate) fn resolve(mut self, home: &TimeZone) -> (Zones, Vec<u32>) {
        let mut zones = vec![Zone::Known(home.clone()); self.named.len() + 1];
        let mut unknown = Vec::new();
        for (key, id) in &self.named {
            let described = self.described.remove(key);
            let known = find(&key.1).or_else(|| find(described.as_ref()?.location()?));
            zones[usize::from(id.0)] = match (known, described) {
                (Some(zone), _) => Zone::Known(zone),
                (None, Some(described)) => Zone::Described(described),
                (None, None) => {
                    unknown.push(self.first_lines[usize::from(id.0) - 1]);
                    continue;
                }
            };
        }
        unknown.sort_unstable();
        (Zones { zones }, unknown)
    }
}

/// The database's zone for a name as programs write it.
pub(crate) fn find(name: &str) -> Option<TimeZone> {
    let database = TimeZoneDatabase::bundled();
    let get = |name: &str| database.get(name).ok();
    let name = name.trim().trim_matches('"');
    if let Some(zone) = get(name).or_else(|| get(windows_zones::iana_name(name)?)) {
        return Some(zone);
    }
    // "/mozilla.org/20070129_1/Europe/Berlin", "/freeassociation.sourceforge.net/America/Argentina/Ushuaia"
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    [3, 2]
        .into_iter()
        .filter(|&count| parts.len() > count)
        .find_map(|count| get(&parts[parts.len() - count..].join("/")))
}

#[derive(Debug, Clone)]
enum Zone {
    Known(TimeZone),
    Described(InlineZone),
}

/// Every zone of one file, found.
#[derive(Debug)]
pub(crate) struct Zones {
    zones: Vec<Zone>,
}

impl Zones {
    /// The moment at which the clock there shows this. In a gap, what the clock would have shown; in a fold, the first
    /// time (RFC 5545, 3.3.5). `None` outside the years that exist.
    pub(crate) fn instant(&self, when: When) -> Option<Timestamp> {
        match when {
            When::Day(date) => self.instant(When::Local(date.at(0, 0, 0, 0), ZoneId::FLOATING)),
            When::Utc(moment) => Offset::UTC.to_timestamp(moment).ok(),
            When::Local(moment, id) => match &self.zones[usize::from(id.0)] {
                Zone::Known(zone) => zone.to_ambiguous_timestamp(moment).compatible().ok(),
                Zone::Described(zone) => zone.instant(moment),
            },
        }
    }

    /// What the clock there shows at this moment.
    pub(crate) fn wall_clock(&self, at: Timestamp, id: ZoneId) -> DateTime {
        match &self.zones[usize::from(id.0)] {
            Zone::Known(zone) => zone.to_datetime(at),
            Zone::Described(zone) => zone.wall_clock(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_by_any_name_programs_give_it() {
        for (name, iana) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/berlin", "Europe/Berlin"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("/mozilla.org/20070129_1/Europe/Berlin", "Europe/Berlin"),
            ("/citadel.org/20210210_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
            ("/softwarestudio.org/Tzfile/Asia/Tokyo", "Asia/Tokyo"),
        ] {
            assert_eq!(find(name).unwrap().iana_name(), Some(iana), "{name}");
        }
        for name in ["", "/", "Customized Time Zone", "Berlin"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}
