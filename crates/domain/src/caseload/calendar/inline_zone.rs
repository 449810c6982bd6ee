//! A time zone that the file itself describes (`VTIMEZONE`, RFC 5545, 3.6.5), as a list of changes of the clock.

use calcard::icalendar::{ICalendarProperty, ICalendarValue};
use jiff::civil::{DateTime, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::event::parse_component;
use super::lines::{children, values};
use super::recurrence::expand;
use super::rule::{Rule, Until};
use super::when::When;
use super::zones::ZoneNames;

/// One change of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    at: Timestamp,
    from: Offset,
    to: Offset,
}

impl Change {
    /// From here on, what a clock shows is meant after the change: the end of a gap, or the end of a fold, since a time
    /// shown twice means the first (RFC 5545, 3.3.5).
    fn shown_from(&self) -> DateTime {
        self.from.max(self.to).to_datetime(self.at)
    }
}

/// A zone's changes, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InlineZone {
    changes: Vec<Change>,
    location: Option<String>,
}

/// The zone's name and itself; or the line of what could not be read.
pub(crate) fn read_zone(component: &[u8], line: u32, until: DateTime) -> Result<(String, InlineZone), u32> {
    let parsed = parse_component(component).ok_or(line)?;
    let text = |wanted: &str| {
        parsed.entries.iter().find(|entry| entry.name.as_str().eq_ignore_ascii_case(wanted)).and_then(
            |entry| match entry.values.first() {
                Some(ICalendarValue::Text(text)) => Some(text.clone()),
                _ => None,
            },
        )
    };
    let name = text("TZID").ok_or(line)?;
    let mut changes = Vec::new();
    for kind in ["STANDARD", "DAYLIGHT"] {
        for (line, child) in children(component, line, kind) {
            read_observance(child, line, until, &mut changes)?;
        }
    }
    if changes.is_empty() {
        return Err(line);
    }
    changes.sort_by_key(|change| change.at);
    changes.dedup();
    Ok((name, InlineZone { changes, location: text("X-LIC-LOCATION") }))
}

fn read_observance(
    component: &[u8],
    line: u32,
    until: DateTime,
    changes: &mut Vec<Change>,
) -> Result<(), u32> {
    let parsed = parse_component(component).ok_or(line)?;
    let value = |name: ICalendarProperty| parsed.property(&name).and_then(|entry| entry.values.first());
    let offset = |name: ICalendarProperty| match value(name) {
        Some(ICalendarValue::PartialDateTime(offset)) => {
            let minutes = i32::from(offset.tz_hour?) * 60 + i32::from(offset.tz_minute.unwrap_or(0));
            Offset::from_seconds(if offset.tz_minus { -minutes } else { minutes } * 60).ok()
        }
        _ => None,
    };
    let from = offset(ICalendarProperty::Tzoffsetfrom).ok_or(line)?;
    let to = offset(ICalendarProperty::Tzoffsetto).ok_or(line)?;
    let mut names = ZoneNames::default();
    let dates = |name: ICalendarProperty, names: &mut ZoneNames| -> Option<Vec<DateTime>> {
        let mut all = Vec::new();
        for entry in parsed.entries.iter().filter(|entry| entry.name == name) {
            all.extend(When::read_all(entry, names)?.into_iter().map(When::wall_clock));
        }
        Some(all)
    };
    let start = *dates(ICalendarProperty::Dtstart, &mut names)
        .and_then(|all| all.first().copied())
        .as_ref()
        .ok_or(line)?;
    let mut onsets = dates(ICalendarProperty::Rdate, &mut names).ok_or(line)?;
    onsets.push(start);
    for (line, text) in values(component, line, "RRULE") {
        let rule = Rule::parse(&text).ok_or(line)?;
        let mut given =
            expand(&rule, start, (date(1969, 1, 1).at(0, 0, 0, 0), until), true).map_err(|_| line)?;
        given.retain(|&onset| match rule.until {
            None => true,
            Some(Until::Day(day)) => onset.date() <= day,
            Some(Until::Local(last)) => onset <= last,
            Some(Until::Utc(last)) => {
                onset.saturating_sub(SignedDuration::from_secs(i64::from(from.seconds()))) <= last
            }
        });
        onsets.append(&mut given);
    }
    changes.extend(
        onsets.into_iter().filter_map(|onset| Some(Change { at: from.to_timestamp(onset).ok()?, from, to })),
    );
    Ok(())
}

impl InlineZone {
    /// The place a program noted beside its own name for the zone.
    pub(crate) fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The moment at which the clock shows this.
    pub(crate) fn instant(&self, shown: DateTime) -> Option<Timestamp> {
        let after = self.changes.partition_point(|change| change.shown_from() <= shown);
        self.offset_after(after).to_timestamp(shown).ok()
    }

    /// What the clock shows at this moment.
    pub(crate) fn wall_clock(&self, at: Timestamp) -> DateTime {
        let after = self.changes.partition_point(|change| change.at <= at);
        self.offset_after(after).to_datetime(at)
    }

    fn offset_after(&self, changes: usize) -> Offset {
        match changes.checked_sub(1) {
            Some(last) => self.changes[last].to,
            None => self.changes[0].from,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZoneDatabase;

    const BERLIN: &str = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\n\
        TZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\n\
        TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

    #[test]
    fn a_described_zone_behaves_like_the_real_one_every_half_hour_of_a_year() {
        let (name, described) = read_zone(BERLIN.as_bytes(), 1, date(2028, 1, 1).at(0, 0, 0, 0)).unwrap();
        assert_eq!(name, "Customized Time Zone");
        let real = TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap();
        let mut shown = date(2026, 1, 1).at(0, 15, 0, 0);
        while shown < date(2027, 1, 1).at(0, 0, 0, 0) {
            let at = real.to_ambiguous_timestamp(shown).compatible().unwrap();
            assert_eq!(described.instant(shown), Some(at), "{shown}");
            assert_eq!(described.wall_clock(at), real.to_datetime(at), "{shown}");
            shown = shown.saturating_add(SignedDuration::from_mins(30));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_line() {
        let read = |text: &str| read_zone(text.as_bytes(), 7, date(2028, 1, 1).at(0, 0, 0, 0)).map(|_| ());
        assert_eq!(read("BEGIN:VTIMEZONE\nEND:VTIMEZONE\n"), Err(7));
        assert_eq!(read(&BERLIN.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=NEVER")), Err(19));
        assert_eq!(read(&BERLIN.replace("TZOFFSETTO:+0200", "TZOFFSETTO:east")), Err(15));
    }
}
