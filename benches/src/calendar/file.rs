//! A practice's calendar of ten megabytes, made by a seed: single sessions of eight years with long notes, weekly series
//! with dates moved and called off, whole days, free time, and two time zones.

use std::fmt::Write as _;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// How large the file is made.
pub(super) const BYTES: usize = 10_000_000;

struct Draws(ChaCha20Rng);

impl Draws {
    fn below(&mut self, bound: u32) -> u32 {
        self.0.next_u32() % bound
    }
}

/// The file.
pub(super) fn make() -> String {
    let mut draws = Draws(ChaCha20Rng::seed_from_u64(5545));
    let mut file = String::with_capacity(BYTES + 4_096);
    file.push_str("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Held//bench//EN\r\n");
    for number in 0.. {
        if file.len() >= BYTES {
            break;
        }
        match draws.below(40) {
            0 => series(&mut file, number, &mut draws),
            1 => event(
                &mut file,
                number,
                &mut draws,
                "DTSTART;VALUE=DATE:20250612\r\nDTEND;VALUE=DATE:20250614\r\n",
            ),
            2 => single(&mut file, number, &mut draws, "TRANSP:TRANSPARENT\r\n"),
            3 => single(&mut file, number, &mut draws, "STATUS:CANCELLED\r\n"),
            _ => single(&mut file, number, &mut draws, ""),
        }
    }
    file.push_str("END:VCALENDAR\r\n");
    file
}

fn zone(draws: &mut Draws) -> &'static str {
    ["America/New_York", "America/Chicago"][draws.below(2) as usize]
}

fn single(file: &mut String, number: u32, draws: &mut Draws, more: &str) {
    let day = format!("{}{:02}{:02}", 2019 + draws.below(8), 1 + draws.below(12), 1 + draws.below(28));
    let (zone, hour) = (zone(draws), 7 + draws.below(12));
    let times =
        format!("DTSTART;TZID={zone}:{day}T{hour:02}0000\r\nDTEND;TZID={zone}:{day}T{hour:02}5000\r\n{more}");
    event(file, number, draws, &times);
}

/// A weekly series of some months, with a date moved, one called off and one left out.
fn series(file: &mut String, number: u32, draws: &mut Draws) {
    let (zone, hour, day) = (zone(draws), 7 + draws.below(12), 1 + draws.below(7));
    let year = 2023 + draws.below(4);
    let at = |day: u32, hour: u32| format!("TZID={zone}:{year}03{day:02}T{hour:02}0000");
    let length = "DURATION:PT50M\r\n";
    let rule = format!("RRULE:FREQ=WEEKLY;COUNT={}\r\n", 10 + draws.below(60));
    let (start, left_out) = (at(day, hour), at(day + 7, hour));
    event(file, number, draws, &format!("DTSTART;{start}\r\nEXDATE;{left_out}\r\n{length}{rule}"));
    let (old, new) = (at(day + 14, hour), at(day + 15, hour + 1));
    event(file, number, draws, &format!("RECURRENCE-ID;{old}\r\nDTSTART;{new}\r\nSEQUENCE:1\r\n{length}"));
    let off = at(day + 21, hour);
    event(
        file,
        number,
        draws,
        &format!("RECURRENCE-ID;{off}\r\nDTSTART;{off}\r\nSEQUENCE:1\r\nSTATUS:CANCELLED\r\n{length}"),
    );
}

fn event(file: &mut String, number: u32, draws: &mut Draws, times: &str) {
    let _ = write!(
        file,
        "BEGIN:VEVENT\r\nUID:{number}@practice.example\r\nDTSTAMP:20250101T000000Z\r\n{times}SUMMARY:Session {}\r\n\
         LOCATION:Room {}\r\nDESCRIPTION:",
        draws.below(500),
        1 + draws.below(4),
    );
    for line in 0..2 + draws.below(6) {
        let fold = if line > 0 { "\r\n " } else { "" };
        let _ = write!(
            file,
            "{fold}Bring the form\\, and look at the notes from week {:02}\\; ",
            draws.below(52)
        );
    }
    file.push_str("\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nDESCRIPTION:Soon\r\nEND:VALARM\r\nEND:VEVENT\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_as_large_as_promised_and_the_same_every_time() {
        let file = make();
        assert!((BYTES..BYTES + 4_096).contains(&file.len()));
        assert_eq!(file, make());
    }
}
