//! Cutting a file into cards before they are parsed, and keeping only the lines that are wanted.
//!
//! Pictures, notes and cards inside cards (`AGENT`) go here, unread; so does the guesswork that old phones need.

/// One card's wanted lines, ready to be parsed.
pub(super) struct Card {
    /// The line it begins on, counted from one.
    pub(super) line: usize,
    /// Its text from `BEGIN:VCARD` to `END:VCARD`; `None` if it does not end.
    pub(super) text: Option<String>,
}

/// The properties that are read. All others are dropped here.
const WANTED: &[&str] = &[
    "VERSION",
    "FN",
    "N",
    "ORG",
    "EMAIL",
    "TEL",
    "CATEGORIES",
    "KIND",
    "X-NPI",
    "X-LICENSE",
    "X-LICENCE",
    "X-ABSHOWAS",
    "X-ADDRESSBOOKSERVER-KIND",
    "X-ABLABEL",
];

/// The most bytes of wanted lines in one card.
const MOST_CARD_BYTES: usize = 64 * 1024;

/// The cards of a file, in order.
pub(super) fn cards(text: &str) -> impl Iterator<Item = Card> + '_ {
    let mut lines = text.lines().enumerate().peekable();
    let mut pending: Option<usize> = None;
    core::iter::from_fn(move || {
        let begin = match pending.take() {
            Some(line) => line,
            None => lines.find(|(_, line)| is_begin(line))?.0,
        };
        let mut card = Lines::default();
        let mut depth = 0_u32;
        for (at, line) in lines.by_ref() {
            if is_begin(line) {
                // A card may stand inside another's AGENT; anywhere else the one before has not ended.
                if depth == 0 && !card.last_was_agent {
                    pending = Some(at);
                    return Some(Card { line: begin + 1, text: None });
                }
                depth += 1;
            } else if is_end(line) {
                if depth == 0 {
                    return Some(Card { line: begin + 1, text: Some(card.finish()) });
                }
                depth -= 1;
            } else if depth == 0 {
                card.push(line);
            }
        }
        Some(Card { line: begin + 1, text: None })
    })
}

pub(super) fn is_begin(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("BEGIN:VCARD")
}

fn is_end(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("END:VCARD")
}

#[derive(Default)]
struct Lines {
    kept: String,
    is_kept: bool,
    is_soft: bool,
    last_was_agent: bool,
    quoted: Option<String>,
}

impl Lines {
    fn push(&mut self, line: &str) {
        if core::mem::take(&mut self.is_soft) {
            self.is_soft = line.ends_with('=');
            if let Some(quoted) = &mut self.quoted {
                quoted.push_str(line.trim_start().trim_end_matches('='));
            }
            return;
        }
        self.flush();
        if line.starts_with([' ', '\t']) {
            if self.is_kept {
                self.keep(line);
            }
            return;
        }
        let Some((name, rest)) = property(line) else {
            // Base64 that was not folded, or noise: it belongs to what was last dropped.
            return;
        };
        self.last_was_agent = name.eq_ignore_ascii_case("AGENT");
        self.is_kept = WANTED.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)) && !is_fax(rest);
        let quoted = is_quoted_printable(rest);
        if quoted {
            self.is_soft = line.ends_with('=');
            self.quoted = self.is_kept.then(|| line.trim_end_matches('=').to_owned());
        } else if self.is_kept {
            self.keep(line);
        }
    }

    fn keep(&mut self, line: &str) {
        if self.kept.len() + line.len() < MOST_CARD_BYTES {
            self.kept.push_str(line);
            self.kept.push_str("\r\n");
        }
    }

    /// A quoted-printable line as a whole, with its character set said.
    fn flush(&mut self) {
        if let Some(quoted) = self.quoted.take()
            && let Some((head, value)) = quoted.split_once(':')
        {
            let plain: Vec<_> = head
                .split(';')
                .filter(|parameter| {
                    let value = parameter.rsplit('=').next().unwrap_or(parameter);
                    !value.eq_ignore_ascii_case("QUOTED-PRINTABLE")
                })
                .collect();
            let head = plain.join(";");
            let charset = if head.to_ascii_uppercase().contains("CHARSET=") {
                ""
            } else if core::str::from_utf8(&unquoted(value)).is_ok() {
                // Old phones write UTF-8 and do not say so; what is valid UTF-8 is hardly ever anything else.
                ";CHARSET=UTF-8"
            } else {
                ";CHARSET=WINDOWS-1252"
            };
            self.keep(&format!("{head};ENCODING=QUOTED-PRINTABLE{charset}:{value}"));
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        format!("BEGIN:VCARD\r\n{}END:VCARD\r\n", self.kept)
    }
}

