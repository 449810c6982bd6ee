//! The calendar that the import screen offers shows every case, has nothing wrong with it, and names nobody real.

use domain::caseload::Window;
use domain::caseload::calendar::{Imported, Question, import};
use domain::caseload::session::SessionRule;
use domain::caseload::week::{Habits, count_weeks};
use expect_test::expect;
use jiff::civil::date;

const SAMPLE: &[u8] = include_bytes!("../../../../sample/calendar.ics");

fn window() -> Window {
    Window { from: date(2026, 9, 7), until: date(2026, 11, 2) }
}

fn bring() -> Imported {
    let question =
        Question { rule: SessionRule::default(), window: window(), home: "America/New_York".into() };
    import(SAMPLE.to_vec(), question).expect("the sample is a calendar")
}

#[test]
fn the_sample_is_read_without_a_fault_and_weeks_differ() {
    let imported = bring();
    assert_eq!(imported.problems, []);
    expect!["{AllDay: 2, Free: 8, TooShort: 1, TooLong: 1, Words: 48}"]
        .assert_eq(&format!("{:?}", imported.left_behind));
    let weeks: Vec<String> = count_weeks(&imported.sessions, window(), &Habits::default())
        .iter()
        .map(|week| {
            format!(
                "{}: {} sessions, {} back to back, {} evenings, {} days off",
                week.monday,
                week.sessions,
                week.back_to_backs.unwrap_or(0),
                week.evenings.unwrap_or(0),
                week.days_off.unwrap_or(0)
            )
        })
        .collect();
    expect![[r#"
        2026-09-07: 18 sessions, 6 back to back, 1 evenings, 2 days off
        2026-09-14: 17 sessions, 6 back to back, 1 evenings, 2 days off
        2026-09-21: 18 sessions, 6 back to back, 1 evenings, 2 days off
        2026-09-28: 16 sessions, 6 back to back, 1 evenings, 2 days off
        2026-10-05: 18 sessions, 6 back to back, 1 evenings, 2 days off
        2026-10-12: 16 sessions, 3 back to back, 1 evenings, 2 days off
        2026-10-19: 18 sessions, 6 back to back, 1 evenings, 2 days off
        2026-10-26: 16 sessions, 6 back to back, 1 evenings, 2 days off"#]]
    .assert_eq(&weeks.join("\n"));
}

#[test]
fn every_telephone_number_is_fictional() {
    let text = String::from_utf8_lossy(SAMPLE);
    let numbers: Vec<&str> = text.match_indices("Phone ").map(|(at, _)| &text[at + 6..at + 18]).collect();
    assert!(!numbers.is_empty());
    assert!(numbers.iter().all(|number| number[3..].starts_with("-555-01")), "{numbers:?}");
}
