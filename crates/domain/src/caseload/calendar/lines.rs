//! Finds the components of an `.ics` file line by line, so that each can be parsed alone: memory stays small, a broken
//! event costs only itself, and a fault has a line number.

use core::ops::Range;

/// Something found while walking the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// A `VCALENDAR` begins.
    Calendar,
    /// The whole calendar is a cancellation (`METHOD:CANCEL`, RFC 5546, 3.2.5).
    CancelMethod,
    /// A whole `VEVENT`, and the line on which it begins.
    Event(Range<usize>, u32),
    /// A whole `VTIMEZONE`, and the line on which it begins.
    Zone(Range<usize>, u32),
    /// A component that begins on this line never ends.
    Unended(u32),
    /// This line is not `NAME:value`, or ends what never began.
    Stray(u32),
}

/// Walks a file from its first line to its last.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    at: usize,
    line: u32,
    open: Option<Open>,
    ended: bool,
}

#[derive(Debug)]
struct Open {
    kind: Kind,
    start: usize,
    line: u32,
    depth: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Event,
    Zone,
    Other,
}

impl Kind {
    fn of(name: &[u8]) -> Self {
        if name.eq_ignore_ascii_case(b"VEVENT") {
            Self::Event
        } else if name.eq_ignore_ascii_case(b"VTIMEZONE") {
            Self::Zone
        } else {
            Self::Other
        }
    }
}

impl Lines {
    /// How many bytes have been walked.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The next thing worth knowing; `None` at the end of the file.
    pub(crate) fn next(&mut self, file: &[u8]) -> Option<Found> {
        while self.at < file.len() {
            let start = self.at;
            let rest = &file[start..];
            let length = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
            self.at += length;
            self.line += 1;
            if let Some(found) = self.line(&rest[..length], start) {
                return Some(found);
            }
        }
        let open = self.open.take()?;
        (!core::mem::replace(&mut self.ended, true)).then_some(Found::Unended(open.line))
    }

    fn line(&mut self, line: &[u8], start: usize) -> Option<Found> {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            return None;
        }
        let text = line.trim_ascii();
        if let Some(name) = after(text, b"BEGIN:") {
            return self.begin(name.trim_ascii(), start);
        }
        if let Some(name) = after(text, b"END:") {
            return self.end(name.trim_ascii());
        }
        if text.is_empty() || text.contains(&b':') {
            let cancels =
                || after(text, b"METHOD:").is_some_and(|m| m.trim_ascii().eq_ignore_ascii_case(b"CANCEL"));
            return (self.open.is_none() && cancels()).then_some(Found::CancelMethod);
        }
        Some(Found::Stray(self.line))
    }

    fn begin(&mut self, name: &[u8], start: usize) -> Option<Found> {
        let kind = Kind::of(name);
        let is_calendar = name.eq_ignore_ascii_case(b"VCALENDAR");
        let nested = kind == Kind::Other && !is_calendar;
        if let Some(open) = self.open.as_mut().filter(|_| nested) {
            open.depth += 1;
            return None;
        }
        let next = (!is_calendar).then_some(Open { kind, start, line: self.line, depth: 0 });
        if let Some(unended) = core::mem::replace(&mut self.open, next) {
            // The calendar that begins here is seen again when this line's fault has been told.
            if is_calendar {
                self.at = start;
                self.line -= 1;
            }
            return Some(Found::Unended(unended.line));
        }
        is_calendar.then_some(Found::Calendar)
    }

    fn end(&mut self, name: &[u8]) -> Option<Found> {
        let is_calendar = name.eq_ignore_ascii_case(b"VCALENDAR");
        let Some(open) = self.open.as_mut() else {
            return (!is_calendar).then_some(Found::Stray(self.line));
        };
        if is_calendar {
            return self.open.take().map(|open| Found::Unended(open.line));
        }
        let closes = Kind::of(name) == open.kind && (open.kind != Kind::Other || open.depth == 0);
        if !closes {
            let stray = open.depth == 0 || Kind::of(name) != Kind::Other;
            open.depth = open.depth.saturating_sub(1);
            return stray.then_some(Found::Stray(self.line));
        }
        let open = self.open.take()?;
        let range = open.start..self.at;
        match open.kind {
            Kind::Event => Some(Found::Event(range, open.line)),
            Kind::Zone => Some(Found::Zone(range, open.line)),
            Kind::Other => None,
        }
    }
}

