//! An import as a whole: what it counts, what it refuses, what it says of a broken file.

use jiff::civil::{Date, date};

use super::*;

fn question() -> Question {
    Question {
        rule: SessionRule::default(),
        window: Window { from: date(2026, 1, 1), until: date(2027, 1, 1) },
        home: "Europe/Berlin".into(),
    }
}

fn calendar(events: &[&str]) -> Vec<u8> {
    let events: String = events.iter().map(|event| format!("BEGIN:VEVENT\n{event}\nEND:VEVENT\n")).collect();
    format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n").into_bytes()
}

fn bring(events: &[&str]) -> Imported {
    import(calendar(events), question()).unwrap()
}

fn days(imported: &Imported) -> Vec<Date> {
    imported.sessions.iter().map(Occurrence::day).collect()
}

const WEEKLY: &str = "UID:a\nDTSTART;TZID=Europe/Berlin:20260302T090000\nDURATION:PT50M\nRRULE:FREQ=WEEKLY;COUNT=4\nSEQUENCE:1";

#[test]
fn a_moved_session_whose_sequence_rose_is_counted_once() {
    let moved = "UID:a\nRECURRENCE-ID:20260309T080000Z\nDTSTART:20260311T090000\nDURATION:PT50M\nSEQUENCE:2";
    let again = "UID:a\nRECURRENCE-ID;TZID=America/New_York:20260309T040000\nDTSTART:20260312T090000\nDURATION:PT50M\nSEQUENCE:3";
    for file in [[WEEKLY, moved, again], [again, moved, WEEKLY]] {
        assert_eq!(days(&bring(&file)), [2, 12, 16, 23].map(|day| date(2026, 3, day)));
    }
}

#[test]
fn what_is_left_behind_is_counted_by_reason() {
    let imported = bring(&[
        WEEKLY,
        "UID:a\nRECURRENCE-ID:20260309T080000Z\nDTSTART:20260309T090000\nDURATION:PT50M\nSTATUS:CANCELLED",
        "UID:b\nDTSTART;VALUE=DATE:20260302",
        "UID:c\nDTSTART:20260302T120000\nDURATION:PT50M\nTRANSP:TRANSPARENT",
        "UID:d\nDTSTART:20260302T120000\nDURATION:PT50M\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "UID:e\nDTSTART:20260302T120000\nDURATION:PT19M",
        "UID:f\nDTSTART:20260302T120000\nDURATION:PT3H",
        "UID:g\nDTSTART:20260302T120000\nDURATION:PT50M\nSUMMARY:Lunch\\, long",
        "UID:h\nDTSTART:20250302T120000\nDURATION:PT50M",
    ]);
    let reasons: Vec<(Reason, u32)> = imported.left_behind.into_iter().collect();
    assert_eq!(
        reasons,
        [
            (Reason::Cancelled, 1),
            (Reason::AllDay, 1),
            (Reason::Free, 2),
            (Reason::TooShort, 1),
            (Reason::TooLong, 1),
            (Reason::Words, 1),
            (Reason::OutsideWindow, 1),
        ]
    );
    assert_eq!(imported.sessions.len(), 3);
    assert_eq!(imported.weeks.iter().map(|week| week.sessions).collect::<Vec<_>>(), [1, 0, 1, 1]);
    assert_eq!(imported.covers, Some(Window { from: date(2026, 3, 2), until: date(2026, 3, 24) }));
    assert_eq!(imported.events, 9);
}

#[test]
fn a_calendar_that_cancels_counts_nothing() {
    let file = String::from_utf8(calendar(&[WEEKLY]))
        .unwrap()
        .replace("BEGIN:VEVENT", "METHOD:CANCEL\nBEGIN:VEVENT");
    let imported = import(file.into_bytes(), question()).unwrap();
    assert_eq!((imported.sessions.len(), imported.left_behind[&Reason::Cancelled]), (0, 4));
}

#[test]
fn a_moved_session_without_a_title_is_judged_by_its_series() {
    let mut asked = question();
    asked.rule.include = vec!["session".into()];
    let titled = format!("{WEEKLY}\nSUMMARY:Session");
    let moved = "UID:a\nRECURRENCE-ID:20260309T080000Z\nDTSTART:20260311T090000\nDURATION:PT50M";
    assert_eq!(import(calendar(&[&titled, moved]), asked).unwrap().sessions.len(), 4);
}

#[test]
fn identities_are_the_same_in_every_spelling_and_order() {
    let moved = "UID:a\nRECURRENCE-ID:20260309T080000Z\nDTSTART:20260311T090000\nDURATION:PT50M";
    let spelled = "UID:a\nRECURRENCE-ID;TZID=W. Europe Standard Time:20260309T090000\nDTSTART:20260311T090000\nDURATION:PT50M";
    let once = bring(&[WEEKLY, moved, "DTSTART:20260302T120000\nDURATION:PT50M"]);
    let twice = bring(&["DTSTART:20260302T120000\nDURATION:PT50M", spelled, WEEKLY]);
    assert_eq!(once.sessions, twice.sessions);
    let unmoved = bring(&[WEEKLY]);
    let moved = once.sessions.iter().find(|it| it.day() == date(2026, 3, 11)).unwrap();
    assert_eq!(moved.identity, unmoved.sessions[1].identity, "it is the same session, moved");
}