/// A property's name without its group (`item1.`), and the line after the name.
fn property(line: &str) -> Option<(&str, &str)> {
    let end = line.find([':', ';'])?;
    let name = line[..end].rsplit('.').next().unwrap_or_default().trim();
    let is_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (is_name && line[end..].contains(':')).then_some((name, &line[end..]))
}

fn parameters(rest: &str) -> impl Iterator<Item = &str> {
    let head = rest.split(':').next().unwrap_or_default();
    head.split([';', ',', '=', '"']).map(str::trim)
}

fn is_fax(rest: &str) -> bool {
    parameters(rest).any(|word| word.eq_ignore_ascii_case("fax") || word.eq_ignore_ascii_case("pager"))
}

fn is_quoted_printable(rest: &str) -> bool {
    parameters(rest).any(|word| word.eq_ignore_ascii_case("quoted-printable"))
}

fn unquoted(value: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| core::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(file: &str) -> Vec<Option<String>> {
        cards(file).map(|card| card.text).collect()
    }

    #[test]
    fn only_wanted_lines_are_left() {
        let file = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nNOTE:canary\n more canary\nPHOTO;ENCODING=b:canary\n canary\n\
                    item1.EMAIL:a@example.org\nitem1.X-ABLabel:home\nTEL;TYPE=FAX:1\nBDAY:1980-01-01\nEND:VCARD\n";
        let kept = texts(file).remove(0).unwrap();
        assert!(!kept.contains("canary") && !kept.contains("FAX") && !kept.contains("BDAY"));
        assert!(kept.contains("FN:Ana") && kept.contains("item1.EMAIL:a@example.org"));
    }

    #[test]
    fn a_card_inside_a_card_is_dropped_and_one_that_does_not_end_is_said() {
        let nested = "BEGIN:VCARD\nFN:Ana\nAGENT:\nBEGIN:VCARD\nFN:Canary\nEND:VCARD\nTEL:1\nEND:VCARD\n";
        let kept = texts(nested).remove(0).unwrap();
        assert!(kept.contains("FN:Ana") && kept.contains("TEL:1") && !kept.contains("Canary"));
        let torn = "BEGIN:VCARD\nFN:Ana\nBEGIN:VCARD\nFN:Bea\nEND:VCARD\nBEGIN:VCARD\nFN:Cleo";
        let found: Vec<_> = cards(torn).map(|card| (card.line, card.text.is_some())).collect();
        assert_eq!(found, [(1, false), (3, true), (6, false)]);
    }

    #[test]
    fn quoted_printable_is_made_whole_and_says_its_character_set() {
        let file = "BEGIN:VCARD\nN;QUOTED-PRINTABLE:L=C3=B3pez;A=\n na\nFN;ENCODING=QUOTED-PRINTABLE:Zo=EB\nEND:VCARD\n";
        let kept = texts(file).remove(0).unwrap();
        assert!(kept.contains("N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:L=C3=B3pez;Ana\r\n"), "{kept}");
        assert!(kept.contains("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=WINDOWS-1252:Zo=EB\r\n"), "{kept}");
    }

    #[test]
    fn a_card_that_never_stops_growing_is_cut() {
        let file = format!("BEGIN:VCARD\n{}END:VCARD\n", "EMAIL:a@example.org\n".repeat(100_000));
        assert!(texts(&file).remove(0).unwrap().len() < MOST_CARD_BYTES + 100);
    }
}