/// The unfolded values of every property called `name` in a component, each with its line.
pub(crate) fn values(component: &[u8], first_line: u32, name: &str) -> Vec<(u32, String)> {
    let mut found: Vec<(u32, String)> = Vec::new();
    let mut inside = false;
    for (number, line) in (first_line..).zip(component.split(|&byte| byte == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if let Some(more) = line.strip_prefix(b" ").or_else(|| line.strip_prefix(b"\t")) {
            if let Some((_, value)) = found.last_mut().filter(|_| inside) {
                value.push_str(&String::from_utf8_lossy(more));
            }
            continue;
        }
        inside =
            after(line, name.as_bytes()).is_some_and(|rest| rest.starts_with(b":") || rest.starts_with(b";"));
        if inside {
            found.push((number, String::from_utf8_lossy(line).into_owned()));
        }
    }
    for (_, value) in &mut found {
        let mut quoted = false;
        let colon = value.find(|letter| {
            quoted ^= letter == '"';
            letter == ':' && !quoted
        });
        *value = colon.map_or_else(String::new, |at| value[at + 1..].to_owned());
    }
    found
}

/// The whole components called `name` directly inside another, each with the line on which it begins.
pub(crate) fn children<'f>(component: &'f [u8], first_line: u32, name: &str) -> Vec<(u32, &'f [u8])> {
    let mut found = Vec::new();
    let mut open = None;
    let mut at = 0;
    for (number, line) in (first_line..).zip(component.split_inclusive(|&byte| byte == b'\n')) {
        let text = line.trim_ascii();
        let is = |prefix: &[u8]| {
            after(text, prefix).is_some_and(|n| n.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        };
        if is(b"BEGIN:") {
            open = Some((number, at));
        }
        at += line.len();
        if is(b"END:")
            && let Some((number, start)) = open.take()
        {
            found.push((number, &component[start..at]));
        }
    }
    found
}

fn after<'t>(text: &'t [u8], prefix: &[u8]) -> Option<&'t [u8]> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(file: &str) -> Vec<Found> {
        let mut lines = Lines::default();
        core::iter::from_fn(|| lines.next(file.as_bytes())).collect()
    }

    #[test]
    fn components_are_found_with_their_lines() {
        let file = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
                    begin:vevent\r\nSUMMARY:one\r\n  and more\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n\
                    BEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
        let found = all(file);
        assert!(matches!(
            &found[..],
            [Found::Calendar, Found::CancelMethod, Found::Zone(_, 3), Found::Event(event, 7)]
                if file[event.clone()].starts_with("begin:vevent") && file[event.clone()].ends_with("END:VEVENT\r\n")
        ));
    }

    #[test]
    fn faults_are_told_by_line_and_cost_only_themselves() {
        let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VEVENT\nnonsense\nEND:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nEND:VCALENDAR\n\
                    BEGIN:VEVENT\nBEGIN:VCALENDAR\nBEGIN:VEVENT\n";
        let found = all(file);
        assert!(
            matches!(
                &found[..],
                [
                    Found::Calendar,
                    Found::Unended(2),
                    Found::Stray(4),
                    Found::Event(_, 3),
                    Found::Stray(6),
                    Found::Unended(7),
                    Found::Unended(9),
                    Found::Calendar,
                    Found::Unended(11),
                ]
            ),
            "{found:?}"
        );
    }

    #[test]
    fn folded_values_are_joined() {
        let event =
            b"BEGIN:VEVENT\r\nRRULE;X-A=\"a:b\":FREQ=WEEK\r\n LY;COUNT=2\r\nRRULES:no\r\nEND:VEVENT\r\n";
        assert_eq!(values(event, 10, "RRULE"), [(11, "FREQ=WEEKLY;COUNT=2".to_owned())]);
    }

    #[test]
    fn children_are_cut_out_whole() {
        let zone = b"BEGIN:VTIMEZONE\nBEGIN:STANDARD\nA:1\nEND:STANDARD\nBEGIN:DAYLIGHT\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
        assert_eq!(children(zone, 5, "STANDARD"), [(6, &b"BEGIN:STANDARD\nA:1\nEND:STANDARD\n"[..])]);
    }
}