#[test]
fn broken_events_are_told_by_line_and_nothing_of_them_is_kept() {
    let imported = bring(&[
        "UID:a\nDTSTART:20260302T090000\nDURATION:PT50M\nRRULE:FREQ=WEEKLY;BYDAY=XX",
        "UID:a\nRECURRENCE-ID:20260309T090000\nDTSTART:20260311T090000\nDURATION:PT50M",
        "UID:b\nDTSTART:20260230T090000\nDURATION:PT50M",
        "UID:c\nDTSTART:20260302T090000\nDTEND:20260302T080000",
        "UID:d\nDURATION:PT50M",
        "UID:e\nDTSTART;TZID=Nowhere:20260302T090000\nDURATION:PT50M\nnonsense",
        "UID:f\nDTSTART:20260302T090000\nDURATION:PT50M\nRRULE:FREQ=SECONDLY",
    ]);
    let problems: Vec<(u32, Fault)> = imported.problems.iter().map(|it| (it.line, it.fault)).collect();
    assert_eq!(
        problems,
        [
            (6, Fault::Rule),
            (16, Fault::Date),
            (22, Fault::EndsBeforeItStarts),
            (24, Fault::NoStart),
            (28, Fault::UnknownZone),
            (32, Fault::NotALine),
            (34, Fault::TooOften),
        ]
    );
    assert_eq!(days(&imported), [date(2026, 3, 2)]);
}

#[test]
fn an_old_or_absurd_series_does_not_starve_the_others() {
    let old = "UID:old\nDTSTART:19700101T090000\nDURATION:PT50M\nRRULE:FREQ=DAILY";
    let absurd =
        "UID:z\nDTSTART:19700101T090000\nDURATION:PT50M\nRRULE:FREQ=SECONDLY;BYSECOND=1;COUNT=4000000000";
    let all = |most: u8| (0..most).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let crowded = format!(
        "UID:y\nDTSTART:20260101T090000\nDURATION:PT50M\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE;BYHOUR={};BYMINUTE={};BYSECOND={}",
        all(24),
        all(60),
        all(60)
    );
    let imported = bring(&[old, absurd, &crowded, WEEKLY]);
    assert_eq!(imported.sessions.len(), 365 + 4);
    assert_eq!(imported.problems.len(), 2);
}

#[test]
fn steps_of_any_size_end_in_the_same_and_tell_how_far_they_are() {
    let whole = bring(&[WEEKLY, "UID:b\nDTSTART:20260302T120000\nDURATION:PT50M"]);
    for size in [1, 2, 1_000] {
        let mut import =
            Import::new(calendar(&[WEEKLY, "UID:b\nDTSTART:20260302T120000\nDURATION:PT50M"]), question())
                .unwrap();
        let mut last = Progress { stage: Stage::Reading, done: 0, of: 0 };
        while last.stage != Stage::Done {
            let next = import.step(size).unwrap();
            assert!(next.stage != last.stage || next.done >= last.done);
            assert!(next.done <= next.of);
            last = next;
        }
        assert_eq!(import.finish().unwrap(), whole);
    }
}

#[test]
fn what_is_too_much_or_no_calendar_is_refused_clearly() {
    let refused = |file: Vec<u8>| import(file, question()).unwrap_err();
    assert_eq!(refused(b"PK\x03\x04 not a calendar".to_vec()), Refused::NotACalendar);
    assert_eq!(refused(Vec::new()), Refused::NotACalendar);
    let bytes = MOST_BYTES + 1;
    assert_eq!(refused(vec![b' '; bytes as usize]), Refused::TooLarge { bytes, most: MOST_BYTES });
    let many = calendar(&vec!["UID:a\nDTSTART:20260302T120000\nDURATION:PT50M"; MOST_EVENTS as usize + 1]);
    assert_eq!(refused(many), Refused::TooManyEvents { most: MOST_EVENTS });
    let mut elsewhere = question();
    elsewhere.home = "Mars/Olympus".into();
    assert_eq!(import(calendar(&[]), elsewhere).unwrap_err(), Refused::UnknownHome);
    let mut backwards = question();
    backwards.window.until = backwards.window.from;
    assert_eq!(import(calendar(&[]), backwards).unwrap_err(), Refused::Window);
}

#[test]
fn fifty_thousand_events_work() {
    let event = "UID:a\nDTSTART:20260302T120000\nDURATION:PT50M";
    let file = calendar(&vec![event; MOST_EVENTS as usize]);
    assert_eq!(import(file, question()).unwrap().sessions.len(), 1, "one UID is one event");
}

#[test]
fn files_of_any_make_are_read() {
    let text = String::from_utf8(calendar(&[WEEKLY])).unwrap();
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(text.as_bytes());
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut latin1 = text.replace("SEQUENCE:1", "SUMMARY:caf?").into_bytes();
    let at = latin1.iter().position(|&byte| byte == b'?').unwrap();
    latin1[at] = 0xE9;
    for file in [marked, utf16, latin1, text.replace('\n', "\r\n").into(), text.replace('\n', "\r").into()] {
        assert_eq!(import(file, question()).unwrap().sessions.len(), 4);
    }
}

#[test]
fn it_travels_as_json() {
    let imported = bring(&[WEEKLY, "UID:b\nDTSTART;VALUE=DATE:20260302", "UID:c"]);
    let json = serde_json::to_string(&imported).unwrap();
    assert_eq!(serde_json::from_str::<Imported>(&json).unwrap(), imported);
    assert!(json.contains(r#""starts":"2026-03-02T09:00:00","at":1772438400000,"minutes":50"#), "{json}");
    assert!(json.contains(r#""left_behind":{"all_day":1}"#), "{json}");
}
